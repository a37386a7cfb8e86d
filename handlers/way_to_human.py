"""Who asks how a human is reached, or looks for somebody to talk to, is shown the button; who calls gets a ticket."""

from __future__ import annotations

import re
from datetime import timedelta

from chat.decision import Decision, answer
from chat.events import MessagePosted
from chat.handler import Stage, handles
from chat.people import Rank
from chat.text import Text
from faq.answers import human_button
from language.company import longs_for_company
from language.cues import asks_for_human
from language.greetings import seeks_company, seeks_somebody
from language.lanes import language_of
from language.way import asks_the_way
from support.lines import words_of
from support.service import Support
from support.triage import Sign, Verdict

LATE = timedelta(minutes=10)
"""After that nobody waits for the way."""
_OWN = re.compile(r"我|\b(?:i|me)\b", re.IGNORECASE)
"""Who sighs about themselves; who asks round is left to the group."""


@handles(Stage.ANSWER, after=("ticket_relay", "human_wish", "faq_answers", "own_data"), late=LATE)
async def way_to_human(event: MessagePosted, *, support: Support) -> Decision | None:
    """When the FAQ had no answer, nothing else speaks for trouble, and no ticket is open that may be meant.

    Bare words that look for somebody may sound sad and are no trouble yet. In a group people look for each other: only
    what sounds like a call is shown the button there, and nobody's sigh becomes a ticket.
    """
    message = event.message
    if not event.by.is_person or event.by.standing.rank > Rank.MEMBER or message.forwarded:
        return None
    words = words_of(message)
    longs = longs_for_company(words)
    seeks = longs or seeks_somebody(words)
    if not (seeks or asks_the_way(words)):
        return None
    verdict = support.judge(message, event.by.person)
    if seeks:
        is_for_anybody = longs or _is_for_anybody(words, verdict, support)
        is_theirs = longs and _OWN.search(words) is not None
        sounds_like_call = (
            is_theirs or verdict.escalates or asks_for_human(words, language_of(words)) is not None
        )
        is_shown = is_for_anybody and (event.space.is_private or sounds_like_call)
    else:
        is_shown = all(one.signal is Sign.EXPLICIT for one in verdict.reasons)
    if not is_shown or await support.desk.open_of(event.by.person):
        return None
    offer = answer(event, Text("support.opened.way"), buttons=((human_button(),),))
    return Decision(reason="support.offered", actions=(offer,))


def _is_for_anybody(words: str, verdict: Verdict, support: Support) -> bool:
    """Whether nothing calls the staff but that somebody is looked for."""
    beside = sum(one.weight for one in verdict.reasons if one.signal is not Sign.EXPLICIT)
    threshold = support.settings.triage.threshold
    return not verdict.escalates or (beside < threshold and seeks_company(words))
