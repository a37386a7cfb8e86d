"""What all parts of the support desk share: finding tickets and lines, speaking to the staff and to the member."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from chat.actions import About, Action, Button, Edit, Post, Priority, Private
from chat.decision import Audit, Decision, Write
from chat.messages import MessageRef
from chat.people import PersonId, Space, SpaceKind
from chat.ports import Abilities, Clock, Directory, Ids, Reader
from chat.text import Mention, Text
from support.business import calendar_of
from support.card import View, card, card_buttons
from support.conversations import Conversations
from support.lines import Kind, Line
from support.rows import add_measure, change_ticket, read_line, read_ticket
from support.settings import SupportSettings
from support.tickets import Ticket
from support.timekeeping import Timekeeper
from worktime.calendar import Closure

ROOM = "support"


def about(what: str, *subject: object) -> About:
    """What an action serves: `what:subject`, read again when its outcome comes back."""
    return About(ROOM, ":".join((what, *(str(one) for one in subject))))


class Desk:
    """Reads, and the actions that more than one part needs; decides nothing by itself."""

    def __init__(
        self,
        *,
        reader: Reader,
        clock: Clock,
        ids: Ids,
        directory: Directory,
        abilities: Abilities,
        settings: SupportSettings,
        zone: ZoneInfo,
    ) -> None:
        self.reader = reader
        self.clock = clock
        self.ids = ids
        self.directory = directory
        self.abilities = abilities
        self.conversations = Conversations()
        self._zone = zone
        self._closures: tuple[Closure, ...] = ()
        self._settings = settings
        self.timekeeper = self._keeper()

    @property
    def settings(self) -> SupportSettings:
        """The `[support]` section as it stands."""
        return self._settings

    @settings.setter
    def settings(self, settings: SupportSettings) -> None:
        self._settings = settings
        self.timekeeper = self._keeper()

    def close_for(self, closures: tuple[Closure, ...]) -> None:
        """Nobody is there at these times (from a feed), whatever the hours say."""
        self._closures = closures
        self.timekeeper = self._keeper()

    def _keeper(self) -> Timekeeper:
        return Timekeeper(self._settings, calendar_of(self._settings.calendar, self._zone, self._closures))

    async def ticket(self, ticket_id: str) -> Ticket | None:
        """The ticket of this id."""
        row = await self.reader.row("support.ticket", key=ticket_id)
        return read_ticket(row) if row else None

    async def numbered(self, number: int) -> Ticket | None:
        """The ticket of this number."""
        row = await self.reader.row("support.numbered", wanted=number)
        return read_ticket(row) if row else None

    async def open_on(self, person: PersonId, topic: str) -> Ticket | None:
        """The one open ticket of a person on a topic."""
        row = await self.reader.row("support.open_on", p=person, about=topic)
        return read_ticket(row) if row else None

    async def open_of(self, person: PersonId) -> list[Ticket]:
        """The open tickets of a person, the last active first."""
        return [read_ticket(row) for row in await self.reader.rows("support.open_of", p=person)]

    async def open_tickets(self) -> list[Ticket]:
        """The queue."""
        return [read_ticket(row) for row in await self.reader.rows("support.open")]

    async def held_by(self, person: PersonId) -> list[Ticket]:
        """What waits for a representative."""
        return [read_ticket(row) for row in await self.reader.rows("support.held_by", p=person)]

    async def at_place(self, space: Space, reply_to: str | None) -> Ticket | None:
        """The ticket whose thread this is, else the one whose card or line `reply_to` is."""
        if space.thread is not None:
            row = await self.reader.row(
                "support.at_thread", platform=space.platform, space=space.id, thread=space.thread
            )
            if row:
                return read_ticket(row)
        if reply_to is None:
            return None
        ref = MessageRef(space, reply_to)
        row = await self.reader.row("support.at_card", **_place(ref))
        if row:
            return read_ticket(row)
        line = await self.line_copied_as(ref) or await self.line_said_as(ref)
        return await self.ticket(line.ticket) if line else None

    async def line(self, line_id: str) -> Line | None:
        """The line of this id."""
        row = await self.reader.row("support.line_one", key=line_id)
        return read_line(row) if row else None

    async def line_said_as(self, ref: MessageRef) -> Line | None:
        """The line that was written in this message."""
        row = await self.reader.row("support.line_said", **_place(ref))
        return read_line(row) if row else None

    async def line_copied_as(self, ref: MessageRef) -> Line | None:
        """The line that was relayed as this message."""
        row = await self.reader.row("support.line_copy", **_place(ref))
        return read_line(row) if row else None

    async def lines(self, ticket: Ticket) -> list[Line]:
        """All lines of a ticket, oldest first."""
        return [read_line(row) for row in await self.reader.rows("support.lines", of=ticket.id)]

    async def undelivered(self, person: PersonId) -> list[Line]:
        """The replies that could not be delivered to a person, oldest first."""
        return [read_line(row) for row in await self.reader.rows("support.undelivered", p=person)]

    def home(self, platform: str) -> Space | None:
        """The staff space for a ticket from `platform`; never a space that members can see."""
        home = self.directory.home() or self.directory.staff_space(platform)
        if home is None or home.kind is not SpaceKind.STAFF:
            return None
        return None if any(home == public for public in self.directory.spaces()) else home

    async def names(self, people: Iterable[PersonId | None]) -> dict[PersonId, str]:
        """What to call each."""
        return {one: await self.directory.name(one) for one in set(people) if one}

    async def view(self, ticket: Ticket, lines: Iterable[Line] | None = None) -> View:
        """What the card shows beside the ticket."""
        known = await self.lines(ticket) if lines is None else lines
        context = [line for line in known if line.kind is Kind.CONTEXT]
        people = [ticket.person, ticket.assignee, *(line.by for line in known)]
        row = await self.reader.row("support.history_of", p=ticket.person, but=ticket.id)
        return View(
            names=await self.names(people),
            title=self.directory.title(ticket.origin),
            context=context,
            earlier=int(row["count"]) if row else 0,
        )

    async def refreshed(self, ticket: Ticket) -> tuple[Action, ...]:
        """The card brought up to date, if it is up."""
        ref = ticket.card.ref
        if ref is None:
            return ()
        words = card(ticket, await self.view(ticket))
        language = self.directory.space_language(ref.space)
        edit = Edit(
            to=ref.space,
            message=ref,
            body=words,
            buttons=card_buttons(ticket),
            language=language,
            about=about("edit", ticket.id),
        )
        return (edit,)

    def to_staff(
        self,
        ticket: Ticket,
        body: Text,
        *,
        serves: About | None = None,
        buttons: tuple[tuple[Button, ...], ...] = (),
        reply_to: MessageRef | None = None,
        urgency: Priority = Priority.STAFF,
        silent: bool = False,
    ) -> tuple[Action, ...]:
        """A post beside the ticket's card; nothing while there is no card."""
        space = ticket.card.space
        if space is None or not ticket.card.is_up:
            return ()
        anchor = reply_to or (ticket.card.ref if ticket.card.threadless else None)
        post = Post(
            to=space,
            body=body,
            buttons=buttons,
            reply_to=anchor,
            language=self.directory.space_language(space),
            silent=silent,
            urgency=urgency,
            about=serves,
        )
        return (post,)

    async def to_member(
        self, ticket: Ticket, news: str, body: Text, *, buttons: tuple[tuple[Button, ...], ...] = ()
    ) -> Action:
        """News for the member: in private, and where that is refused the public line `support.public.<news>`."""
        public = Text(f"support.public.{news}", await self.addressed(ticket))
        return Post(
            to=Private(ticket.person),
            body=body,
            buttons=buttons,
            about=about("told", ticket.id),
            otherwise=self.in_public(ticket, public, serves=about("public", ticket.id)),
        )

    async def addressed(self, ticket: Ticket) -> dict[str, Mention | int]:
        """What every public line names: the member and the number, never the matter."""
        name = await self.directory.name(ticket.person)
        return {"member": Mention(ticket.person, name or "…"), "number": ticket.number}

    def in_public(
        self, ticket: Ticket, body: Text, *, serves: About, buttons: tuple[Button, ...] = ()
    ) -> Post | None:
        """A short public reply to the member's message; None when they came in private."""
        if ticket.origin.is_private or not ticket.origin.id:
            return None
        asked = MessageRef(ticket.origin, ticket.origin_message) if ticket.origin_message else None
        row = (*buttons, *self.private_chat(ticket.origin.platform))
        return Post(
            to=ticket.origin,
            body=body,
            buttons=(row,) if row else (),
            reply_to=asked,
            language=ticket.language,
            about=serves,
        )

    def private_chat(self, platform: str) -> tuple[Button, ...]:
        """The button that opens the private chat, where there is such an address."""
        link = self.directory.private_link(platform)
        return (Button(label=Text("support.button.private_chat"), url=link),) if link else ()

    async def changed(
        self,
        before: Ticket,
        after: Ticket,
        *,
        reason: str,
        audit: tuple[Audit, ...] = (),
        actions: tuple[Action, ...] = (),
        writes: tuple[Write, ...] = (),
    ) -> tuple[Ticket, Decision]:
        """The ticket's new revision, timed, kept and shown on the card, before what else is done."""
        timed = self.timekeeper.stepped(before, after, self.clock.now())
        after, write = change_ticket(before, timed.ticket)
        measured = (add_measure(self.ids.new(), one) for one in timed.measures)
        shown = await self.refreshed(after)
        return after, Decision(
            reason=reason, actions=(*shown, *actions), writes=(write, *measured, *writes), audit=audit
        )


def _place(ref: MessageRef) -> Mapping[str, str]:
    return {"platform": ref.space.platform, "space": ref.space.id, "message": ref.id}
