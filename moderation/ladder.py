"""From breaches to penalty: points that decay, and steps (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from moderation.breaches import Severity


class Penalty(StrEnum):
    """What can follow, mildest first. BAN is only ever proposed by the ladder: a human decides it."""

    NOTE = "note"
    WARN = "warn"
    MUTE = "mute"
    REMOVE = "remove"
    BAN = "ban"

    @property
    def weight(self) -> int:
        """How hard, as a number."""
        return _WEIGHT[self]


_WEIGHT = {penalty: index for index, penalty in enumerate(Penalty)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From `points` on, this penalty; `lasting` is the length of a MUTE."""

    points: float
    penalty: Penalty
    lasting: timedelta | None = None

    @property
    def hardness(self) -> tuple[int, timedelta]:
        """What makes one step harder than another."""
        return self.penalty.weight, self.lasting or timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """Points that were given at a moment."""

    points: float
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The steps from the lowest up, the points of each severity, and the time in which points halve."""

    steps: tuple[Step, ...]
    points: Mapping[Severity, float]
    half_life: timedelta

    def total(self, strikes: Iterable[Strike], now: datetime) -> float:
        """What the strikes still weigh."""
        return sum(self.left(strike, now) for strike in strikes)

    def left(self, strike: Strike, now: datetime) -> float:
        """What one strike still weighs: half after each half-life."""
        age = max(now - strike.at, timedelta())
        return float(strike.points * 0.5 ** (age / self.half_life))

    def step(self, total: float) -> Step:
        """The step that a total reaches; below the lowest it is the lowest."""
        reached = [step for step in self.steps if step.points <= total]
        return reached[-1] if reached else self.steps[0]

    def outlook(self, total: float, severity: Severity = Severity.MODERATE) -> Step:
        """What a further breach of that severity would lead to now."""
        return self.step(total + self.points[severity])

    @property
    def memory(self) -> timedelta:
        """After this long a strike weighs less than a thousandth and need not be read."""
        return 10 * self.half_life
