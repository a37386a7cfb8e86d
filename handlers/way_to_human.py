"""Who asks how a human is reached is shown the button; who calls for one gets a ticket."""

from __future__ import annotations

from datetime import timedelta

from chat.decision import Decision, answer
from chat.events import MessagePosted
from chat.handler import Stage, handles
from chat.people import Rank
from chat.text import Text
from faq.answers import human_button
from language.way import asks_the_way
from support.lines import words_of
from support.service import Support
from support.triage import Sign

LATE = timedelta(minutes=10)
"""After that nobody waits for the way."""


@handles(Stage.ANSWER, after=("ticket_relay", "human_wish", "faq_answers"), late=LATE)
async def way_to_human(event: MessagePosted, *, support: Support) -> Decision | None:
    """When the FAQ had no answer, nothing else speaks for trouble, and no ticket is open that may be meant."""
    message = event.message
    if not event.by.is_person or event.by.standing.rank > Rank.MEMBER or message.forwarded:
        return None
    if not asks_the_way(words_of(message)):
        return None
    reasons = support.judge(message, event.by.person).reasons
    if any(one.signal is not Sign.EXPLICIT for one in reasons) or await support.desk.open_of(event.by.person):
        return None
    offer = answer(event, Text("support.opened.way"), buttons=((human_button(),),))
    return Decision(reason="support.offered", actions=(offer,))
