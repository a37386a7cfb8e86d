"""Interactions: what a person did with a command, a button or a form, and all that the bot answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.guilds import Guild
from tests.counterparts.discord.messages import Flag, Message
from tests.counterparts.discord.shapes import Json

if TYPE_CHECKING:
    from tests.counterparts.discord.world import World

FIRST_ANSWER = timedelta(seconds=3)
TOKEN_LIFE = timedelta(minutes=15)


class InteractionKind(IntEnum):
    """Interaction types by Discord's numbers."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    FORM = 5


class Callback(IntEnum):
    """How an interaction can be answered first."""

    PONG = 1
    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    FORM = 9


@dataclass(slots=True, kw_only=True, eq=False)
class Interaction:
    """One interaction, from the person's act to the last followup."""

    world: World
    id: int
    token: str
    kind: InteractionKind
    by: Account
    channel: Channel
    data: Json
    made_at: datetime
    message: Message | None = None
    opener: Interaction | None = None
    callback: Callback | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] | None = None

    @property
    def guild(self) -> Guild | None:
        """Where it happened, unless in private."""
        return self.channel.guild

    @property
    def deferred(self) -> bool:
        """Whether the first answer only bought time."""
        return self.callback in (Callback.DEFERRED_MESSAGE, Callback.DEFERRED_UPDATE)

    @property
    def ephemeral(self) -> bool:
        """Whether only the person sees the first answer."""
        return self.original is not None and self.original.is_ephemeral

    @property
    def is_late(self) -> bool:
        """Whether the three seconds for the first answer are over."""
        return self.world.now() - self.made_at > FIRST_ANSWER

    @property
    def is_dead(self) -> bool:
        """Whether the token no longer works."""
        return self.world.now() - self.made_at > TOKEN_LIFE

    @property
    def messages(self) -> list[Message]:
        """The original response and the followups, without what was deleted."""
        first = [] if self.original is None else [self.original]
        return [one for one in (*first, *self.followups) if not one.deleted]

    async def acknowledged(self, timeout: float = 5.0) -> Callback:
        """Waits for the first answer, whatever its kind."""
        await self.world.wait_for(lambda: self.callback is not None, timeout)
        assert self.callback is not None
        return self.callback

    async def response(self, timeout: float = 5.0) -> Message:
        """Waits for the original response as the person reads it: no longer "thinking"."""
        await self.world.wait_for(self._has_answer, timeout)
        assert self.original is not None
        return self.original

    def _has_answer(self) -> bool:
        return self.original is not None and Flag.LOADING not in self.original.flags

    async def followup(self, index: int = 0, timeout: float = 5.0) -> Message:
        """Waits for a message after the first answer."""
        await self.world.wait_for(lambda: len(self.followups) > index, timeout)
        return self.followups[index]

    async def form(self, timeout: float = 5.0) -> Json:
        """Waits for the modal that the bot opens: `custom_id`, `title`, `components`."""
        await self.world.wait_for(lambda: self.modal is not None, timeout)
        assert self.modal is not None
        return self.modal

    async def suggestions(self, timeout: float = 5.0) -> list[Json]:
        """Waits for the choices of an autocompletion."""
        await self.world.wait_for(lambda: self.choices is not None, timeout)
        assert self.choices is not None
        return self.choices

    def owners(self) -> Json:
        """To whom the application belongs here: the guild that installed it, or nobody (0) in private."""
        return {"0": "0" if self.guild is None else str(self.guild.id)}

    def metadata(self) -> Json:
        """What a message made by this interaction tells of it."""
        shown: Json = {
            "id": str(self.id),
            "type": int(self.kind),
            "user": self.by.json(),
            "authorizing_integration_owners": self.owners(),
        }
        if self.kind is InteractionKind.COMPONENT and self.message is not None:
            shown["interacted_message_id"] = str(self.message.id)
        if self.kind is InteractionKind.FORM and self.opener is not None:
            shown["triggering_interaction_metadata"] = self.opener.metadata()
        return shown
