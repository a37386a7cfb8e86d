"""What a newcomer can try in a minute, one thing for each behaviour: who says what, and where."""

from __future__ import annotations

from dataclasses import dataclass

from bot.adapters.local.town import GARDEN, STAFF
from chat.people import Language


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try; `who` is asked for by language, `words` is the key of the suggestion `bot.page.chip.…`."""

    name: str
    who: dict[Language, str]
    place: str | None
    words: str


def _always(who: str) -> dict[Language, str]:
    return {"zh": who, "en": who}


MEMBER: dict[Language, str] = {"zh": "xiaoan", "en": "ann"}
OTHER: dict[Language, str] = {"zh": "ann", "en": "xiaoan"}
"""Whoever advertises is muted for a while: not the one who has more to try."""

STEPS = (
    Step("answer", MEMBER, GARDEN.id, "refund"),
    Step("ticket", MEMBER, GARDEN.id, "complaint"),
    Step("warning", OTHER, GARDEN.id, "spam"),
    Step("giveaway", _always("manager"), STAFF.id, "giveaway"),
    Step("questions", _always("manager"), STAFF.id, "questions"),
    Step("post", _always("rep"), STAFF.id, "post"),
    Step("report", _always("manager"), STAFF.id, "report"),
    Step("help", MEMBER, None, "help"),
)
"""In the order in which they are shown; a place of None is the private chat."""
