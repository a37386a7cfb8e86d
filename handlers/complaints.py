"""A complaint in the chat becomes a ticket, when no answer of the FAQ was sure."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import Button, Post
from chat.decision import Decision, silent
from chat.events import MessagePosted
from chat.handler import Stage, handles
from chat.people import Rank
from chat.ports import Directory
from chat.text import Text
from handlers.ticket_commands import request_of
from support.desk import about
from support.service import Support
from support.tickets import Ticket, Why
from support.triage import Verdict


@handles(Stage.ANSWER, after=("ticket_relay", "faq_answers"))
async def complaints(event: MessagePosted, *, support: Support, directory: Directory) -> Decision | None:
    """By named signals that add up; every one is shown on the card. Staff are not judged."""
    if not event.by.is_person or event.by.standing.rank > Rank.MEMBER:
        return None
    verdict = support.judge(event.message, event.by.person)
    if not verdict.escalates:
        return silent(f"support.calm.{verdict.score:g}") if verdict.reasons else None
    known = await support.desk.open_of(event.by.person)
    if known:
        added = await support.relay.member_wrote(known[0], event.message.text, event.message.ref)
        return replace(added, final=True)
    return await _opened(event, verdict, support, directory)


async def _opened(event: MessagePosted, verdict: Verdict, support: Support, directory: Directory) -> Decision:
    message = event.message
    request = await request_of(event, Why.COMPLAINT, message.text, message.ref, "general", directory)
    opened = await support.opening.open(replace(request, verdict=verdict))
    return replace(opened.decision, actions=(*opened.decision.actions, _told(event, opened.ticket, support)))


def _told(event: MessagePosted, ticket: Ticket, support: Support) -> Post:
    """The member hears it under their message, and can say that it was not meant so."""
    never_mind = Button(
        label=Text("support.button.withdraw"), kind="support.withdraw", id=ticket.id, only=ticket.person
    )
    private = () if event.space.is_private else support.desk.private_chat(event.space.platform)
    return Post(
        to=event.space,
        body=Text("support.opened.complaint", {"number": ticket.number}),
        buttons=((never_mind, *private),),
        reply_to=event.message.ref,
        about=about("notice", ticket.id),
    )
