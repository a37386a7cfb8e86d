"""What goes with a ticket from other rooms: the FAQ's entries that came near, and the member's cases of late."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from chat.people import Language
from faq.answers import Verdict
from faq.service import Faq
from moderation.service import Moderation
from support.facts import Tie
from support.request import Request

OFFERED = 3
"""Entries that the staff see."""
WORTH_TELLING = 0.1
"""Chance that an entry settles the question from which on it is told, although a person is called for."""
CASES = 3
LATELY = timedelta(days=7)
"""How long a case of moderation may have to do with a cry for help."""


async def handed_over(
    request: Request, faq: Faq, moderation: Moderation, asked: str | None = None
) -> Request:
    """The request with all that the staff should know of it; what was found for an earlier ticket stays when there is
    nothing new. `asked` = the member's words alone, where the question also names files.
    """
    asked = request.question if asked is None else asked
    found = packed(await faq.look_up(asked), request.language) if asked else "[]"
    cases = await moderation.cases_of(request.person, LATELY)
    ties = tuple(Tie("case", str(one.number), f"C{one.number}") for one in cases[:CASES])
    return replace(request, attempts=found if found != "[]" else request.attempts, ties=ties)


def packed(verdict: Verdict, language: Language) -> str:
    """The entries that were found, as a ticket keeps them."""
    rows = [
        {
            "entry": one.entry.name,
            "title": one.entry.title(language),
            "probability": round(one.settles, 4),
        }
        for one in verdict.findings[:OFFERED]
        if one.settles >= WORTH_TELLING
    ]
    return json.dumps(rows, ensure_ascii=False)
