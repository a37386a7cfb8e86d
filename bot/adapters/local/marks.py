"""The marked parts of what a resident wrote: links, people, Steward."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.adapters.local.town import STEWARD, Resident
from chat.messages import Entity, EntityKind

_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>，。；、）)]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|cn|io|me|gg|ru|xyz|top)(?:/[^\s，。]*)?",
    re.IGNORECASE,
)
_STEWARD = re.compile(rf"@{STEWARD}\b", re.IGNORECASE | re.ASCII)


def entities_of(text: str, residents: Iterable[Resident]) -> tuple[Entity, ...]:
    """Links and mentions, in order; each resident once."""
    found = [
        Entity(kind=EntityKind.LINK, start=one.start(), end=one.end(), target=one[0])
        for one in _LINK.finditer(text)
    ]
    found += [
        Entity(kind=EntityKind.MENTION, start=one.start(), end=one.end(), target=STEWARD)
        for one in _STEWARD.finditer(text)
    ]
    for who in residents:
        for spelled in (f"@{who.name}", f"@{who.id}"):
            start = text.find(spelled)
            if start >= 0:
                end = start + len(spelled)
                found.append(Entity(kind=EntityKind.MENTION, start=start, end=end, target=who.id))
                break
    return tuple(sorted(found, key=lambda one: one.start))
