"""Giveaways: terms, entries, winners, and the life of each."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from chat.messages import MessageRef
from chat.people import PersonId, Space, SpaceKind

_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8


class GiveawayState(StrEnum):
    """Where in its life a giveaway is. Only DRAFT may change its terms, only OPEN takes entries."""

    DRAFT = "draft"
    DROPPED = "dropped"
    OPEN = "open"
    DRAWN = "drawn"
    CANCELLED = "cancelled"


class Ineligible(StrEnum):
    """Why an entry is left out of the draw ("" = it is in)."""

    NO = ""
    LEFT = "left"
    REMOVED = "removed"
    STAFF = "staff"


class WinnerState(StrEnum):
    """What became of a winner."""

    WON = "won"
    CLAIMED = "claimed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was promised. `ends` is an ISO moment in UTC; nothing here changes once it is published."""

    number: int
    organiser: str
    prize: str
    places: int
    ends: str
    conditions: str
    claim: str
    staff_excluded: bool

    def plain(self) -> dict[str, str | int | bool]:
        """The terms as they are hashed."""
        return asdict(self)

    @property
    def ends_at(self) -> datetime:
        """When the draw is."""
        return datetime.fromisoformat(self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Giveaway:
    """One giveaway. Its secret is not here: it is read for the draw alone.

    `form` is what the editor typed last, `revision` counts that; `terms` is None until they are complete.
    `message` is the native id of the post with the entry button, "" until the platform told it.
    """

    id: str
    number: int
    state: GiveawayState
    editor: PersonId
    space: Space
    revision: int
    form: Mapping[str, str]
    terms: Terms | None
    rules_hash: str
    secret_hash: str
    message: str
    shown: int
    shown_at: datetime | None
    changes: int

    @property
    def post(self) -> MessageRef | None:
        """The message with the entry button."""
        return MessageRef(self.space, self.message) if self.message else None

    @property
    def promised(self) -> Terms:
        """The terms of a published or previewed giveaway. Raises ValueError when there are none yet."""
        if self.terms is None:
            raise ValueError(f"giveaway {self.number} has no terms yet")
        return self.terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One person in one giveaway."""

    person: PersonId
    code: str
    ineligible: Ineligible


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """One drawn entry; `ordinal` is its place in the stream of draws."""

    ordinal: int
    code: str
    person: PersonId
    state: WinnerState


def giveaway_of(row: Mapping[str, Any]) -> Giveaway:
    """A stored row as a giveaway."""
    return Giveaway(
        id=row["id"],
        number=row["number"],
        state=GiveawayState(row["state"]),
        editor=PersonId(row["editor_person"]),
        space=space_of(row),
        revision=row["revision"],
        form=json.loads(row["form"]),
        terms=Terms(**json.loads(row["terms"])) if row["terms"] else None,
        rules_hash=row["rules_hash"],
        secret_hash=row["secret_hash"],
        message=row["message"],
        shown=row["shown"],
        shown_at=row["shown_at"],
        changes=row["changes"],
    )


def space_of(row: Mapping[str, Any]) -> Space:
    """The space that a stored row names."""
    return Space(row["platform"], row["space"], row["thread"], kind=SpaceKind(row["space_kind"]))


def entry_of(row: Mapping[str, Any]) -> Entry:
    """A stored row as an entry."""
    return Entry(person=PersonId(row["person"]), code=row["code"], ineligible=Ineligible(row["ineligible"]))


def winner_of(row: Mapping[str, Any]) -> Winner:
    """A stored row as a winner."""
    return Winner(
        ordinal=row["ordinal"],
        code=row["code"],
        person=PersonId(row["person"]),
        state=WinnerState(row["state"]),
    )


def spell_code(chance: bytes) -> str:
    """An entry code of 8 characters without look-alikes (39 bits of at least 5 bytes)."""
    number = int.from_bytes(chance)
    letters = []
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(_CODE_LETTERS))
        letters.append(_CODE_LETTERS[rest])
    return "".join(letters)


def read_code(text: str) -> str:
    """An entry code as people copy it: any case, with dashes, blanks or full-width letters."""
    return "".join(unicodedata.normalize("NFKC", text).upper().replace("-", " ").split())


def chance_of(places: int, entrants: int) -> str:
    """The chance of one entry in percent, rounded down so that it never promises too much."""
    if entrants <= places:
        return "100%"
    tenths = int(Fraction(places * 1000, entrants))
    return f"{tenths / 10:g}%" if tenths else "<0.1%"


def clean(text: str, limit: int) -> str:
    """Typed text as it may be stored, hashed and shown: no control characters, no lone surrogates, not too long."""
    kept = "".join(_kept(char) for char in text)
    return kept.strip()[:limit].strip()


def one_line(text: str, limit: int) -> str:
    """The same without line breaks and doubled blanks."""
    return " ".join(clean(text, limit).split())


def _kept(char: str) -> str:
    if char == "\n":
        return char
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in ("Cc", "Cs") else char
