"""From a cry for help to a ticket with its card: one for each person and topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from chat.actions import Action, Capability, MadeBy, OpenThread, Post, Priority, Private
from chat.decision import Alarm, Audit, Decision
from chat.errors import SaidNo
from chat.people import Duty, PersonId, Rank, Space
from chat.text import Text
from language.cues import complaint_tone
from language.lanes import language_of
from support.card import card, card_buttons, face, thread_title
from support.desk import Desk, about
from support.drill import STAGE, staged_id
from support.facts import Tie
from support.lines import Kind, Line, Way, storable
from support.reasons import kept_reasons
from support.request import Opened, Request
from support.rows import add_line, open_ticket
from support.tickets import Card, State, Ticket, Why
from support.tickets import Priority as Urgency
from support.transfers import link_ticket
from support.triage import judge
from support.voters import incident_of

UPKEEP = "support.upkeep"
AGAIN_AFTER = (timedelta(seconds=1), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
"""How long to wait before a card that could not be made is tried once more."""


class Opening:
    """Opens tickets and puts their cards up."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._handed_out = 0

    async def open(self, request: Request) -> Opened:
        """A new ticket. The store refuses a second open one on the topic; the event is then decided afresh.

        Raises SaidNo for somebody who is blocked; a representative may still open one for them. A new ticket on a
        matter that had one before follows that one.
        """
        desk = self._desk
        now = desk.clock.now()
        block = await desk.block_of(request.person)
        if block is not None and block.holds(now) and request.why is not Why.STAFF:
            raise SaidNo(block.told)
        before = None if request.follows else await desk.last_on(request.person, request.topic)
        home = desk.home(request.origin.platform)
        fresh = desk.ids.new()
        ticket = Ticket(
            id=staged_id(fresh) if request.origin.platform == STAGE else fresh,
            number=await self._number(),
            person=request.person,
            topic=request.topic,
            topic_title=storable(request.topic_title, 200),
            state=State.NEW,
            priority=_urgency(request),
            why=request.why,
            department=request.department,
            attempts=request.attempts,
            follows=request.follows or (before.id if before else None),
            reasons=kept_reasons(request.verdict),
            sentiment=complaint_tone(request.question, request.language).score,
            language=request.language,
            question=storable(request.question),
            origin=request.origin,
            origin_message=request.message.id if request.message else None,
            opened_at=now,
            changed_at=now,
            state_since=now,
            first_due_at=now,
            asked_at=now,
            card=self.new_card(home),
        )
        ticket = desk.timekeeper.begun(ticket)
        ties = (*request.ties, *await incident_of(desk, ticket))
        context = self._context(ticket)
        asked = self._question(ticket, request, home)
        up = await self.put_up(ticket, asked, context, ties) if home else await self.no_home(ticket)
        tied = (link_ticket(ticket.id, one.kind, one.target, one.shown, now) for one in ties)
        return Opened(
            ticket=ticket,
            fresh=True,
            decision=Decision(
                reason=f"support.opened.{request.why}",
                actions=up,
                writes=(open_ticket(ticket), *(add_line(line) for line in (*context, *asked)), *tied),
                alarms=() if home else (Alarm(kind=UPKEEP, subject=ticket.id, at=now + AGAIN_AFTER[2]),),
                audit=(_audit(ticket),),
            ),
        )

    async def _number(self) -> int:
        """The next number for people. Numbers handed out but not yet stored are not given twice by this process."""
        row = await self._desk.reader.row("support.top_number")
        self._handed_out = max(self._handed_out, int(row["number"] or 0) if row else 0) + 1
        return self._handed_out

    def _context(self, ticket: Ticket) -> tuple[Line, ...]:
        desk = self._desk
        most = desk.settings.context_messages
        if ticket.origin.is_private or not most:
            return ()
        before = desk.conversations.before(ticket.origin, ticket.opened_at, ticket.origin_message)
        return tuple(
            Line(
                id=desk.ids.new(),
                ticket=ticket.id,
                kind=Kind.CONTEXT,
                by=saying.person,
                text=storable(saying.text),
                at=saying.at,
            )
            for saying in before[-most:]
        )

    def _question(self, ticket: Ticket, request: Request, home: Space | None) -> tuple[Line, ...]:
        if not ticket.question:
            return ()
        way = Way.WAITING if home else Way.HELD
        first = Line(
            id=self._desk.ids.new(),
            ticket=ticket.id,
            kind=Kind.MEMBER,
            by=ticket.person,
            text=ticket.question,
            at=ticket.opened_at,
            way=way,
            said=request.message,
            files=request.files,
        )
        return (first,)

    def new_card(self, home: Space | None) -> Card:
        """A card that is about to be made in the staff space: in a thread of its own where there are threads."""
        if home is None:
            return Card()
        threads = self._desk.abilities.can(home, Capability.THREAD)
        return Card(space=home, threadless=not threads, asked=True)

    async def put_up(
        self, ticket: Ticket, copies: Sequence[Line], known: Sequence[Line], ties: Sequence[Tie] = ()
    ) -> tuple[Action, ...]:
        """Thread, card and the lines beside it, in `ticket.card.space`, whose thread is used when it has one.

        `ties` are about to be kept.
        """
        desk, home = self._desk, ticket.card.space
        if home is None:
            return ()
        language = desk.directory.space_language(home, ticket.language)
        view = await desk.view(ticket, known, ties)
        opens = home.thread is None and not ticket.card.threadless
        thread = MadeBy("#0") if opens else None
        name = view.names.get(ticket.person, "") or str(ticket.number)
        made: tuple[Action, ...] = (
            (OpenThread(to=home, title=thread_title(ticket, name), about=about("thread", ticket.id)),)
            if opens
            else ()
        )
        shown = Post(
            to=home,
            thread=thread,
            body=card(ticket, view),
            buttons=card_buttons(ticket),
            language=language,
            urgency=Priority.STAFF,
            about=about("card", ticket.id, face(ticket)),
        )
        relayed = (self._copy(ticket, line, home, thread, view.names) for line in copies)
        return (*made, shown, *relayed)

    def _copy(
        self,
        ticket: Ticket,
        line: Line,
        home: Space,
        thread: MadeBy | None,
        names: Mapping[PersonId, str],
    ) -> Action:
        return Post(
            to=home,
            thread=thread,
            body=member_said(ticket, line, names.get(ticket.person, "")),
            language=self._desk.directory.space_language(home, ticket.language),
            urgency=Priority.STAFF,
            about=about("copy", line.id, line.edits),
            carried=line.files,
        )

    async def no_home(self, ticket: Ticket) -> tuple[Action, ...]:
        """There is nowhere to put the card: the managers are told, each in private."""
        return tuple(
            Post(
                to=Private(person),
                body=Text("support.alert.homeless", {"number": ticket.number}),
                urgency=Priority.STAFF,
                about=about("manager", ticket.id, person),
            )
            for person in await self.managers(None)
        )

    async def managers(self, space: Space | None) -> list[PersonId]:
        """Everybody who manages the community."""
        directory = self._desk.directory
        place = space or next(iter(directory.spaces()), None)
        holders = await directory.holders(Duty.REPRESENTATIVE, space)
        if place is None:
            return list(holders)
        return [one for one in holders if (await directory.standing(one, place)).rank >= Rank.MANAGER]


def member_said(ticket: Ticket, line: Line, name: str) -> Text:
    """A member's line as the staff read it."""
    key = "support.line.member" if not line.edits else "support.line.member_anew"
    return Text(
        key, {"number": ticket.number, "name": name or Text("support.card.someone"), "text": line.text}
    )


def retry_after(tries: int) -> timedelta:
    """How long to wait after so many failures in a row."""
    return AGAIN_AFTER[min(tries, len(AGAIN_AFTER) - 1)]


def _urgency(request: Request) -> Urgency:
    if request.priority is not None:
        return request.priority
    if request.verdict.reasons:
        return request.verdict.priority
    usual = Urgency.COMPLAINT if request.why in (Why.ASKED, Why.BUTTON) else Urgency.ORDINARY
    found = judge(request.question, language_of(request.question))
    return min(usual, found.priority) if found.escalates else usual


def _audit(ticket: Ticket) -> Audit:
    return Audit(
        code="ticket.opened",
        subject=ticket.id,
        data={
            "number": ticket.number,
            "why": ticket.why.value,
            "topic": ticket.topic,
            "priority": int(ticket.priority),
            "to": ticket.state.value,
        },
    )
