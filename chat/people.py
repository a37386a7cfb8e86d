"""Who speaks and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Literal, NewType

PersonId = NewType("PersonId", str)
"""One human over all platforms; opaque, made by `bot/people.py`, the only thing about a person that rooms store."""

Language = Literal["zh", "en"]


class Rank(IntEnum):
    """Who may act on whom: only on a strictly lower rank."""

    MEMBER = 0
    STAFF = 1
    MANAGER = 2
    OWNER = 3


class Duty(StrEnum):
    """Which commands a member of the staff may use; MANAGER and OWNER have every duty."""

    MODERATOR = "moderator"
    REPRESENTATIVE = "representative"
    EDITOR = "editor"


class SpaceKind(StrEnum):
    """What sort of place a space is."""

    GROUP = "group"
    CHANNEL = "channel"
    PRIVATE = "private"
    STAFF = "staff"


class Voice(StrEnum):
    """What stands behind a native sender. Only a PERSON can be held to account or approve anything."""

    PERSON = "person"
    ANONYMOUS_ADMIN = "anonymous_admin"
    CHANNEL = "channel"
    LINKED_CHANNEL = "linked_channel"
    BOT = "bot"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Space:
    """A place where people talk; native ids are strings.

    `id` is the chat or parent channel, `thread` the topic or thread channel (Telegram's General = None).
    The id of a PRIVATE space is the native id of the person on every platform.
    """

    platform: str
    id: str
    thread: str | None = None
    kind: SpaceKind = field(default=SpaceKind.GROUP, compare=False)

    @property
    def lane(self) -> str:
        """The queue in which this space's events are handled one after the other."""
        return f"{self.platform}:{self.id}"

    @property
    def is_private(self) -> bool:
        """Whether only one person and Steward are here."""
        return self.kind is SpaceKind.PRIVATE


@dataclass(frozen=True, slots=True)
class Identity:
    """An account on one platform, by its numeric id (never by name)."""

    platform: str
    id: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a person may do in one space."""

    rank: Rank = Rank.MEMBER
    duties: frozenset[Duty] = frozenset()

    def has(self, duty: Duty) -> bool:
        """Whether the duty is held; managers and owners hold them all."""
        return self.rank >= Rank.MANAGER or duty in self.duties

    def outranks(self, other: Standing) -> bool:
        """Whether acting on `other` is allowed."""
        return self.rank > other.rank


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who caused an event: what the platform told, and what the pipeline resolved from it.

    `roles` are the native role ids (Telegram: "creator" or "administrator"), `locale` the platform's language tag.
    `person`, `standing` and `language` (the person's own setting) are filled in by the pipeline.
    """

    identity: Identity
    name: str
    voice: Voice = Voice.PERSON
    username: str | None = None
    locale: str | None = None
    roles: frozenset[str] = frozenset()
    person: PersonId = PersonId("")
    standing: Standing = Standing()
    language: Language | None = None

    @property
    def is_person(self) -> bool:
        """Whether a human with an id of their own stands behind this."""
        return self.voice is Voice.PERSON

    @property
    def is_human(self) -> bool:
        """Whether somebody speaks here, also one who does not say who they are: an administrator, or a channel."""
        return self.voice in (Voice.PERSON, Voice.ANONYMOUS_ADMIN, Voice.CHANNEL)

    @property
    def is_staff(self) -> bool:
        """Whether one of the staff speaks, perhaps without a name."""
        return self.standing.rank > Rank.MEMBER or self.voice is Voice.ANONYMOUS_ADMIN
