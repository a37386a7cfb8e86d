"""The door of the support desk: what handlers may ask of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from chat.actions import Action, Button, CloseThread, Priority
from chat.decision import Alarm, Decision, Write
from chat.events import MessagePosted
from chat.messages import Message
from chat.people import Duty, PersonId, Rank, Space, Speaker
from chat.ports import Abilities, Clock, Community, Directory, Ids, Reader
from chat.text import Text
from language.lanes import language_of
from support import privacy
from support.arrivals import Arrivals
from support.calling import Calling
from support.card import card, card_buttons, queue, story
from support.conversations import Saying
from support.desk import Desk
from support.opening import UPKEEP, Opening
from support.promises import expectation
from support.relay import Relay
from support.rota import Rota
from support.settings import SupportSettings
from support.tickets import State, Step, Ticket, audited
from support.triage import CALM, Verdict, judge
from support.upkeep import Upkeep
from support.watch import Watch

SETTLE = "support.settle"
CONTEXT_OF_ONE = 5
"""Earlier messages of the same person that triage looks at."""


class Support:
    """Tickets. Everything answers a Decision; nothing is written or sent here."""

    def __init__(
        self,
        *,
        reader: Reader,
        clock: Clock,
        ids: Ids,
        directory: Directory,
        abilities: Abilities,
        community: Community,
        settings: SupportSettings,
    ) -> None:
        self.desk = Desk(
            reader=reader,
            clock=clock,
            ids=ids,
            directory=directory,
            abilities=abilities,
            settings=settings,
            zone=community.zone,
        )
        self.opening = Opening(self.desk)
        self.relay = Relay(self.desk)
        self.arrivals = Arrivals(self.desk, self.relay)
        self.upkeep = Upkeep(self.desk, self.opening)
        self.rota = Rota(self.desk)
        self.calling = Calling(self.desk, self.opening, self.rota)
        self.watch = Watch(self.desk, self.rota)
        self._community = community

    @property
    def settings(self) -> SupportSettings:
        """The `[support]` section as it stands."""
        return self.desk.settings

    @settings.setter
    def settings(self, settings: SupportSettings) -> None:
        self.desk.settings = settings

    async def may_work(self, by: Speaker, space: Space) -> bool:
        """Whether somebody may claim, reply and close here: a human, with the duty at this moment."""
        if not by.is_person:
            return False
        return (await self.desk.directory.standing(by.person, space)).has(Duty.REPRESENTATIVE)

    def remember(self, event: MessagePosted) -> None:
        """Keep a message in mind for a while, as the context of what may follow."""
        if event.by.is_person and event.message.text:
            text = event.message.text[:500]
            saying = Saying(person=event.by.person, text=text, at=event.at, ref=event.message.ref)
            self.desk.conversations.remember(saying)

    def last_said(self, person: PersonId, space: Space) -> Saying | None:
        """What somebody said last in a place, as far as it is remembered."""
        said = self.desk.conversations.of(person, space, self.desk.clock.now())
        return said[-1] if said else None

    def judge(self, message: Message, by: PersonId) -> Verdict:
        """Whether a message needs a human, in the light of what its author said there before."""
        if not self.settings.complaints or message.forwarded:
            return CALM
        now = self.desk.clock.now()
        before = self.desk.conversations.of(by, message.space, now, message.id)[-CONTEXT_OF_ONE:]
        earlier = [saying.text for saying in before]
        return judge(message.text, language_of(message.text), earlier, self.settings.triage)

    async def claim(self, ticket: Ticket, by: PersonId) -> Decision:
        """Take a ticket that nobody has; of two at once the store lets one."""
        after = ticket.claimed(by, self.desk.clock.now())
        name = await self.desk.directory.name(by) or Text("support.card.someone")
        news = await self.desk.to_member(
            ticket, "claimed", Text("support.news.claimed", {"number": ticket.number, "name": name})
        )
        audit = (audited(Step.CLAIMED, ticket, after),)
        _, decision = await self.desk.changed(
            ticket, after, reason="support.claimed", actions=(news,), audit=audit
        )
        return decision

    async def may_release(self, ticket: Ticket, by: Speaker, space: Space) -> bool:
        """Whether somebody may put a ticket back: who has it, or a manager."""
        rank = (await self.desk.directory.standing(by.person, space)).rank
        return ticket.assignee == by.person or rank >= Rank.MANAGER

    async def release(self, ticket: Ticket) -> Decision:
        """Put a ticket back into the queue."""
        after = ticket.released(self.desk.clock.now())
        audit = (audited(Step.RELEASED, ticket, after),)
        _, decision = await self.desk.changed(ticket, after, reason="support.released", audit=audit)
        return decision

    async def close(self, ticket: Ticket, by: PersonId, reason: str) -> Decision:
        """End a ticket: the member is told the reason, and how to reopen it."""
        now = self.desk.clock.now()
        after = ticket.closed(by, reason, now)
        until = now + self.settings.reopen_within
        why = reason or Text("support.record.no_reason")
        news = await self.desk.to_member(
            ticket,
            "closed",
            Text("support.news.closed", {"number": ticket.number, "reason": why}),
            buttons=((_reopen(ticket, until),),),
        )
        name = await self.desk.directory.name(by) or Text("support.card.someone")
        record = Text("support.record.closed", {"name": name, "reason": why})
        _, decision = await self.desk.changed(
            ticket,
            after,
            reason="support.closed",
            actions=(news, *self.desk.to_staff(ticket, record), *_thread(ticket, closed=True)),
            audit=(audited(Step.CLOSED, ticket, after, seconds=ticket.waited(now).total_seconds()),),
        )
        return replace(decision, alarms=self._ended(ticket, until))

    async def withdraw(self, ticket: Ticket) -> Decision:
        """The member takes a ticket back that was opened without their asking."""
        now = self.desk.clock.now()
        after = ticket.closed(ticket.person, "", now)
        record = self.desk.to_staff(ticket, Text("support.record.withdrawn"))
        _, decision = await self.desk.changed(
            ticket,
            after,
            reason="support.withdrawn",
            actions=(*record, *_thread(ticket, closed=True)),
            audit=(audited(Step.CLOSED, ticket, after, withdrawn=1),),
        )
        return replace(decision, alarms=self._ended(ticket, now + self.settings.reopen_within))

    def _ended(self, ticket: Ticket, until: datetime) -> tuple[Alarm, ...]:
        return (Alarm(kind=SETTLE, subject=ticket.id, at=until, space=ticket.card.space),)

    async def can_reopen(self, ticket: Ticket) -> bool:
        """Whether a ticket may be begun again: in time, and no other one open on the topic."""
        return ticket.may(Step.REOPENED) and await self.desk.open_on(ticket.person, ticket.topic) is None

    async def reopen(self, ticket: Ticket, by: PersonId) -> Decision:
        """Begin a closed ticket again."""
        now = self.desk.clock.now()
        after = ticket.reopened(now)
        news = await self.desk.to_member(
            ticket, "reopened", Text("support.news.reopened", {"number": ticket.number})
        )
        name = await self.desk.directory.name(by) or Text("support.card.someone")
        record = self.desk.to_staff(
            ticket, Text("support.record.reopened", {"name": name}), urgency=Priority.REPLY
        )
        _, decision = await self.desk.changed(
            ticket,
            after,
            reason="support.reopened",
            actions=(*_thread(ticket, closed=False), *record, news),
            audit=(audited(Step.REOPENED, ticket, after),),
        )
        return replace(
            decision,
            alarms=(
                Alarm(kind=SETTLE, subject=ticket.id, at=None),
                Alarm(kind=UPKEEP, subject=ticket.id, at=now, space=ticket.card.space),
            ),
        )

    async def settle(self, ticket: Ticket) -> Decision:
        """The settling alarm: a resolved ticket that nobody reopened is closed for good. Late means nothing."""
        now = self.desk.clock.now()
        due = ticket.closed_at is not None and now >= ticket.closed_at + self.settings.reopen_within
        if ticket.state is not State.RESOLVED or not due:
            return Decision(reason="support.settle.nothing")
        after = ticket.take(Step.SETTLED, now)
        audit = (audited(Step.SETTLED, ticket, after),)
        _, decision = await self.desk.changed(ticket, after, reason="support.settled", audit=audit)
        return decision

    def expectation(self, ticket: Ticket) -> Text:
        """What the member may expect."""
        calendar = self.desk.timekeeper.calendar_of(ticket.clocks)
        return expectation(ticket, calendar, self.desk.clock.now())

    async def shown(self, ticket: Ticket) -> tuple[Text, tuple[tuple[Button, ...], ...]]:
        """A ticket with its story and buttons, for the staff only."""
        lines = await self.desk.lines(ticket)
        view = await self.desk.view(ticket, lines)
        told = Text("support.story.whole", {"card": card(ticket, view), "story": story(lines, view)})
        return told, card_buttons(ticket)

    async def queue(self) -> Text:
        """All open tickets, for the staff only."""
        tickets = await self.desk.open_tickets()
        names = await self.desk.names(one for ticket in tickets for one in (ticket.person, ticket.assignee))
        return queue(tickets, names, self.settings.listed, self.desk.clock.now())

    def move(self, old: Space, new: Space) -> tuple[Write, ...]:
        """A space has a new native id."""
        values = {"platform": old.platform, "was": old.id, "now_": new.id}
        places = ("origin", "card", "said", "copy")
        return tuple(Write(f"support.migrate_{place}", values) for place in places)

    async def export(self, person: PersonId) -> dict[str, list[dict[str, Any]]]:
        """Everything stored about a person."""
        return await privacy.export(self.desk.reader, person)

    def erase(self, person: PersonId, pseudonym: str) -> tuple[Write, ...]:
        """Remove a person's words, places and name."""
        self.desk.conversations.forget(person)
        return privacy.erase(person, pseudonym)

    def rejoin(self, kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
        """Two persons turned out to be one."""
        return privacy.rejoin(kept, dropped)

    def expire(
        self, *, messages_before: datetime, tickets_before: datetime, audit_before: datetime
    ) -> tuple[Write, ...]:
        """Forget what is older than it may be kept; nothing here depends on `audit_before`."""
        return privacy.expire(messages_before=messages_before, tickets_before=tickets_before)


def _reopen(ticket: Ticket, until: datetime) -> Button:
    return Button(
        label=Text("support.button.reopen"),
        kind="support.reopen",
        id=ticket.id,
        only=ticket.person,
        expires=until,
    )


def _thread(ticket: Ticket, *, closed: bool) -> tuple[Action, ...]:
    space = ticket.card.space
    if space is None or space.thread is None or not ticket.card.is_up:
        return ()
    return (CloseThread(to=space, closed=closed),)
