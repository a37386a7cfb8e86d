"""Who asks how a human is reached, or looks for somebody to talk to, is shown the button; who calls gets a ticket."""

from __future__ import annotations

from datetime import timedelta

from chat.decision import Decision, answer
from chat.events import MessagePosted
from chat.handler import Stage, handles
from chat.people import Rank
from chat.text import Text
from faq.answers import human_button
from language.greetings import seeks_somebody
from language.way import asks_the_way
from support.lines import words_of
from support.service import Support
from support.triage import Sign

LATE = timedelta(minutes=10)
"""After that nobody waits for the way."""


@handles(Stage.ANSWER, after=("ticket_relay", "human_wish", "faq_answers"), late=LATE)
async def way_to_human(event: MessagePosted, *, support: Support) -> Decision | None:
    """When the FAQ had no answer, nothing else speaks for trouble, and no ticket is open that may be meant.

    In a group people look for each other. Bare words that look for somebody may sound sad and are no trouble yet.
    """
    message = event.message
    if not event.by.is_person or event.by.standing.rank > Rank.MEMBER or message.forwarded:
        return None
    words = words_of(message)
    seeks = event.space.is_private and seeks_somebody(words)
    if not (seeks or asks_the_way(words)):
        return None
    verdict = support.judge(message, event.by.person)
    troubled = any(one.signal is not Sign.EXPLICIT for one in verdict.reasons)
    if (verdict.escalates if seeks else troubled) or await support.desk.open_of(event.by.person):
        return None
    offer = answer(event, Text("support.opened.way"), buttons=((human_button(),),))
    return Decision(reason="support.offered", actions=(offer,))
