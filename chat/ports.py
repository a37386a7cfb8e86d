"""What the rooms and handlers need from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from chat.actions import Action, Capability, Document, Outcome
from chat.decision import Write
from chat.handler import Command
from chat.messages import Attachment, Carried, MessageRef
from chat.people import Duty, Identity, Language, PersonId, Space, Speaker, Standing

Row = Mapping[str, Any]
"""One row of an answer: column name → value (datetimes aware, UTC)."""

Asked = tuple[str, Mapping[str, object]]
"""A statement that is asked for, with its values."""


class Clock(Protocol):
    """Time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""


class Chance(Protocol):
    """Randomness."""

    def token(self, size: int) -> bytes:
        """`size` unpredictable bytes."""


class Ids(Protocol):
    """Names for new things."""

    def new(self) -> str:
        """A fresh text id of 26 characters, 128 bits, sorting by time of making."""


class Reader(Protocol):
    """The read side of the store. Shapes are the SELECTs that a room's store.py declares."""

    async def rows(self, shape: str, **values: object) -> Sequence[Row]:
        """All rows of the statement."""

    async def row(self, shape: str, **values: object) -> Row | None:
        """The first row, if any."""

    async def together(self, *asked: Asked) -> Sequence[Sequence[Row]]:
        """The rows of several statements, in their order, in one way to the database and back."""

    def version(self, room: str) -> int:
        """A number that grows whenever a write of that room, or of that shape, was committed: what a cache compares.

        That of "" grows with every commit: while it stands still, nobody need ask for another.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One action on its way out: rendered, every MadeBy resolved, `to` a Space.

    `key` is the stored key of the action (nonces derive from it), `attempt` counts from 1, `first_try` is the moment of
    the first one, `account` the native id of the action's person on this platform ("" when it has none).
    `files` are those of a post's carried files that came from another platform.
    """

    action: Action
    key: str
    attempt: int
    first_try: datetime
    account: str = ""
    files: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A platform's pace: at most `count` actions of these verbs (empty = all) in `per`, for each space or in all."""

    count: int
    per: timedelta
    per_space: bool
    verbs: frozenset[str] = frozenset()
    groups_only: bool = False


class Adapter(Protocol):
    """One platform, as the outbox and the directory see it."""

    name: str
    limits: Sequence[Limit]

    @property
    def private_link(self) -> str:
        """The address that opens the private chat with Steward ("" while it is not known)."""

    def message_link(self, message: MessageRef) -> str:
        """The address at which staff open a message ("" where there is none)."""

    def capabilities(self, space: Space) -> frozenset[Capability]:
        """What the platform and our live rights in that space allow."""

    async def perform(self, errand: Errand) -> Outcome:
        """Do it, once; a platform's no is an Outcome, never an exception."""

    async def recover(self, errand: Errand) -> Outcome | None:
        """What became of an errand whose outcome is unknown: Done when it is found to have happened, NotNow when a
        repeat is harmless or it surely did not, None when nobody can tell.
        """

    async def fetch(self, attachment: Attachment) -> bytes | None:
        """The bytes of a file that came with a message there; None when it is gone or too large."""

    async def speaker(self, identity: Identity) -> Speaker | None:
        """That account as the platform tells it, also one that never spoke; None when it does not tell."""

    async def roles(self, space: Space, identity: Identity) -> frozenset[str]:
        """The native roles that account holds there now."""

    async def staff(self, space: Space) -> Mapping[str, frozenset[str]]:
        """The accounts that hold any role there beyond plain membership, with their roles."""


class Files(Protocol):
    """What people sent, on whatever platform."""

    async def fetch(self, file: Carried) -> bytes | None:
        """The bytes of a file; None when it is gone or too large, or its platform is not served."""


class Completion(Protocol):
    """A language model that puts things into words. What it says is text of a stranger: check it before use."""

    async def complete(self, task: str, question: str) -> str | None:
        """What it says to a question under a task; None when it does not answer well or in time."""


class Abilities(Protocol):
    """What can be done where, over all platforms."""

    def can(self, space: Space, capability: Capability) -> bool:
        """Whether offering it there makes sense."""


@dataclass(slots=True, kw_only=True)
class Community:
    """The one community that this installation serves, as it is now: read it anew, keep nothing of it.

    Its name and language change with the configuration, its zone only with a restart.
    """

    name: str
    language: Language
    zone: ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The folder that relative paths are relative to, where files may be kept; None = keep nothing."""

    folder: Path | None = None


class Directory(Protocol):
    """People, their places and rights."""

    async def standing(self, person: PersonId, space: Space) -> Standing:
        """Rank and duties of a person in a space, read afresh."""

    async def holders(self, duty: Duty, space: Space | None = None) -> Sequence[PersonId]:
        """Everybody known who has that duty (managers and owners included)."""

    async def identities(self, person: PersonId) -> Sequence[Identity]:
        """The accounts of a person."""

    async def person(self, identity: Identity) -> PersonId:
        """Who is behind an account (known or not)."""

    async def named(self, platform: str, reference: str) -> Speaker | None:
        """Who `@username`, a numeric id or `platform:id` is; None when nobody known has that name."""

    async def meant(self, whom: Speaker, *, keep: bool) -> tuple[PersonId, tuple[Write, ...]]:
        """Who that is; with `keep` also the row by which somebody never met is known from now on."""

    async def name(self, person: PersonId) -> str:
        """What to call them ("" when unknown or erased)."""

    async def has_met(self, person: PersonId) -> bool:
        """Whether any account of theirs is known: whoever has a duty on a platform and never said a word has none."""

    async def language(self, person: PersonId, said: str = "") -> Language:
        """In which language to speak to them: own setting, script of what they `said`, platform locale, community."""

    def space_language(self, space: Space, rather: Language | None = None) -> Language:
        """In which language announcements there are made; where both are spoken, in the one `rather` wanted."""

    def spaces(self) -> Sequence[Space]:
        """All public spaces that are served."""

    def staff_space(self, platform: str) -> Space | None:
        """Where the staff of that platform works."""

    def title(self, space: Space) -> str:
        """What people call a space ("" when it has no name)."""

    def private_link(self, platform: str) -> str:
        """The address that opens the private chat with Steward there ("" where there is none)."""

    def message_link(self, message: MessageRef) -> str:
        """The address at which staff open a message ("" where there is none)."""

    def home(self) -> Space | None:
        """The one staff space in which tickets have their card."""


@dataclass(slots=True, kw_only=True)
class Retention:
    """How long texts of messages, closed tickets and the audit are kept, as it is now: read it anew."""

    messages: timedelta
    tickets: timedelta
    audit: timedelta


class Privacy(Protocol):
    """What is kept about one person, over all rooms."""

    async def export(self, person: PersonId) -> Mapping[str, Any]:
        """Everything that is stored about them, as plain JSON values."""

    async def erase(self, person: PersonId) -> tuple[Write, ...]:
        """The writes that remove names, texts, media and links; what must outlast it stays under a keyed hash."""


class Unreachable(Exception):
    """An address could not be reached, or must not be; `why` is a code.

    address (no http(s) address), unknown (no such name), private (not of the whole internet), timeout, redirects,
    large, failed.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What an address answered; header names in lower case."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class Outside(Protocol):
    """Addresses that people give in chat: every one, and every redirect, must resolve to public addresses only."""

    async def check(self, url: str) -> None:
        """Raises Unreachable unless it may be spoken to."""

    async def fetch(self, url: str, *, limit: int = ...) -> Reply:
        """Read it, at most `limit` bytes. Raises Unreachable."""

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send something there once. Raises Unreachable."""


class Handbook(Protocol):
    """All commands, for help and for platforms' menus."""

    def commands(self) -> Sequence[Command]:
        """Every command, by name."""
