"""What all parts of the support desk share: finding tickets and lines, speaking to the staff and to the member."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from chat.actions import About, Action, Button, Capability, Edit, Post, Priority, Private, ShowTyping
from chat.decision import Audit, Decision, Write
from chat.messages import Carried, MessageRef
from chat.people import PersonId, Space, SpaceKind
from chat.ports import Abilities, Clock, Directory, Ids, Reader
from chat.text import Mention, Text
from support.archive import Archive
from support.business import calendar_of
from support.card import View, card, card_buttons
from support.conversations import Conversations
from support.facts import Tie, facts
from support.lines import Kind, Line
from support.presence import Presence
from support.rows import add_measure, change_ticket
from support.settings import Department, SupportSettings
from support.tickets import Reach, Ticket
from support.timekeeping import Timekeeper
from worktime.calendar import Closure

ROOM = "support"
Closures = Mapping[str, tuple[Closure, ...]]
"""When nobody is there, by calendar."""


def about(what: str, *subject: object) -> About:
    """What an action serves: `what:subject`, read again when its outcome comes back."""
    return About(ROOM, ":".join((what, *(str(one) for one in subject))))


class Desk(Archive):
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
        super().__init__(reader)
        self.clock = clock
        self.ids = ids
        self.directory = directory
        self.abilities = abilities
        self.conversations = Conversations()
        self.presence = Presence()
        self._zone = zone
        self._closures: Closures = {}
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

    def close_for(self, closures: Closures) -> None:
        """Nobody is there at these times (from feeds), whatever the hours of that calendar say; "" = the desk's own."""
        self._closures = closures
        self.timekeeper = self._keeper()

    def _keeper(self) -> Timekeeper:
        settings, closed = self._settings, self._closures
        named = {
            one.name: calendar_of(one, self._zone, closed.get(one.name, ())) for one in settings.calendars
        }
        return Timekeeper(settings, calendar_of(settings.calendar, self._zone, closed.get("", ())), named)

    def home(self, platform: str) -> Space | None:
        """The staff space for a ticket from `platform`; never a space that members can see."""
        home = self.directory.home() or self.directory.staff_space(platform)
        if home is None or home.kind is not SpaceKind.STAFF:
            return None
        return None if any(home == public for public in self.directory.spaces()) else home

    async def names(self, people: Iterable[PersonId | None]) -> dict[PersonId, str]:
        """What to call each."""
        return {one: await self.directory.name(one) for one in set(people) if one}

    async def view(
        self, ticket: Ticket, lines: Iterable[Line] | None = None, ties: Iterable[Tie] = ()
    ) -> View:
        """What the card shows beside the ticket; `ties` are about to be kept."""
        known = await self.lines(ticket) if lines is None else list(lines)
        context = [line for line in known if line.kind is Kind.CONTEXT]
        people = [ticket.person, ticket.assignee, *(line.by for line in known)]
        row = await self.reader.row("support.history_of", p=ticket.person, but=ticket.id)
        follows = await self.ticket(ticket.follows) if ticket.follows else None
        department = self.settings.department(ticket.department)
        return View(
            names=await self.names(people),
            title=self.directory.title(ticket.origin),
            context=context,
            earlier=int(row["count"]) if row else 0,
            facts=facts(
                ticket,
                [*await self.ties(ticket), *ties],
                department=self.titled(ticket, department) if department else "",
                follows=follows.number if follows else None,
                voters=len({line.by for line in known if line.kind is Kind.VOTE}),
            ),
        )

    def titled(self, ticket: Ticket, department: Department) -> str:
        """A department's name where the ticket's card is read."""
        space = ticket.card.space or self.home(ticket.origin.platform)
        return department.title(
            self.directory.space_language(space, ticket.language) if space else ticket.language
        )

    async def refreshed(
        self, ticket: Ticket, tie: Tie | None = None, lines: Iterable[Line] | None = None
    ) -> tuple[Action, ...]:
        """The card brought up to date, if it is up; `lines` are the ticket's with those about to be kept."""
        ref = ticket.card.ref
        if ref is None:
            return ()
        words = card(ticket, await self.view(ticket, lines, (tie,) if tie else ()))
        language = self.directory.space_language(ref.space, ticket.language)
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
        vanish: timedelta | None = None,
        carried: tuple[Carried, ...] = (),
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
            language=self.directory.space_language(space, ticket.language),
            silent=silent,
            vanish=vanish,
            carried=carried,
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

    async def typing(self, ticket: Ticket) -> tuple[ShowTyping, ...]:
        """Shown in the member's private chat, where they are known to be within reach and the platform has it."""
        if not ticket.origin.is_private and ticket.reach is not Reach.PRIVATE:
            return ()
        accounts = await self.directory.identities(ticket.person)
        chats = [Space(one.platform, one.id, kind=SpaceKind.PRIVATE) for one in accounts]
        here = [one for one in chats if one.platform == ticket.origin.platform]
        able = [one for one in here or chats if self.abilities.can(one, Capability.TYPING)]
        return tuple(ShowTyping(to=one) for one in able[:1])

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
        tie: Tie | None = None,
    ) -> tuple[Ticket, Decision]:
        """The ticket's new revision, timed, kept and shown on the card, before what else is done."""
        timed = self.timekeeper.stepped(before, after, self.clock.now())
        after, write = change_ticket(before, timed.ticket)
        measured = (add_measure(self.ids.new(), one) for one in timed.measures)
        shown = await self.refreshed(after, tie)
        return after, Decision(
            reason=reason, actions=(*shown, *actions), writes=(write, *measured, *writes), audit=audit
        )
