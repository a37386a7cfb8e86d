"""A complaint in the chat becomes a ticket, when no answer of the FAQ was sure."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import Button, Post
from chat.decision import Decision, answer, silent
from chat.events import MessagePosted
from chat.handler import Stage, handles
from chat.people import Rank
from chat.ports import Directory
from chat.text import Text
from faq.service import Faq
from handlers.hand_over import handed_over
from handlers.ticket_commands import request_of
from moderation.service import Moderation
from support.announcing import announced, why_of
from support.desk import about
from support.request import Request
from support.service import Support
from support.tickets import Ticket
from support.triage import Verdict
from support.voters import is_wish


@handles(
    Stage.ANSWER, after=("ticket_relay", "asked_why", "faq_answers", "own_data", "way_to_human"), reads=True
)
async def complaints(
    event: MessagePosted, *, support: Support, faq: Faq, moderation: Moderation, directory: Directory
) -> Decision | None:
    """By named signals that add up; every one is shown on the card. Staff are not judged."""
    if not event.by.is_person or event.by.standing.rank > Rank.MEMBER:
        return None
    agreed = await support.voters.agreed_with(event) if support.settings.complaints else None
    if agreed is not None:
        return await _voted(event, agreed, support)
    verdict = support.judge(event.message, event.by.person)
    if not verdict.escalates:
        return silent(f"support.calm.{verdict.score:g}") if verdict.reasons else None
    known = await support.desk.open_of(event.by.person)
    if known:
        added = await support.relay.member_wrote(known[0], event.message.text, event.message.ref)
        return replace(added, final=True)
    shared = None if event.space.is_private else await support.voters.shared(event)
    if shared is not None:
        return await _voted(event, shared, support)
    request = await request_of(
        event, why_of(verdict), event.message.text, event.message.ref, "general", directory
    )
    request = await handed_over(replace(request, verdict=verdict), faq, moderation)
    return await _opened(event, request, support)


async def _voted(event: MessagePosted, ticket: Ticket, support: Support) -> Decision:
    """One incident and its voters, no second ticket."""
    voted = await support.voters.vote(ticket, event.by.person, event.message.text)
    if not voted.writes:
        return voted
    told = answer(event, Text("support.opened.vote", {"number": ticket.number}))
    return replace(voted, actions=(*voted.actions, told))


async def _opened(event: MessagePosted, request: Request, support: Support) -> Decision:
    opened = await support.opening.open(request)
    alone = event.space.is_private or is_wish(event.message.text)
    others = [] if alone else support.waiting.others(event.message, event.by.person)
    voters = support.voters.first(opened.ticket, others)
    told = _told(event, opened.ticket, request.verdict, support)
    decision = opened.decision
    return replace(decision, actions=(*decision.actions, told), writes=(*decision.writes, *voters.writes))


def _told(event: MessagePosted, ticket: Ticket, verdict: Verdict, support: Support) -> Post:
    """The member hears it under their message, and can say that it was not meant so."""
    never_mind = Button(
        label=Text("support.button.withdraw"), kind="support.withdraw", id=ticket.id, only=ticket.person
    )
    private = () if event.space.is_private else support.desk.private_chat(event.space.platform)
    return Post(
        to=event.space,
        body=announced(ticket, verdict, event.space, support.expectation(ticket)),
        buttons=((never_mind, *private),),
        reply_to=event.message.ref,
        about=about("notice", ticket.id),
    )
