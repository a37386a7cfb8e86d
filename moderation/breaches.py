"""A breach of a rule and its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from chat.messages import MessageRef
from chat.text import Text


class Mode(StrEnum):
    """How far a rule may go: nothing, a line in the record, a card for a moderator, an act."""

    OFF = "off"
    SHADOW = "shadow"
    REVIEW = "review"
    ENFORCE = "enforce"

    @property
    def reach(self) -> int:
        """How far, as a number."""
        return _REACH[self]


_REACH = {Mode.OFF: 0, Mode.SHADOW: 1, Mode.REVIEW: 2, Mode.ENFORCE: 3}


class Severity(StrEnum):
    """How grave a breach is; the ladder gives each its points."""

    MINOR = "minor"
    MODERATE = "moderate"
    SERIOUS = "serious"

    @property
    def gravity(self) -> int:
        """How grave, as a number."""
        return _GRAVITY[self]


_GRAVITY = {Severity.MINOR: 1, Severity.MODERATE: 2, Severity.SERIOUS: 3}


class View(StrEnum):
    """The form of a message in which something was found."""

    __hash__ = str.__hash__  # that of Enum is written in Python, and many are looked up for each text

    FOLDED = "folded"
    LINK = "link"
    ENTITY = "entity"
    PACE = "pace"
    LIKENESS = "likeness"
    WINDOW = "window"
    QUOTED = "quoted"
    WALL = "wall"
    SHAPE = "shape"
    NAME = "name"
    JOINED = "joined"
    LEET = "leet"
    SOUND = "sound"
    PINYIN = "pinyin"
    PICTURE = "picture"
    PARTS = "parts"
    VOWELS = "vowels"
    SPELLING = "spelling"
    BACKWARDS = "backwards"
    NUMBER = "number"
    FORM = "form"
    MODEL = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was found at `start:end` of the original text, in code points; `weight` is its share of the verdict.

    `term` is the stretch as it reads folded, `signal` what it was taken for.
    """

    rule: str
    start: int
    end: int
    view: View
    term: str = ""
    weight: float = 1.0
    signal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One rule that a message breaks.

    `mode` is how far this breach may go (a rule's mode, capped where the finding is unsure), `reason` what the member
    is told, `also` earlier messages that belong to it and go with it, `score` the sum of the shares where there is one.
    """

    rule: str
    severity: Severity
    mode: Mode
    evidence: tuple[Evidence, ...]
    reason: Text
    also: tuple[MessageRef, ...] = ()
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Every breach of one message."""

    breaches: tuple[Breach, ...] = ()

    @property
    def mode(self) -> Mode:
        """How far the message's breaches reach together."""
        return max((one.mode for one in self.breaches), key=lambda mode: mode.reach, default=Mode.OFF)

    @property
    def leading(self) -> Breach:
        """The gravest of the breaches that reach farthest. Only for a judgement that has any."""
        return max(self.breaches, key=lambda one: (one.mode.reach, one.severity.gravity))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All findings, in the order of the text."""
        return tuple(
            sorted((e for one in self.breaches for e in one.evidence), key=lambda e: (e.start, e.end))
        )

    @property
    def also(self) -> Sequence[MessageRef]:
        """Earlier messages that go with it, each once, of the breaches that are enforced."""
        return tuple(
            dict.fromkeys(ref for one in self.breaches if one.mode is Mode.ENFORCE for ref in one.also)
        )


CLEAN = Judgement()
"""What is said of an ordinary message."""
