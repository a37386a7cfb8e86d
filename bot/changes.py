"""Which settings two configurations differ in, which of them wait for a restart, and which are secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, SecretStr

from bot.settings import Settings
from support.business import SECURE

AT_START = ("store", "web", "platforms", "community.timezone")
"""What is read once, at the start: tables and keys."""
MOST = 8
"""More keys than that are told by their tables."""


def changed(old: Settings, new: Settings) -> tuple[str, ...]:
    """The keys that differ, as they are written in the file (`faq.compose.url`), never their values."""
    return tuple(_differing(old, new, ""))


def waits(key: str) -> bool:
    """Whether a changed key takes effect only after a restart."""
    return any(key == known or key.startswith(f"{known}.") for known in AT_START)


def named(keys: Sequence[str]) -> str:
    """Keys for people to read; of many, only their tables."""
    if len(keys) > MOST:
        keys = list(dict.fromkeys(f"[{key.partition('.')[0]}]" for key in keys))
    return ", ".join(keys)


def secrets_of(settings: Settings) -> list[str]:
    """Every secret that the configuration holds, for the log's redactor; who has a feed's address may read it."""
    return [secret for secret in (*_secrets(settings), *_feeds(settings)) if secret]


def _feeds(settings: Settings) -> Iterator[str]:
    """The addresses of calendars, and what follows the host: libraries name that part alone."""
    support = settings.support
    for calendar in (support.calendar, *support.calendars):
        if calendar.feed.startswith(SECURE):
            yield calendar.feed
            yield calendar.feed.removeprefix(SECURE).partition("/")[2]


def _differing(old: Any, new: Any, path: str) -> Iterator[str]:
    if old == new:
        return
    before, after = _parts(old), _parts(new)
    if before is None or after is None:
        yield path
        return
    for name in dict.fromkeys((*before, *after)):
        yield from _differing(before.get(name), after.get(name), f"{path}.{name}".lstrip("."))


def _parts(value: Any) -> Mapping[str, Any] | None:
    """A table by its keys; None for what is no table."""
    if isinstance(value, BaseModel):
        return {name: getattr(value, name) for name in type(value).model_fields} | (value.model_extra or {})
    return value if isinstance(value, Mapping) else None


def _secrets(value: Any) -> Iterator[str]:
    if isinstance(value, SecretStr):
        yield value.get_secret_value()
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _secrets(one)
    else:
        for one in (_parts(value) or {}).values():
            yield from _secrets(one)
