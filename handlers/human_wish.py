"""A plain wish for a human, written in the private chat."""

from __future__ import annotations

from dataclasses import replace

from chat.decision import Decision
from chat.events import MessagePosted
from chat.handler import Stage, handles
from chat.people import SpaceKind
from chat.ports import Directory
from faq.service import Faq
from handlers.hand_over import handed_over
from handlers.ticket_commands import ask_for_human, request_of
from language.company import longs_for_company
from language.cues import asks_for_human
from language.lanes import language_of
from language.way import asks_the_way
from moderation.service import Moderation
from support.lines import words_of
from support.service import Support
from support.tickets import GENERAL, Why


@handles(Stage.ANSWER, after=("ticket_relay",), where=SpaceKind.PRIVATE)
async def human_wish(
    event: MessagePosted, *, support: Support, faq: Faq, moderation: Moderation, directory: Directory
) -> Decision | None:
    """Of somebody without an open ticket: whoever has one means that ticket.

    Who asks the way, or only longs for company, is shown the way.
    """
    if not event.by.is_person:
        return None
    words = words_of(event.message)
    if not words or asks_for_human(words, language_of(words)) is None:
        return None
    if asks_the_way(words) or longs_for_company(words):
        return None
    request = await request_of(event, Why.ASKED, words, event.message.ref, GENERAL, directory)
    request = replace(request, files=support.files_of(event.message))
    decision = await ask_for_human(event, await handed_over(request, faq, moderation), support)
    return replace(decision, final=True)
