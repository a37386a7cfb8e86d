"""Several people with one trouble: one ticket, and everybody else votes for it."""

from __future__ import annotations

import re
from datetime import timedelta

from chat.decision import Decision
from chat.events import MessagePosted
from chat.people import PersonId, Voice
from chat.text import Text
from language.fold import fold
from language.lanes import language_of
from support.asked import SHARED_WITHIN, alike
from support.conversations import Saying
from support.desk import Desk
from support.drill import STAGE
from support.facts import Tie
from support.lines import Kind, Line, storable
from support.rows import add_line
from support.tickets import Ticket
from support.triage import Sign, judge

JUST_BEFORE = timedelta(minutes=10)
"""How long a bare “same here” belongs to the trouble told last."""

_AGREES = re.compile(
    r"\W*(?:同问|同求|同样|一样|我也(?:是|一样|遇到了|有)?|\+ ?1|1|same(?: here| issue| problem| for me)?|me too"
    r"|us too|ditto|here too)\W*"
)


def is_wish(text: str) -> bool:
    """Whether a text only calls for a human: many do so in the same words, each with a matter of their own."""
    reasons = judge(text, language_of(text)).reasons
    return bool(reasons) and all(one.signal is Sign.EXPLICIT for one in reasons)


async def incident_of(desk: Desk, ticket: Ticket) -> tuple[Tie, ...]:
    """The first open ticket of somebody else who told of nearly the same within two hours, wherever that was."""
    if ticket.origin.platform == STAGE or is_wish(ticket.question):
        return ()
    others = [
        one
        for one in await desk.opened_since(ticket.opened_at - SHARED_WITHIN)
        if one.person != ticket.person and one.origin.platform != STAGE
    ]
    same = next((one for one in others if alike(one.question, ticket.question)), None)
    return (Tie("incident", same.id, f"#{same.number}"),) if same else ()


class Voters:
    """Finds the ticket of a shared trouble, and adds people to it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def agreed_with(self, event: MessagePosted) -> Ticket | None:
        """The ticket of somebody else to which a message says no more than “same here”."""
        if (
            event.space.is_private
            or len(event.message.text) > 40
            or not _AGREES.fullmatch(fold(event.message.text))
        ):
            return None
        reply = event.message.reply_to
        told = reply is not None and reply.voice is not Voice.SELF
        wanted = reply.id if reply and told else await self._last_told(event)
        if not wanted:
            return None
        return next((one for one in await self._open(event) if one.origin_message == wanted), None)

    async def _last_told(self, event: MessagePosted) -> str:
        """The trouble told last in that place, when it was told just before."""
        lately = [one for one in await self._open(event) if event.at - one.opened_at <= JUST_BEFORE]
        return (lately[-1].origin_message or "") if lately else ""

    async def shared(self, event: MessagePosted) -> Ticket | None:
        """The ticket of somebody else in that place who tells of nearly the same."""
        text = event.message.text
        found = [one for one in await self._open(event) if alike(one.question, text)]
        return found[0] if found and not is_wish(text) else None

    async def _open(self, event: MessagePosted) -> list[Ticket]:
        return [
            one
            for one in await self._desk.opened_at(event.space, event.at - SHARED_WITHIN)
            if one.person != event.by.person
        ]

    async def vote(self, ticket: Ticket, by: PersonId, text: str) -> Decision:
        """One more who has that trouble; whoever voted before is not counted twice."""
        lines = await self._desk.lines(ticket)
        if any(line.kind is Kind.VOTE and line.by == by for line in lines):
            return Decision(reason="support.voted_already")
        line = self._line(ticket, by, text)
        name = await self._desk.directory.name(by) or Text("support.card.someone")
        told = Text("support.line.vote", {"name": name, "number": ticket.number, "text": line.text})
        shown = await self._desk.refreshed(ticket, lines=(*lines, line))
        return Decision(
            reason="support.voted",
            actions=(*self._desk.to_staff(ticket, told), *shown),
            writes=(add_line(line),),
        )

    def first(self, ticket: Ticket, others: list[Saying]) -> Decision:
        """Those who said the same before the ticket was opened."""
        lines = (self._line(ticket, one.person, one.text) for one in others)
        return Decision(reason="support.voted", writes=tuple(add_line(line) for line in lines))

    def _line(self, ticket: Ticket, by: PersonId, text: str) -> Line:
        desk = self._desk
        return Line(
            id=desk.ids.new(),
            ticket=ticket.id,
            kind=Kind.VOTE,
            by=by,
            text=storable(text),
            at=desk.clock.now(),
        )
