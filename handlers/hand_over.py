"""What goes with a ticket from the FAQ: the entries that came near, with how sure it was."""

from __future__ import annotations

import json

from chat.people import Language
from faq.answers import Verdict
from faq.service import Faq

OFFERED = 3
"""Entries that the staff see."""


async def offered(faq: Faq, question: str, language: Language) -> str:
    """The best entries for a question, as a ticket keeps them."""
    return packed(await faq.look_up(question), language) if question else "[]"


def packed(verdict: Verdict, language: Language) -> str:
    """The same of what was found."""
    rows = [
        {
            "entry": one.entry.name,
            "title": one.entry.title(language),
            "probability": round(one.probability, 4),
        }
        for one in verdict.findings[:OFFERED]
    ]
    return json.dumps(rows, ensure_ascii=False)
