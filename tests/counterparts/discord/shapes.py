"""JSON values and moments in the form in which Discord writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]
"""One JSON object: keys as Discord spells them."""


def moment(at: datetime) -> str:
    """ISO 8601 with microseconds and offset, as Discord writes every timestamp."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def optional_moment(at: datetime | None) -> str | None:
    """The same, or null."""
    return None if at is None else moment(at)


def ids(values: Iterable[int]) -> list[str]:
    """Snowflakes travel as strings."""
    return [str(value) for value in values]


def optional_id(value: int | None) -> str | None:
    """The same, or null."""
    return None if value is None else str(value)
