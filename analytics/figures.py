"""The figures of some days, and the statistics behind them (pure)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from analytics.facts import Fact
from analytics.spans import Span
from chat.ports import Row

FEW = 10
"""Below this many no percentage and no percentile is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """Lengths of time in seconds, sorted."""

    seconds: tuple[float, ...] = ()

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Lengths:
        """Sorted."""
        return cls(seconds=tuple(sorted(seconds)))

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.seconds)

    def quantile(self, share: float) -> float:
        """The least length that at least `share` of all do not exceed (nearest rank). Raises IndexError without any."""
        return self.seconds[max(0, math.ceil(share * self.count) - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts over some days; `active` and `talkers` count each person once."""

    messages: int = 0
    by_staff: int = 0
    by_others: int = 0
    reactions: int = 0
    presses: int = 0
    joins: int = 0
    leaves: int = 0
    active: int = 0
    talkers: int = 0
    facts: Mapping[str, int] = field(default_factory=dict)

    def count(self, fact: Fact) -> int:
        """How often that happened."""
        return self.facts.get(fact.value, 0)

    @property
    def questions(self) -> int:
        """Questions that the FAQ was asked."""
        return self.count(Fact.FAQ_ANSWERED) + self.count(Fact.FAQ_UNANSWERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a manager reads: a span, the one before it, and the days that lead up to it.

    `so_far` = its last day is not over yet, so that comparing it with whole days would be wrong.
    """

    span: Span
    so_far: bool
    now: Figures
    before: Figures
    replies: Lengths
    first_replies: Lengths
    trend: tuple[tuple[date, Figures], ...]


def figures(row: Row | None, facts: Mapping[str, int]) -> Figures:
    """The figures of a row of sums (None = nothing happened)."""
    names = (
        "messages",
        "by_staff",
        "by_others",
        "reactions",
        "presses",
        "joins",
        "leaves",
        "active",
        "talkers",
    )
    return Figures(**{name: int(row[name]) for name in names} if row else {}, facts=facts)


def share(part: int, whole: int) -> int | None:
    """Percent, rounded; None where there are too few for one."""
    return round(100 * part / whole) if whole >= FEW else None
