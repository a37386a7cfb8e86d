"""How a command looks in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHAPE = re.compile(r"/(?P<name>\w{1,32})(?:@(?P<bot>\w{1,64}))?(?:\s+(?P<words>.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Order:
    """`/name@bot words`, taken apart; `bot` is "" when nobody was addressed."""

    name: str
    bot: str
    words: str


def read_order(text: str) -> Order | None:
    """The command that a text is, None when it is none."""
    found = _SHAPE.fullmatch(text.strip()) if text.startswith("/") else None
    if found is None:
        return None
    return Order(found["name"].lower(), found["bot"] or "", (found["words"] or "").strip())
