"""How raids are met and the door is kept: `[moderation.raids]` and `[moderation.door]`."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from language.durations import Duration
from moderation.breaches import Mode


class Level(StrEnum):
    """How far a space is closed; each level includes those before it. WATCH only counts."""

    WATCH = "watch"
    SLOW = "slow"
    GATE = "gate"
    LOCK = "lock"

    @property
    def height(self) -> int:
        """How far, as a number."""
        return _HEIGHTS.index(self)

    @property
    def up(self) -> Level:
        """The next level, or this one when it is the last."""
        return _HEIGHTS[min(self.height + 1, len(_HEIGHTS) - 1)]

    @property
    def down(self) -> Level:
        """The level before, or this one when it is the first."""
        return _HEIGHTS[max(self.height - 1, 0)]


_HEIGHTS = (Level.WATCH, Level.SLOW, Level.GATE, Level.LOCK)


class RaidSettings(BaseModel):
    """Raids: many strangers at once, and what is closed until they are gone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: Mode = Field(
        default=Mode.ENFORCE,
        description="off, shadow (only recorded), review (a card with buttons, nothing is closed) or enforce.",
    )
    joins: int = Field(
        default=10, ge=3, le=1000, description="So many people joining within that time are a raid."
    )
    joins_within: Duration = Field(
        default=timedelta(minutes=1), description="The time in which joins are counted."
    )
    copies: int = Field(
        default=4, ge=2, le=500, description="So many newcomers saying nearly the same are a raid."
    )
    breakers: int = Field(
        default=5, ge=2, le=500, description="So many newcomers whose messages are taken down are a raid."
    )
    within: Duration = Field(
        default=timedelta(minutes=2),
        description="The time in which copies and taken-down messages are counted.",
    )
    newcomer: Duration = Field(
        default=timedelta(days=1),
        description="Whoever joined, or spoke for the first time, less long ago is a newcomer.",
    )
    highest: Level = Field(
        default=Level.GATE,
        description="How far a space is closed without a human: slow, gate (who joins waits) or lock (nobody speaks).",
    )
    slow: Duration = Field(
        default=timedelta(seconds=30), description="Time between two messages of a member in slow mode."
    )
    calm_after: Duration = Field(
        default=timedelta(minutes=10), description="After so much quiet the level goes down by one."
    )
    hold: Duration = Field(
        default=timedelta(days=1),
        description="How long newcomers of a raid stay muted while nobody decides about them, 30s to 28d.",
    )
    card_every: Duration = Field(
        default=timedelta(seconds=15), description="How often the summary card is brought up to date at most."
    )


class Requests(StrEnum):
    """What becomes of a request to join."""

    QUEUE = "queue"
    ADMIT = "admit"
    LEAVE = "leave"


class DoorSettings(BaseModel):
    """Who is let in: requests to join, and what newcomers are told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    requests: Requests = Field(
        default=Requests.QUEUE,
        description="Requests to join: queue (moderators decide), admit (except during raids), leave (not touched).",
    )
