"""The end of a ticket, and its beginning again: closed, withdrawn, reopened, settled for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chat.actions import Button, Post, Priority
from chat.decision import Alarm, Decision
from chat.messages import Carried, MessageRef
from chat.people import PersonId
from chat.text import Text
from support.desk import Desk, about
from support.lines import Kind, Line, Way, storable
from support.opening import UPKEEP
from support.rows import add_line
from support.tickets import State, Step, Ticket, audited
from support.working import thread_of

SETTLE = "support.settle"


class Closing:
    """Decides on the last steps; the member hears each of them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def close(self, ticket: Ticket, by: PersonId, reason: str) -> Decision:
        """End a ticket: the member is told the reason, and how to reopen it; who voted for it hears that it is over."""
        now = self._desk.clock.now()
        after = ticket.closed(by, reason, now)
        until = now + self._desk.settings.reopen_within
        why = Text("support.record.reason", {"reason": reason}) if reason else ""
        news = await self._desk.to_member(
            ticket,
            "closed",
            Text("support.news.closed", {"number": ticket.number, "reason": why}),
            buttons=((_reopen(ticket, until),),),
        )
        name = await self._desk.directory.name(by) or Text("support.card.someone")
        record = Text("support.record.closed", {"name": name, "reason": why})
        _, decision = await self._desk.changed(
            ticket,
            after,
            reason="support.closed",
            actions=(
                news,
                *await self._to_voters(ticket),
                *self._desk.to_staff(ticket, record),
                *thread_of(ticket, closed=True),
            ),
            audit=(audited(Step.CLOSED, ticket, after, seconds=ticket.waited(now).total_seconds()),),
        )
        return replace(decision, alarms=self._ended(ticket, until))

    async def _to_voters(self, ticket: Ticket) -> tuple[Post, ...]:
        """One public line where they voted: the reason is the member's own."""
        lines = await self._desk.lines(ticket)
        voters = {line.by for line in lines if line.kind is Kind.VOTE} - {ticket.person}
        if not voters:
            return ()
        words = Text("support.public.shared_closed", {"number": ticket.number, "count": len(voters)})
        told = self._desk.in_public(ticket, words, serves=about("notice", ticket.id))
        return (told,) if told else ()

    async def withdraw(self, ticket: Ticket) -> Decision:
        """The member takes a ticket back that was opened without their asking."""
        now = self._desk.clock.now()
        after = ticket.closed(ticket.person, "", now)
        record = self._desk.to_staff(ticket, Text("support.record.withdrawn"))
        _, decision = await self._desk.changed(
            ticket,
            after,
            reason="support.withdrawn",
            actions=(*record, *thread_of(ticket, closed=True)),
            audit=(audited(Step.CLOSED, ticket, after, withdrawn=1),),
        )
        return replace(decision, alarms=self._ended(ticket, now + self._desk.settings.reopen_within))

    def _ended(self, ticket: Ticket, until: datetime) -> tuple[Alarm, ...]:
        return (Alarm(kind=SETTLE, subject=ticket.id, at=until, space=ticket.card.space),)

    async def reopen(
        self,
        ticket: Ticket,
        by: PersonId,
        words: str = "",
        said: MessageRef | None = None,
        files: tuple[Carried, ...] = (),
        *,
        tells: bool = True,
    ) -> Decision:
        """Begin a closed ticket again; with the words and files of the member by which they did it.

        `tells` = nothing else tells the member that it goes on.
        """
        now = self._desk.clock.now()
        after = ticket.reopened(now)
        words_for_member = Text("support.news.reopened", {"number": ticket.number})
        news = [await self._desk.to_member(ticket, "reopened", words_for_member)] if tells else []
        name = await self._desk.directory.name(by) or Text("support.card.someone")
        record = self._desk.to_staff(
            ticket, Text("support.record.reopened", {"name": name}), urgency=Priority.REPLY
        )
        _, decision = await self._desk.changed(
            ticket,
            after,
            reason="support.reopened",
            actions=(*thread_of(ticket, closed=False), *record, *news),
            writes=(add_line(self._spoken(ticket, words, said, files, now)),) if words else (),
            audit=(audited(Step.REOPENED, ticket, after),),
        )
        return replace(
            decision,
            alarms=(
                Alarm(kind=SETTLE, subject=ticket.id, at=None),
                Alarm(kind=UPKEEP, subject=ticket.id, at=now, space=ticket.card.space),
            ),
        )

    def _spoken(
        self, ticket: Ticket, words: str, said: MessageRef | None, files: tuple[Carried, ...], now: datetime
    ) -> Line:
        """Held, until the upkeep that follows puts it beside the card."""
        return Line(
            id=self._desk.ids.new(),
            ticket=ticket.id,
            kind=Kind.MEMBER,
            by=ticket.person,
            text=storable(words),
            at=now,
            way=Way.HELD,
            said=said,
            files=files,
        )

    async def settle(self, ticket: Ticket) -> Decision:
        """The settling alarm: a resolved ticket that nobody reopened is closed for good. Late means nothing."""
        now = self._desk.clock.now()
        due = ticket.closed_at is not None and now >= ticket.closed_at + self._desk.settings.reopen_within
        if ticket.state is not State.RESOLVED or not due:
            return Decision(reason="support.settle.nothing")
        after = ticket.take(Step.SETTLED, now)
        audit = (audited(Step.SETTLED, ticket, after),)
        _, decision = await self._desk.changed(ticket, after, reason="support.settled", audit=audit)
        return decision


def _reopen(ticket: Ticket, until: datetime) -> Button:
    return Button(
        label=Text("support.button.reopen"),
        kind="support.reopen",
        id=ticket.id,
        only=ticket.person,
        expires=until,
    )
