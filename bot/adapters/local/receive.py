"""Acts of residents → events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.adapters.local.attachments import attached
from bot.adapters.local.marks import entities_of
from bot.adapters.local.speakers import speaker
from bot.adapters.local.town import GARDEN, PLATFORM, STEWARD, Resident, Saying, Town
from bot.inbox import Inbox
from bot.letters import whole
from chat.actions import Document
from chat.commands import read_order
from chat.decision import Write
from chat.events import (
    ButtonPressed,
    CommandGiven,
    Event,
    FormSubmitted,
    JoinRequested,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    ReactionChanged,
)
from chat.messages import Message, ReplyTo
from chat.people import Identity, Space, Voice
from chat.ports import Clock, Ids
from chat.text import Block, Rich, Span

BOT_NAME = "steward"


class Refusal(Exception):
    """The local platform does not let the resident do that; `code` such as `muted`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Doorway:
    """What residents do here becomes events, stored together with what they said."""

    def __init__(self, town: Town, inbox: Inbox, clock: Clock, ids: Ids) -> None:
        self._town = town
        self._inbox = inbox
        self._clock = clock
        self._ids = ids

    async def says(
        self,
        resident: str,
        space: Space,
        text: str,
        reply_to: str | None = None,
        facts: Mapping[str, Any] | None = None,
        file: Document | None = None,
        once: str = "",
    ) -> Saying:
        """Say something in a place, as a message of which `facts` are true (forwarded, with a contact …), once for each
        `once` of a resident. Raises Refusal when muted, gone, or the place is locked.
        """
        who, text = self._may_speak(resident, space), whole(text)
        key = f"local:{who.id}:{once}" if once else self._key()
        saying = Saying(
            id=0,
            key=key,
            space=space,
            author=who.id,
            body=_plain(text),
            at=self._clock.now(),
            reply_to=reply_to,
            file=file,
        )
        arrived: list[Write] = []

        def arrive(numbered: Saying) -> Write:
            arrived.append(self._inbox.event_write(self._posted(who, numbered, text, facts or {})))
            return arrived[0]

        said = await self._town.say(saying, arrive)
        self._inbox.feed_writes(arrived)
        return said

    async def edits(self, resident: str, message: str, text: str) -> None:
        """Change an own message. Raises Refusal for somebody else's or a deleted one."""
        old = self._town.sayings.get(int(message))
        who, text = self._town.residents[resident], whole(text)
        if old is None or old.author != who.id or old.deleted:
            raise Refusal("not_yours")
        self._may_speak(resident, old.space)
        new = replace(old, body=_plain(text), edited=True)
        event = MessageEdited(
            key=self._key(),
            at=self._clock.now(),
            space=old.space,
            by=speaker(who),
            message=self._message(new, text),
            before=self._message(old, old.body.plain),
        )
        arrived = self._inbox.event_write(event)
        await self._town.change(new, arrived)
        self._inbox.feed_writes([arrived])

    async def presses(self, resident: str, message: str, payload: str) -> str:
        """Press a button under a message; returns the interaction that will be answered."""
        who = self._town.residents[resident]
        saying = self._town.sayings.get(int(message))
        if saying is None or saying.deleted:
            raise Refusal("gone")
        interaction = self._ids.new()
        event = ButtonPressed(
            key=f"local:{interaction}",
            at=self._clock.now(),
            space=saying.space,
            by=speaker(who),
            payload=payload,
            interaction=f"{who.id}/{interaction}",
            message=self._message(saying, "").ref,
        )
        await self._arrive(event)
        return event.interaction

    async def fills(self, resident: str, interaction: str, values: dict[str, str]) -> None:
        """Answer a form that was shown to the resident. Raises Refusal when there is none."""
        shown = self._town.forms.get(interaction)
        if shown is None or shown.resident != resident:
            raise Refusal("gone")
        missing = [
            one.name for one in shown.form.fields if one.required and not values.get(one.name, "").strip()
        ]
        if missing:
            raise Refusal("required")
        self._town.forms.forget(shown)
        answered = self._ids.new()
        event = FormSubmitted(
            key=f"local:{answered}",
            at=self._clock.now(),
            space=shown.space,
            by=speaker(self._town.residents[resident]),
            dialogue=shown.language,
            form=shown.form.name,
            subject=shown.form.subject,
            values={
                one.name: whole(values.get(one.name, "")).strip()[: one.limit] for one in shown.form.fields
            },
            interaction=f"{resident}/{answered}",
        )
        await self._arrive(event)

    def dismisses(self, resident: str, interaction: str) -> None:
        """Leave a form unanswered."""
        shown = self._town.forms.get(interaction)
        if shown is not None and shown.resident == resident:
            self._town.forms.forget(shown)

    async def reacts(self, resident: str, message: str, added: str = "", removed: str = "") -> None:
        """Put a reaction on a message, or take it away."""
        saying = self._town.sayings.get(int(message))
        if saying is None or saying.deleted:
            raise Refusal("gone")
        event = ReactionChanged(
            key=self._key(),
            at=self._clock.now(),
            space=saying.space,
            by=speaker(self._town.residents[resident]),
            message=self._message(saying, "").ref,
            added=(added,) if added else (),
            removed=(removed,) if removed else (),
        )
        await self._arrive(event)
        for emoji, present in ((added, True), (removed, False)):
            if emoji:
                self._town.react(saying, resident, emoji, present=present)

    async def joins(self, resident: Resident) -> None:
        """Become a member, or ask to be one while the gate is closed. Raises Refusal for the banned."""
        old = self._town.residents.get(resident.id)
        if old is not None and old.state == "banned":
            raise Refusal("banned")
        if self._town.gated:
            await self.asks(resident)
        else:
            await self.enters(resident)

    async def asks(self, resident: Resident) -> None:
        """Ask to become a member."""
        self._town.requests[resident.id] = resident
        await self._town.settle_in(replace(resident, state="asking"))
        asked = JoinRequested(
            key=self._key(), at=self._clock.now(), space=GARDEN, by=speaker(resident), request=resident.id
        )
        await self._arrive(asked)

    async def enters(self, resident: Resident) -> None:
        """Be a member from now on."""
        await self._town.settle_in(replace(resident, state="member"))
        joined = MemberJoined(key=self._key(), at=self._clock.now(), space=GARDEN, by=speaker(resident))
        await self._arrive(joined)

    async def leaves(self, resident: str, removed: bool = False) -> None:
        """Be a member no more."""
        who = self._town.residents[resident]
        if who.state == "member":
            await self._town.settle_in(replace(who, state="left"))
        await self._arrive(
            MemberLeft(
                key=self._key(),
                at=self._clock.now(),
                space=GARDEN,
                by=speaker(who),
                removed=removed,
            )
        )

    def _key(self) -> str:
        return f"local:{self._ids.new()}"

    async def _arrive(self, event: Event) -> None:
        arrived = self._inbox.event_write(event)
        await self._town.record(arrived)
        self._inbox.feed_writes([arrived])

    def _may_speak(self, resident: str, space: Space) -> Resident:
        who = self._town.residents.get(resident)
        if who is None:
            raise Refusal("unknown")
        if space.is_private:
            return who
        if space.id == GARDEN.id and who.state != "member":
            raise Refusal(who.state)
        if space.id != GARDEN.id and not who.roles:
            raise Refusal("not_allowed")
        if who.muted_until and who.muted_until > self._clock.now():
            raise Refusal("muted")
        if self._town.locked and space.id == GARDEN.id and not who.roles:
            raise Refusal("locked")
        if self._town.slow_mode and space.id == GARDEN.id and not who.roles and self._is_hasty(who):
            raise Refusal("slow_mode")
        return who

    def _is_hasty(self, who: Resident) -> bool:
        mine = (one.at for one in reversed(self._town.sayings.values()) if one.author == who.id)
        last = next(mine, None)
        return last is not None and (self._clock.now() - last).total_seconds() < self._town.slow_mode

    def _posted(
        self, who: Resident, saying: Saying, text: str, facts: Mapping[str, Any]
    ) -> MessagePosted | CommandGiven:
        message = replace(self._message(saying, text), **facts)
        order = read_order(text)
        if order is None or order.bot not in ("", BOT_NAME):
            return MessagePosted(
                key=saying.key, at=saying.at, space=saying.space, by=speaker(who), message=message
            )
        about = self._town.sayings.get(int(saying.reply_to)) if saying.reply_to else None
        author = self._town.residents.get(about.author) if about else None
        return CommandGiven(
            key=saying.key,
            at=saying.at,
            space=saying.space,
            by=speaker(who),
            name=order.name,
            words=order.words,
            message=message,
            about=self._message(about, about.body.plain) if about else None,
            about_by=speaker(author) if author else None,
        )

    def _message(self, saying: Saying, text: str) -> Message:
        answered = self._town.sayings.get(int(saying.reply_to)) if saying.reply_to else None
        reply = None
        if answered is not None:
            is_ours = answered.author == STEWARD
            reply = ReplyTo(
                id=str(answered.id),
                by=Identity(PLATFORM, answered.author),
                voice=Voice.SELF if is_ours else Voice.PERSON,
                text=answered.body.plain,
            )
        entities = entities_of(text, self._town.residents.values())
        return Message(
            id=str(saying.id),
            space=saying.space,
            text=text,
            entities=entities,
            attachments=attached(saying),
            reply_to=reply,
            names_us=any(one.target == STEWARD for one in entities),
        )


def _plain(text: str) -> Rich:
    return Rich(tuple(Block((Span(line),)) for line in text.split("\n")))
