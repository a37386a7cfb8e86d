"""Channels: text, announcements, categories, private ones; and the overwrites of rights in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.shapes import Json, optional_id, optional_moment

if TYPE_CHECKING:
    from tests.counterparts.discord.guilds import Guild
    from tests.counterparts.discord.messages import Message


class Kind(IntEnum):
    """Channel types by Discord's numbers."""

    TEXT = 0
    PRIVATE = 1
    CATEGORY = 4
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


@dataclass(slots=True, kw_only=True, eq=False)
class Overwrite:
    """What a role or a member may do differently in one channel."""

    target: int
    is_member: bool
    allow: Right = Right.NONE
    deny: Right = Right.NONE

    def json(self) -> Json:
        """The overwrite object."""
        return {
            "id": str(self.target),
            "type": 1 if self.is_member else 0,
            "allow": str(int(self.allow)),
            "deny": str(int(self.deny)),
        }


@dataclass(slots=True, kw_only=True, eq=False)
class Channel:
    """A place for messages (a category: for channels)."""

    id: int
    kind: Kind
    guild: Guild | None = None
    name: str = ""
    parent_id: int | None = None
    position: int = 0
    topic: str | None = None
    nsfw: bool = False
    slow_mode: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int | None = None
    last_pin_at: datetime | None = None
    recipient: Account | None = None

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread within another channel."""
        return False

    @property
    def home(self) -> Channel:
        """The channel whose overwrites hold: itself, or a thread's parent."""
        return self

    @property
    def speakable(self) -> bool:
        """Whether messages can be posted here at all."""
        return self.kind is not Kind.CATEGORY

    @property
    def mention(self) -> str:
        """How a message names the channel."""
        return f"<#{self.id}>"

    def transcript(self) -> list[Message]:
        """Every live message, oldest first."""
        return list(self.messages.values())

    @property
    def last(self) -> Message:
        """The newest live message."""
        return next(reversed(self.messages.values()))

    def pinned(self) -> list[Message]:
        """Pinned messages, the latest pin first."""
        held = [message for message in self.messages.values() if message.pinned_at is not None]
        return sorted(held, key=lambda message: (message.pinned_at, message.id), reverse=True)

    def json(self) -> Json:
        """The channel object."""
        return self._private_json() if self.guild is None else self._guild_json(self.guild)

    def _private_json(self) -> Json:
        recipients = [] if self.recipient is None else [self.recipient.json()]
        return self._common() | {"recipients": recipients}

    def _common(self) -> Json:
        return {
            "id": str(self.id),
            "type": int(self.kind),
            "flags": 0,
            "last_message_id": optional_id(self.last_message_id),
        }

    def _guild_json(self, guild: Guild) -> Json:
        shown = self._common() | {
            "guild_id": str(guild.id),
            "name": self.name,
            "parent_id": optional_id(self.parent_id),
            "position": self.position,
            "permission_overwrites": [overwrite.json() for overwrite in self.overwrites.values()],
            "nsfw": self.nsfw,
        }
        if self.kind is Kind.CATEGORY:
            del shown["last_message_id"]
            return shown
        return shown | {
            "topic": self.topic,
            "rate_limit_per_user": self.slow_mode,
            "last_pin_timestamp": optional_moment(self.last_pin_at),
        }
