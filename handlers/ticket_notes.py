"""The staff's words beside a card: an internal note, and whoever writes the first one is told so."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import Button
from chat.decision import Decision, answer, silent
from chat.events import MessagePosted
from chat.people import Rank
from chat.text import Text
from support.lines import Kind, words_of
from support.service import Support
from support.tickets import Step, Ticket


async def noted(event: MessagePosted, ticket: Ticket, support: Support) -> Decision:
    """A note of the staff; silent for anybody else's words."""
    words = words_of(event.message)
    if not event.by.is_person or event.by.standing.rank < Rank.STAFF or not words:
        return silent("support.thread_talk")
    decision = await support.relay.note(ticket, event.by.person, words, event.message.ref)
    if not await _is_first(event, ticket, support):
        return decision
    reply = Button(label=Text("support.button.reply_member"), kind="support.reply", id=ticket.id)
    name = await support.desk.directory.name(ticket.person) or Text("support.card.someone")
    told = answer(event, Text("support.help.noted", {"name": name}), buttons=((reply,),))
    return replace(decision, actions=(*decision.actions, told))


async def _is_first(event: MessagePosted, ticket: Ticket, support: Support) -> bool:
    """Whether somebody who may answer the member says something here that nobody said before in a message."""
    if not ticket.may(Step.REPLIED) or not await support.may_work(event.by, event.space):
        return False
    before = await support.desk.lines(ticket)
    return not any(line.kind is Kind.NOTE and line.said is not None for line in before)
