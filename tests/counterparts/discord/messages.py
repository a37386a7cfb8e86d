"""Messages: what was said, by whom, with what attached, and who was pinged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, IntFlag
from typing import TYPE_CHECKING

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.mentions import NOBODY, Mentions
from tests.counterparts.discord.polls import Poll
from tests.counterparts.discord.shapes import Json, ids, moment, optional_moment

if TYPE_CHECKING:
    from tests.counterparts.discord.attachments import Attachment
    from tests.counterparts.discord.channels import Channel
    from tests.counterparts.discord.reactions import Reaction
    from tests.counterparts.discord.threads import Thread


class MessageKind(IntEnum):
    """Message types by Discord's numbers."""

    DEFAULT = 0
    PIN_NOTICE = 6
    JOIN = 7
    THREAD_CREATED = 18
    REPLY = 19
    SLASH_RESPONSE = 20
    THREAD_STARTER = 21
    MENU_RESPONSE = 23
    AUTOMOD_ALERT = 24


class Flag(IntFlag):
    """Message flags."""

    NONE = 0
    CROSSPOSTED = 1 << 0
    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    COMPONENTS_V2 = 1 << 15


class ReferenceKind(IntEnum):
    """Message reference types by Discord's numbers."""

    DEFAULT = 0
    FORWARD = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a message answers, notes, starts from or forwards."""

    channel_id: int
    message_id: int | None
    guild_id: int | None
    message: Message | None = None
    kind: ReferenceKind = ReferenceKind.DEFAULT

    def json(self) -> Json:
        """The reference object."""
        shown: Json = {"type": int(self.kind), "channel_id": str(self.channel_id)}
        if self.message_id is not None:
            shown["message_id"] = str(self.message_id)
        if self.guild_id is not None:
            shown["guild_id"] = str(self.guild_id)
        return shown


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """One message. `mentions` holds the effective pings, after allowed_mentions and rights."""

    id: int
    channel: Channel
    author: Account
    at: datetime
    content: str = ""
    kind: MessageKind = MessageKind.DEFAULT
    flags: Flag = Flag.NONE
    edited_at: datetime | None = None
    tts: bool = False
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    mentions: Mentions = NOBODY
    allowed_mentions: Json | None = None
    reactions: list[Reaction] = field(default_factory=list)
    nonce: str | int | None = None
    pinned_at: datetime | None = None
    webhook_id: int | None = None
    application_id: int | None = None
    reference: Reference | None = None
    snapshots: list[Json] = field(default_factory=list)
    poll: Poll | None = None
    interaction: Json | None = None
    interaction_metadata: Json | None = None
    thread: Thread | None = None
    deleted: bool = False

    @property
    def is_ephemeral(self) -> bool:
        """Seen by one person only."""
        return Flag.EPHEMERAL in self.flags

    @property
    def url(self) -> str:
        """The link to the message."""
        place = "@me" if self.channel.guild is None else str(self.channel.guild.id)
        return f"https://discord.com/channels/{place}/{self.channel.id}/{self.id}"

    def json(self, *, reader: int, nested: bool = False) -> Json:
        """The message object as `reader` sees it; `nested` leaves out what the message answers."""
        shown = self._core(reader) | self._optional()
        if self.reference is not None:
            shown["message_reference"] = self.reference.json()
            if not nested and self.kind in (MessageKind.REPLY, MessageKind.THREAD_STARTER):
                shown["referenced_message"] = self._referenced(reader)
        if self.thread is not None and not nested:
            shown["thread"] = self.thread.json()
        return shown

    def snapshot(self) -> Json:
        """As it is when it is forwarded: what it says, not who says it; it stays so whatever becomes of this one."""
        shown = self._core(reader=0)
        kept = (
            "type",
            "content",
            "mentions",
            "mention_roles",
            "attachments",
            "embeds",
            "components",
            "flags",
        )
        return {"message": {key: shown[key] for key in (*kept, "timestamp", "edited_timestamp")}}

    def _core(self, reader: int) -> Json:
        return {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "author": self.author_json(),
            "type": int(self.kind),
            "content": self.content,
            "timestamp": moment(self.at),
            "edited_timestamp": optional_moment(self.edited_at),
            "tts": self.tts,
            "mention_everyone": self.mentions.everyone,
            "mentions": [account.json() for account in self.mentions.users],
            "mention_roles": ids(self.mentions.roles),
            "attachments": [attachment.json() for attachment in self.attachments],
            "embeds": [] if Flag.SUPPRESS_EMBEDS in self.flags else self.embeds,
            "components": self.components,
            "pinned": self.pinned_at is not None,
            "flags": int(self.flags),
            **({"reactions": [one.json(reader) for one in self.reactions]} if self.reactions else {}),
        }

    def _optional(self) -> Json:
        shown: Json = {
            "nonce": self.nonce,
            "webhook_id": None if self.webhook_id is None else str(self.webhook_id),
            "application_id": None if self.application_id is None else str(self.application_id),
            "interaction": self.interaction,
            "interaction_metadata": self.interaction_metadata,
            "message_snapshots": self.snapshots or None,
            "poll": None if self.poll is None else self.poll.json(),
        }
        return {key: value for key, value in shown.items() if value is not None}

    def _referenced(self, reader: int) -> Json | None:
        target = None if self.reference is None else self.reference.message
        return None if target is None or target.deleted else target.json(reader=reader, nested=True)

    def author_json(self) -> Json:
        """The author; that of a webhook is no real user."""
        shown = self.author.json()
        if self.webhook_id is not None and self.interaction_metadata is None:
            shown |= {"discriminator": "0000", "bot": True}
        return shown

    def event_json(self, *, reader: int) -> Json:
        """The same within a gateway event: guild and membership beside it, except for ephemeral messages."""
        shown = self.json(reader=reader)
        guild = self.channel.guild
        if guild is None or self.is_ephemeral:
            return shown
        shown["guild_id"] = str(guild.id)
        member = guild.members.get(self.author.id)
        if member is not None and self.webhook_id is None:
            shown["member"] = member.json(user=False)
        for mentioned in shown["mentions"]:
            known = guild.members.get(int(mentioned["id"]))
            if known is not None:
                mentioned["member"] = known.json(user=False)
        return shown
