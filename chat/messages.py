"""What was said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chat.people import Identity, Space, Voice


class EntityKind(StrEnum):
    """What a marked part of a text is."""

    LINK = "link"
    MENTION = "mention"
    CODE = "code"


class Media(StrEnum):
    """What an attachment is."""

    PHOTO = "photo"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    STICKER = "sticker"
    ANIMATION = "animation"
    POLL = "poll"
    CONTACT = "contact"
    LOCATION = "location"
    OTHER = "other"


FILES = frozenset((Media.PHOTO, Media.VIDEO, Media.AUDIO, Media.DOCUMENT, Media.ANIMATION))
"""The attachments that are files and can be sent once more; a poll or a place cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A marked part of a text: `start` and `end` in code points.

    `target` is the link's true address, or for a mention the native id ("" when only a @name is known).
    """

    kind: EntityKind
    start: int
    end: int
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a message; `ref` is the platform's own handle to it, `size` in bytes (0 = unknown)."""

    media: Media
    ref: str = ""
    name: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Carried:
    """A file from somebody's message that goes along with a post; `platform` is where its handle is known."""

    platform: str
    attachment: Attachment


@dataclass(frozen=True, slots=True)
class MessageRef:
    """Names one message that exists."""

    space: Space
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTo:
    """The message that was replied to, as far as the platform tells; `voice` SELF = one of ours."""

    id: str
    by: Identity | None = None
    voice: Voice = Voice.PERSON
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: the text its author wrote, or nothing but what they forwarded.

    `quoted`: words that it shows beside them, quoted from a message or those of a poll.
    `names_us` tells that it mentions Steward's own account, `elsewhere` that it answers a message of another chat.
    `buttons` are the addresses behind buttons that hang under it ("" for one that leads nowhere); members can only
    send such a message by way of another bot.
    """

    id: str
    space: Space
    text: str = ""
    entities: tuple[Entity, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    reply_to: ReplyTo | None = None
    quoted: str = ""
    forwarded: bool = False
    album: str | None = None
    names_us: bool = False
    elsewhere: bool = False
    buttons: tuple[str, ...] = ()

    @property
    def ref(self) -> MessageRef:
        """The name of this message."""
        return MessageRef(self.space, self.id)

    @property
    def files(self) -> tuple[Carried, ...]:
        """Its files, as they can go along with a post."""
        return tuple(
            Carried(self.space.platform, one) for one in self.attachments if one.ref and one.media in FILES
        )

    @property
    def addressed(self) -> bool:
        """Whether it is said to Steward: by a mention, or in reply to one of its messages."""
        return self.names_us or (self.reply_to is not None and self.reply_to.voice is Voice.SELF)

    @property
    def links(self) -> tuple[str, ...]:
        """The true addresses of all links."""
        return tuple(entity.target for entity in self.entities if entity.kind is EntityKind.LINK)

    @property
    def mentions(self) -> tuple[Entity, ...]:
        """The parts that name people."""
        if not self.entities:
            return ()
        return tuple(entity for entity in self.entities if entity.kind is EntityKind.MENTION)
