"""What comes before the handlers: who it was, whether the place is served, buttons' seals, commands, open dialogues."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.buttons import Seal
from bot.codec import decode, encode
from bot.commands import Commands, Misread, prose, read_arguments
from bot.forms import CANCEL, SKIP, Forms
from bot.people import People
from bot.places import Places
from bot.storage.store import Store
from bot.unserved import PLACE, Unserved, farewell
from chat.actions import Action, Button, Post
from chat.decision import Audit, Decision, Write, answer
from chat.events import (
    ActionDone,
    ActionFailed,
    ButtonPressed,
    CommandGiven,
    Event,
    MessagePosted,
    PersonsJoined,
    ServiceChanged,
    SpaceMigrated,
    SpokenEvent,
    TimerRang,
    TroubleArose,
)
from chat.messages import Message, MessageRef
from chat.people import Rank, Space, SpaceKind, Voice
from chat.ports import Clock, Ids
from chat.text import Text

CONFIRM = "confirm"
CONFIRM_WITHIN = timedelta(minutes=10)
_OTHERS = frozenset({Voice.SELF, Voice.BOT, Voice.LINKED_CHANNEL})
"""What they say is only observed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An event ready for the handlers.

    `message` is the message that carried a command, for those who read messages (GUARD, OBSERVE). `decided` was
    decided here already; `speaks` is False when only OBSERVE may see the event.
    """

    event: Event
    message: MessagePosted | None = None
    writes: tuple[Write, ...] = ()
    decided: tuple[tuple[str, Decision], ...] = ()
    speaks: bool = True


class Intake:
    """Resolves events. Answers None for what is nobody's business: an event of a place that is not served."""

    def __init__(
        self,
        *,
        store: Store,
        people: People,
        places: Places,
        seal: Seal,
        forms: Forms,
        commands: Commands,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._store = store
        self._people = people
        self._places = places
        self._unserved = Unserved(store, places)
        self._seal = seal
        self._forms = forms
        self._commands = commands
        self._clock = clock
        self._ids = ids

    async def take(self, event: Event, instead: Decision | None = None) -> Taken | None:
        """The event with its people resolved, and what is decided before any handler, or `instead` of them all."""
        await self._places.refresh()
        if isinstance(
            event, TimerRang | ActionDone | ActionFailed | PersonsJoined | SpaceMigrated | TroubleArose
        ):
            return Taken(event=event)
        if isinstance(event, ServiceChanged):
            return await self._service(event)
        known = self._places.known(event.space)
        if known is None:
            return None if instead else await self._stranger(event)
        event = _placed(event, known)
        if not isinstance(event, SpokenEvent):
            return Taken(event=event)
        speaker, writes = await self._people.resolve(event.by, event.space)
        event = replace(event, by=speaker)
        if instead is None or event.by.voice in _OTHERS:
            return await self._spoken(event, writes)
        carried = _as_message(event) if isinstance(event, CommandGiven) else None
        told = (("restored", instead),)
        return Taken(event=event, message=carried, writes=writes, decided=told, speaks=False)

    async def _spoken(self, event: SpokenEvent, writes: tuple[Write, ...]) -> Taken:
        if event.by.voice in _OTHERS:
            return Taken(event=event, writes=writes, speaks=False)
        match event:
            case ButtonPressed():
                return await self._pressed(event, writes)
            case CommandGiven():
                return await self._command(event, writes)
            case MessagePosted():
                return await self._message(event, writes)
            case _:
                return Taken(event=event, writes=writes)

    async def _message(self, event: MessagePosted, writes: tuple[Write, ...]) -> Taken:
        if event.space.is_private:
            rows = await self._forms.take(event)
            if rows is not None:
                return Taken(event=event, writes=(*writes, *rows), speaks=False)
            writes = (*writes, *await self._forms.lapsed(event))
        return Taken(event=event, writes=writes)

    async def _pressed(self, event: ButtonPressed, writes: tuple[Write, ...]) -> Taken:
        event = self._seal.read(event, self._clock.now())
        if event.refusal:
            no = Decision(
                reason=f"press.{event.refusal}",
                actions=(answer(event, Text(f"bot.press.{event.refusal}")),),
                final=True,
            )
            return Taken(event=event, writes=writes, decided=(("press", no),))
        if event.kind == CONFIRM:
            return await self._confirmed(event, writes)
        return Taken(event=event, writes=writes)

    async def _command(self, event: CommandGiven, writes: tuple[Write, ...]) -> Taken:
        carried = _as_message(event)
        command = self._commands.find(event.name)
        if command is None:
            return await self._form_word(event, carried, writes) or self._unknown(event, carried, writes)
        given, event = event, replace(event, name=command.name, words=prose(command, event))
        if event.by.voice is not Voice.PERSON:
            if event.by.voice is Voice.CHANNEL:
                return Taken(event=carried or event, writes=writes)
            ask = self._ask_who(given)
            return Taken(event=event, message=carried, writes=writes, decided=(("confirm", ask),))
        refusal = self._commands.refusal(command, given)
        if refusal is None:
            given, met_author = await self._author(given)
            event, writes = replace(event, about_by=given.about_by), (*writes, *met_author)
            try:
                read, met = await read_arguments(command, given, self._people)
                event, writes = replace(event, arguments=read.arguments), (*writes, *met)
            except Misread as misread:
                refusal = misread.usage
        if refusal is not None:
            no = Decision(reason=refusal.key, actions=(answer(event, refusal),), final=True)
            return Taken(event=event, message=carried, writes=writes, decided=(("commands", no),))
        return Taken(event=event, message=carried, writes=writes)

    async def _author(self, event: CommandGiven) -> tuple[CommandGiven, tuple[Write, ...]]:
        """Who wrote the message that a command is about is known from now on, so that what follows reaches them."""
        if event.about_by is None or event.about_by.voice not in (Voice.PERSON, Voice.CHANNEL):
            return event, ()
        person, met = await self._people.meant(event.about_by, keep=True)
        return replace(event, about_by=replace(event.about_by, person=person)), met

    async def _form_word(
        self, event: CommandGiven, carried: MessagePosted | None, writes: tuple[Write, ...]
    ) -> Taken | None:
        """`/skip` and `/cancel` answer an open dialogue: platforms tell them as commands."""
        word = f"/{event.name}".lower()
        if carried is None or not event.space.is_private or word not in (*CANCEL, *SKIP):
            return None
        rows = await self._forms.take(replace(carried, message=replace(carried.message, text=word)))
        if rows is not None:
            return Taken(event=event, writes=(*writes, *rows), speaks=False)
        no = Decision(
            reason="form.nothing_open", actions=(answer(event, Text("bot.form.nothing_open")),), final=True
        )
        return Taken(event=event, message=carried, writes=writes, decided=(("forms", no),))

    def _unknown(
        self, event: CommandGiven, carried: MessagePosted | None, writes: tuple[Write, ...]
    ) -> Taken:
        """In a group another bot may be meant: an ordinary message. In private the person is told, and in the staff
        space whoever came near a command.
        """
        among_us = event.space.is_private or event.space.kind is SpaceKind.STAFF
        near = self._commands.nearest(event.name, event.by.standing) if among_us or carried is None else ""
        if carried is not None and not (event.space.is_private or near):
            return Taken(event=carried, writes=writes)
        text = Text("bot.command.unknown_near", {"command": event.name, "near": near}) if near else None
        no = Decision(
            reason="command.unknown",
            actions=(answer(event, text or Text("bot.command.unknown", {"command": event.name})),),
            final=True,
        )
        return Taken(event=event, message=carried, writes=writes, decided=(("commands", no),))

    def _ask_who(self, event: CommandGiven) -> Decision:
        """A right without a person: the person shows themselves by a press."""
        name = self._ids.new()
        expires = self._clock.now() + CONFIRM_WITHIN
        button = Button(
            label=Text("bot.confirm.button"), kind=CONFIRM, id=name, only=Rank.STAFF, expires=expires
        )
        ask = Post(
            to=event.space,
            body=Text("bot.confirm.ask", {"command": f"/{event.name}"}),
            buttons=((button,),),
            reply_to=event.message.ref if event.message else None,
            vanish=CONFIRM_WITHIN,
        )
        keep = Write("confirm.add", {"id": name, "event": encode(event), "expires_at": expires})
        return Decision(reason="command.anonymous", actions=(ask,), writes=(keep,), final=True)

    async def _confirmed(self, event: ButtonPressed, writes: tuple[Write, ...]) -> Taken:
        row = await self._store.row("confirm.one", k=event.id)
        if row is None:
            gone = Decision(
                reason="press.expired", actions=(answer(event, Text("bot.press.expired")),), final=True
            )
            return Taken(event=event, writes=writes, decided=(("confirm", gone),))
        order: CommandGiven = replace(
            decode(row["event"]),
            key=event.key,
            by=event.by,
            dialogue=event.dialogue,
            interaction=event.interaction,
            space=event.space,
        )
        taken = await self._command(order, writes)
        return replace(
            taken, message=None, writes=(*taken.writes, Write("confirm.take", {"k": event.id}, expect=1))
        )

    async def _service(self, event: ServiceChanged) -> Taken | None:
        """Added to a place: an owner is told how to adopt it; anybody else is told one line and it is left."""
        known = self._places.known(event.space)
        if known is not None or not event.present:
            return Taken(event=replace(event, space=known or event.space))
        by = event.by
        if by is not None:
            by, _ = await self._people.resolve(by, event.space)
        if by is not None and by.standing.rank is Rank.OWNER:
            hello: tuple[Action, ...] = (Post(to=event.space, body=Text("bot.place.adopt_me")),)
        else:
            hello = farewell(event.space)
        told = Audit(code=f"{PLACE}unknown", subject=event.space.lane)
        decision = Decision(reason="place.unknown", actions=hello, audit=(told,), final=True)
        return Taken(event=event, decided=(("places", decision),), speaks=False)

    async def _stranger(self, event: Event) -> Taken | None:
        """An event of a place that is not served: only an owner's `/adopt` is heard, the staff hear of it once."""
        command = self._commands.find(event.name) if isinstance(event, CommandGiven) else None
        if not isinstance(event, CommandGiven) or command is None or command.name != "adopt":
            news = await self._unserved.news(event)
            return Taken(event=news) if news else None
        speaker, writes = await self._people.resolve(event.by, event.space)
        return await self._command(replace(event, by=speaker), writes)


def _placed(event: Event, known: Space) -> Event:
    """The event with its space's kind; the same object where nothing changes."""
    if event.space.kind is known.kind:
        return event
    changes: dict[str, Any] = {"space": known}
    message = getattr(event, "message", None)
    if isinstance(message, Message | MessageRef):
        changes["message"] = replace(message, space=replace(message.space, kind=known.kind))
    return replace(event, **changes)


def _as_message(event: CommandGiven) -> MessagePosted | None:
    if event.message is None:
        return None
    return MessagePosted(
        key=f"{event.key}/message", at=event.at, space=event.space, by=event.by, message=event.message
    )
