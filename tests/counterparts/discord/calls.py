"""Calls: every request that the town got, with what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tests.counterparts.discord.content import Upload
from tests.counterparts.discord.shapes import Json


@dataclass(slots=True, kw_only=True, eq=False)
class Call:
    """One request. `at` is the town's time, `monotonic` the machine's, for measuring."""

    method: str
    path: str
    template: str
    query: Mapping[str, str]
    body: Json | list[Json] | None
    uploads: list[Upload]
    reason: str | None
    at: datetime
    monotonic: float
    status: int = 0
    code: int | None = None
    answer: object = None
    fault: str | None = None


@dataclass(slots=True)
class Calls:
    """All of them, oldest first."""

    all: list[Call] = field(default_factory=list)

    def of(self, method: str, template: str) -> list[Call]:
        """The calls of one operation."""
        return [call for call in self.all if (call.method, call.template) == (method, template)]

    def posts(self) -> list[Call]:
        """Messages sent into channels."""
        return self.of("POST", "/channels/{channel_id}/messages")

    def clear(self) -> None:
        """Forgets them."""
        self.all.clear()

    def __len__(self) -> int:
        return len(self.all)
