"""What a representative does with a ticket beside answering it: lay aside, hand over, sort, tie together, put away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chat.actions import Action, CloseThread
from chat.decision import Alarm, Audit, Decision, Write
from chat.people import PersonId
from chat.text import Text
from support.desk import Desk
from support.facts import Tie
from support.lines import Kind, storable
from support.rota import assigned
from support.settings import Department
from support.states import Step
from support.tickets import GENERAL, Priority, Ticket, audited
from support.transfers import link_ticket, merge_lines

WAKE = "support.wake"
MOST_TAGS = 12
LONGEST_TAG = 24


class Working:
    """Decides on the steps that the member does not see."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def wait_inside(self, ticket: Ticket, by: PersonId) -> Decision:
        """Colleagues are asked first: the clocks of the answer stand still meanwhile."""
        after = ticket.take(Step.WAITING, self._desk.clock.now())
        return await self._stepped(Step.WAITING, ticket, after, by)

    async def take_up(self, ticket: Ticket, by: PersonId) -> Decision:
        """What waited or slept goes on now."""
        after = ticket.take(Step.TAKEN_UP, self._desk.clock.now())
        return await self._stepped(Step.TAKEN_UP, ticket, after, by)

    async def snooze(self, ticket: Ticket, until: datetime, by: PersonId) -> Decision:
        """Laid aside until a moment; the member writing wakes it earlier."""
        after = ticket.snoozed(until, self._desk.clock.now())
        decision = await self._stepped(Step.SNOOZED, ticket, after, by, until=until.isoformat())
        wake = Alarm(kind=WAKE, subject=ticket.id, at=until, space=ticket.card.space)
        return replace(decision, alarms=(wake,))

    async def wake(self, ticket: Ticket) -> Decision:
        """The waking alarm. Late means nothing: a ticket that still sleeps past its moment wakes now."""
        now = self._desk.clock.now()
        if not ticket.may(Step.WOKEN) or ticket.snoozed_until is None or now < ticket.snoozed_until:
            return Decision(reason="support.wake.nothing")
        after = ticket.take(Step.WOKEN, now)
        words = Text("support.record.woken", {"number": ticket.number})
        _, decision = await self._desk.changed(
            ticket,
            after,
            reason="support.woken",
            actions=self._desk.to_staff(ticket, words),
            audit=(audited(Step.WOKEN, ticket, after),),
        )
        return decision

    async def transfer(
        self, ticket: Ticket, department: Department | None, to: PersonId | None, by: PersonId
    ) -> Decision:
        """To another department's queue, or to somebody.

        The member keeps one ticket, and hears who has it now: at once, or when somebody takes it from the queue.
        """
        name = department.name if department else ticket.department
        after = ticket.transferred(name, to, self._desk.clock.now())
        who: str | Text = self._desk.titled(ticket, department) if department else ""
        if to:
            who = await self._name(to)
        record = Text("support.record.transferred", {"name": await self._name(by), "to": who})
        decision = await self._stepped(
            Step.TRANSFERRED, ticket, after, by, record=record, department=name, assignee=to or ""
        )
        more: list[Action] = [await assigned(self._desk, after, to)] if to and to != by else []
        if to and to != ticket.assignee:
            words = Text("support.news.taken_over", {"number": ticket.number, "name": await self._name(to)})
            more.append(await self._desk.to_member(after, "taken_over", words))
        return replace(decision, actions=(*decision.actions, *more))

    async def spam(self, ticket: Ticket, by: PersonId) -> Decision:
        """Nothing that deserves an answer: it ends without a word to the member, and can be cleared."""
        after = ticket.spammed(by, self._desk.clock.now())
        decision = await self._stepped(Step.SPAMMED, ticket, after, by)
        return replace(
            decision,
            actions=(*decision.actions, *thread_of(ticket, closed=True)),
        )

    async def clear(self, ticket: Ticket, by: PersonId) -> Decision:
        """No spam after all."""
        after = ticket.cleared(self._desk.clock.now())
        decision = await self._stepped(Step.CLEARED, ticket, after, by)
        return replace(decision, actions=(*thread_of(ticket, closed=False), *decision.actions))

    async def prioritize(self, ticket: Ticket, priority: Priority) -> Decision:
        """More, or less, urgent than it was taken for."""
        changed = Audit(
            code="ticket.prioritized",
            subject=ticket.id,
            data={"number": ticket.number, "was": int(ticket.priority), "priority": int(priority)},
        )
        return await self._kept(ticket, replace(ticket, priority=priority), changed)

    async def tag(self, ticket: Ticket, words: str) -> Decision:
        """`urgent -wrong`: adds a tag and takes one away."""
        tags = retagged(ticket.tags, words)
        changed = Audit(
            code="ticket.tagged",
            subject=ticket.id,
            data={"number": ticket.number, "tags": " ".join(tags)},
        )
        return await self._kept(ticket, replace(ticket, tags=tags), changed)

    async def relate(self, ticket: Ticket, kind: str, target: str, shown: str) -> Decision:
        """Tie it to another ticket, an incident or a case of moderation."""
        tied = Audit(
            code="ticket.linked",
            subject=ticket.id,
            data={"number": ticket.number, "kind": kind, "target": shown},
        )
        link = link_ticket(ticket.id, kind, target, shown, self._desk.clock.now())
        _, decision = await self._desk.changed(
            ticket,
            ticket,
            reason="support.linked",
            writes=(link,),
            audit=(tied,),
            tie=Tie(kind, target, shown),
        )
        return decision

    async def merge(self, ticket: Ticket, into: Ticket, by: PersonId) -> Decision:
        """The other ticket of the same member goes on with what was said here; replies never change their reader."""
        if ticket.person != into.person or ticket.id == into.id:
            raise ValueError("only two tickets of one person are merged")
        desk, now = self._desk, self._desk.clock.now()
        after = ticket.merged(into, by, now)
        said = [
            line
            for line in await desk.lines(ticket)
            if line.text and line.kind in (Kind.MEMBER, Kind.REPLY, Kind.NOTE)
        ]
        record = Text("support.record.merged", {"number": ticket.number, "into": into.number})
        known = Text(
            "support.record.merged_here",
            {"number": ticket.number, "question": storable(ticket.question, 500), "count": len(said)},
        )
        news = await desk.to_member(
            into, "merged", Text("support.news.merged", {"number": ticket.number, "into": into.number})
        )
        _, ended = await desk.changed(
            ticket,
            after,
            reason="support.merged",
            actions=(*desk.to_staff(ticket, record), *thread_of(ticket, closed=True)),
            writes=(
                merge_lines(ticket.id, into.id),
                link_ticket(into.id, "merged", ticket.id, f"#{ticket.number}", now),
            ),
            audit=(audited(Step.MERGED, ticket, after, into=into.number),),
        )
        tie = Tie("merged", ticket.id, f"#{ticket.number}")
        told = (*desk.to_staff(into, known), news)
        _, grown = await desk.changed(into, into, reason="grown", actions=told, tie=tie)
        return replace(ended + grown, reason="support.merged")

    async def _stepped(
        self,
        step: Step,
        before: Ticket,
        after: Ticket,
        by: PersonId,
        *,
        record: Text | None = None,
        **data: str | float | None,
    ) -> Decision:
        """A step with its record in the ticket's own place."""
        words = record or Text(f"support.record.{step}", {"name": await self._name(by)})
        shown: tuple[Action, ...] = self._desk.to_staff(before, words, silent=True)
        _, decision = await self._desk.changed(
            before,
            after,
            reason=f"support.{step}",
            actions=shown,
            audit=(audited(step, before, after, **data),),
        )
        return decision

    async def _kept(self, before: Ticket, after: Ticket, audit: Audit, *writes: Write) -> Decision:
        _, decision = await self._desk.changed(
            before, after, reason=f"support.{audit.code.partition('.')[2]}", audit=(audit,), writes=writes
        )
        return decision

    async def _name(self, person: PersonId) -> str | Text:
        return await self._desk.directory.name(person) or Text("support.card.someone")


def retagged(tags: tuple[str, ...], words: str) -> tuple[str, ...]:
    """The tags after `words`: `x` and `#x` add, `-x` takes away."""
    kept = list(tags)
    for word in words.replace("，", " ").replace(",", " ").split():
        name = word.lstrip("-#").lower()[:LONGEST_TAG]
        if word.startswith("-"):
            kept = [one for one in kept if one != name]
        elif name and name not in kept:
            kept.append(name)
    return tuple(kept[-MOST_TAGS:])


def thread_of(ticket: Ticket, *, closed: bool) -> tuple[Action, ...]:
    """The ticket's thread closed, or opened again, where it has one."""
    space = ticket.card.space
    if space is None or space.thread is None or not ticket.card.is_up:
        return ()
    return (CloseThread(to=space, closed=closed),)


def split_topic(line_id: str) -> str:
    """The subject of a matter that was split off: its own, so that it may be open beside the old one."""
    return f"{GENERAL}:{line_id}"
