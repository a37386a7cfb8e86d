"""The door of the support desk: what handlers may ask of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from chat.actions import Action, Button
from chat.decision import Audit, Decision, Write
from chat.events import MessagePosted
from chat.messages import Carried, Message
from chat.people import Duty, PersonId, Rank, Space, Speaker
from chat.ports import Abilities, Clock, Community, Directory, Ids, Reader
from chat.text import Text
from language.lanes import language_of
from support import privacy
from support.arrivals import Arrivals
from support.calling import Calling
from support.card import card, card_buttons, queue, story
from support.closing import Closing
from support.conversations import Saying, saying_of
from support.desk import Desk
from support.drafts import Drafts
from support.lines import files_of
from support.macros import Macro, Then
from support.opening import Opening
from support.promises import expectation
from support.ratings import Ratings
from support.recount import Recount
from support.relay import Relay
from support.request import Opened, Request
from support.rota import Rota
from support.settings import SupportSettings
from support.tickets import Step, Ticket, audited
from support.triage import CALM, Verdict, judge
from support.upkeep import Upkeep
from support.voters import Voters
from support.waiting import Waiting
from support.watch import Watch
from support.working import Working, retagged

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
        self.ratings = Ratings(self.desk)
        self.watch = Watch(self.desk, self.rota, self.ratings)
        self.working = Working(self.desk)
        self.recount = Recount(self.desk)
        self.closing = Closing(self.desk)
        self.waiting = Waiting(self.desk)
        self.voters = Voters(self.desk)
        self.drafts = Drafts(self.desk, self.relay, community)
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
        """Keep a message in mind for a while, as the context of what may follow; a command tells nothing of it."""
        if event.by.is_human:
            saying = saying_of(event)
            self.waiting.heard(saying)
            if event.by.is_person and saying.text and not saying.text.startswith("/"):
                self.desk.conversations.remember(saying)

    def files_of(self, message: Message) -> tuple[Carried, ...]:
        """The files of a message that are small enough to be carried over."""
        return files_of(message, self.settings.largest_file)

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
        verdict = judge(message.text, language_of(message.text), earlier, self.settings.triage)
        if verdict.reasons:
            self.waiting.tell(message, by)
        return self.waiting.in_company(verdict, message, by)

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

    def answers(self, ticket: Ticket, by: PersonId) -> bool:
        """Somebody begins to answer; False when somebody else is at it."""
        now = self.desk.clock.now()
        return self.desk.presence.began(ticket.id, by, now, self.settings.answering_for)

    async def who_answers(self, ticket: Ticket, but: PersonId) -> str | Text:
        """The name of whoever else is answering."""
        other = self.desk.presence.other(ticket.id, but, self.desk.clock.now())
        return (await self.desk.directory.name(other) if other else "") or Text("support.card.someone")

    async def seen_answering(self, ticket: Ticket, by: Speaker) -> tuple[Action, ...]:
        """The others see for a while that somebody is answering, the member that something is being written."""
        words = Text("support.line.answering", {"name": by.name})
        told = self.desk.to_staff(ticket, words, silent=True, vanish=self.settings.answering_for)
        return (*told, *await self.desk.typing(ticket))

    async def finish(self, ticket: Ticket, macro: Macro, by: PersonId) -> Decision:
        """What follows a macro's reply: its tags, and the ticket closed or waiting."""
        tagged = await self.working.tag(ticket, " ".join(macro.tags)) if macro.tags else None
        ready = replace(ticket, tags=retagged(ticket.tags, " ".join(macro.tags)))
        if macro.then is Then.CLOSE and ticket.may(Step.CLOSED):
            decision = await self.closing.close(ready, by, "")
        elif macro.then is Then.WAIT and ticket.may(Step.WAITING):
            decision = await self.working.wait_inside(ready, by)
        else:
            return tagged or Decision(reason="support.finish.nothing")
        return replace(decision, audit=(*(tagged.audit if tagged else ()), *decision.audit))

    async def follow(self, ticket: Ticket, request: Request) -> Opened:
        """Open what goes on with a ticket that can no longer be begun again (see `following`)."""
        opened = await self.opening.open(request)
        words = Text("support.news.follows", {"number": opened.ticket.number, "earlier": ticket.number})
        news = await self.desk.to_member(opened.ticket, "opened", words)
        decision = replace(opened.decision, actions=(*opened.decision.actions, news))
        return replace(opened, decision=decision)

    async def split(self, ticket: Ticket, request: Request) -> Opened:
        """Open what was split off from a ticket (see `split_off`)."""
        opened = await self.opening.open(request)
        number = opened.ticket.number
        record = self.desk.to_staff(ticket, Text("support.record.split", {"number": number}))
        news = await self.desk.to_member(
            opened.ticket, "opened", Text("support.news.split", {"number": number})
        )
        split = Audit(code="ticket.split", subject=ticket.id, data={"number": ticket.number, "into": number})
        decision = opened.decision
        return replace(
            opened,
            decision=replace(
                decision, actions=(*decision.actions, *record, news), audit=(*decision.audit, split)
            ),
        )

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
        self.waiting.forget(person)
        return privacy.erase(person, pseudonym)

    def rejoin(self, kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
        """Two persons turned out to be one."""
        return privacy.rejoin(kept, dropped)

    def expire(
        self, *, messages_before: datetime, tickets_before: datetime, audit_before: datetime
    ) -> tuple[Write, ...]:
        """Forget what is older than it may be kept; nothing here depends on `audit_before`."""
        return privacy.expire(messages_before=messages_before, tickets_before=tickets_before)
