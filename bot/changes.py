"""Which settings two configurations differ in, which of them wait for a restart, and which are secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, SecretStr

from bot.settings import Settings

AT_START = ("store", "web", "platforms", "community.timezone")
"""What is read once, at the start: tables and keys."""
MOST = 8
"""More keys than that are told by their tables."""
LEAST = 8
"""A shorter path or query lets nobody in; hidden, it would only take words out of the log."""
_ADDRESS = re.compile(r"\w[\w+.-]*://\S+")


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
    """Every secret that the configuration holds, for the log's redactor; of a secret address also its parts."""
    found = [part for secret in _secrets(settings) if secret for part in (secret, *_parts_of_address(secret))]
    return [*dict.fromkeys(found), *_pass_of(settings.store.url)]


def _parts_of_address(secret: str) -> Iterator[str]:
    """What libraries name alone of an address within a secret: the address without words before it, who logs in, the
    path, the query.
    """
    if not (address := _ADDRESS.search(secret)):
        return
    parts = urlsplit(address[0])
    yield address[0]
    yield from _pass_of(address[0])
    if len(parts.path) > LEAST:
        yield parts.path


def _pass_of(address: str) -> Iterator[str]:
    """What lets somebody in: user and password, the query."""
    parts = urlsplit(address)
    login, separator, _ = parts.netloc.rpartition("@")
    if separator:
        yield login
    if len(parts.query) >= LEAST:
        yield parts.query


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
