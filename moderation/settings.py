"""How moderation behaves: the `[moderation]` section; each rule brings its own table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, create_model, field_validator

from chat.errors import Unfit
from language.durations import Duration, parse_duration
from moderation.appeals import AppealSettings
from moderation.breaches import Severity
from moderation.cases import SPAM
from moderation.custom.settings import CustomSettings
from moderation.ladder import Ladder, Penalty, Step
from moderation.raid_settings import DoorSettings, RaidSettings
from moderation.reports import RULE, ReportSettings
from moderation.rule import RuleSettings
from moderation.rulebook import rule_classes
from moderation.trust import TrustSettings

SHORTEST_MUTE = timedelta(seconds=30)
LONGEST_MUTE = timedelta(days=28)
"""Shorter means for ever on Telegram, longer is refused by Discord."""


class _Rules(BaseModel):
    """The rules, each with its own table."""

    model_config = ConfigDict(extra="forbid", frozen=True)


if TYPE_CHECKING:
    Rules = _Rules
else:
    _tables: dict[str, Any] = {
        name: (rule.Settings, Field(default=rule.Settings(), description=rule.Settings.__doc__))
        for name, rule in rule_classes().items()
    }
    Rules = create_model("Rules", __base__=_Rules, __doc__=_Rules.__doc__, **_tables)


_STEPS = ("0 note", "1.5 warn", "2.5 mute 1h", "4.5 mute 24h", "7.5 remove", "10.5 ban")


def read_step(text: str) -> Step:
    """A step as it is written: from how many points on, what, and for a mute how long. Raises ValueError."""
    words = text.split()
    penalty = Penalty(words[1]) if len(words) in (2, 3) and words[1] in [*Penalty] else None
    if penalty is None or len(words) != (3 if penalty is Penalty.MUTE else 2):
        raise Unfit("moderation.unfit.step", step=text)
    try:
        points = float(words[0])
    except ValueError:
        points = -1
    if not 0 <= points < 1_000:
        raise Unfit("moderation.unfit.points", step=text)
    lasting = parse_duration(words[2]) if penalty is Penalty.MUTE else None
    if penalty is Penalty.MUTE and not SHORTEST_MUTE <= (lasting or timedelta()) <= LONGEST_MUTE:
        raise Unfit("moderation.unfit.mute")
    return Step(points=points, penalty=penalty, lasting=lasting)


_NAME = re.compile("[a-z\u4e00-\u9fff][a-z0-9_\u4e00-\u9fff-]{0,31}")


def check_name(name: str) -> None:
    """Whether a rule of the community's own can be called so. Raises ValueError."""
    if not _NAME.fullmatch(name):
        raise Unfit("moderation.unfit.name", name=name)
    if name in rule_classes() or name in (SPAM, RULE):
        raise Unfit("moderation.unfit.shipped", name=name)


class LadderSettings(BaseModel):
    """How breaches add up: points that decay, and what follows from how many."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    minor: float = Field(default=1, ge=0, description="Points of a minor breach.")
    moderate: float = Field(
        default=2, ge=0, description="Points of a moderate breach, and of a moderator's /warn."
    )
    serious: float = Field(default=3, ge=0, description="Points of a serious breach.")
    half_life: Duration = Field(default=timedelta(days=30), description="The time in which points halve.")
    steps: tuple[str, ...] = Field(
        default=_STEPS,
        min_length=1,
        description="From how many points on what follows: note, warn, mute with its length, remove, ban (proposed).",
    )

    @field_validator("half_life")
    @classmethod
    def _is_some_time(cls, value: timedelta) -> timedelta:
        if value < timedelta(hours=1):
            raise Unfit("moderation.unfit.half_life")
        return value

    @field_validator("steps")
    @classmethod
    def _lead_up(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        points = [read_step(text).points for text in value]
        if points != sorted(set(points)):
            raise Unfit("moderation.unfit.grow")
        return value


class ModerationSettings(BaseModel):
    """Rules, the ladder of penalties, and how members are told."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    incident: Duration = Field(
        default=timedelta(minutes=2),
        description="Further breaches within this time after a case was opened belong to it: a burst is one strike.",
    )
    burst: int = Field(
        default=5,
        ge=2,
        le=100,
        description="From how many messages of one incident the member is muted at once.",
    )
    burst_mute: Duration = Field(
        default=timedelta(minutes=10), description="How long that mute lasts, 30s to 28d."
    )
    public_notice: Duration = Field(
        default=timedelta(seconds=30),
        description="How long a public reason stays where the member cannot be written to in private.",
    )
    report_from: Penalty = Field(
        default=Penalty.MUTE,
        description="From which automatic penalty on the staff get a card: note, warn, mute, remove or ban.",
    )
    mute: Duration = Field(
        default=timedelta(hours=1), description="How long /mute lasts when no time is given."
    )
    ban_hold: Duration = Field(
        default=timedelta(days=1), description="How long somebody is muted while a human decides about a ban."
    )
    hit_limit: float = Field(
        default=0.02,
        gt=0,
        le=1,
        description="A rule that would hit more than this share of the stored messages is enforced only by force.",
    )
    classifier: str = Field(
        default="",
        description="A text classifier of the transformers library: a folder or a hub's id (needs `./scripts/hf`).",
    )
    trust: TrustSettings = Field(default=TrustSettings(), description="How members earn trust.")
    appeals: AppealSettings = Field(default=AppealSettings(), description="Appeals against cases.")
    reports: ReportSettings = Field(default=ReportSettings(), description="Reports by members.")
    ladder: LadderSettings = Field(default=LadderSettings(), description="The ladder of penalties.")
    rules: Rules = Field(default=Rules(), description="The rules, each with its own table.")
    custom: dict[str, CustomSettings] = Field(
        default={}, description="Rules of the community's own, by name; they begin in shadow."
    )
    raids: RaidSettings = Field(default=RaidSettings(), description="Many strangers at once.")
    wall: bool = Field(
        default=False,
        description="Whether Discord's AutoMod blocks what is sure before it is posted (needs Manage Server).",
    )
    door: DoorSettings = Field(default=DoorSettings(), description="Who is let in.")

    @field_validator("burst_mute", "mute", "ban_hold")
    @classmethod
    def _can_be_muted(cls, value: timedelta) -> timedelta:
        if not SHORTEST_MUTE <= value <= LONGEST_MUTE:
            raise Unfit("moderation.unfit.mute")
        return value

    @field_validator("custom")
    @classmethod
    def _have_names(cls, value: dict[str, CustomSettings]) -> dict[str, CustomSettings]:
        for name in value:
            check_name(name)
        return value

    def rule_settings(self) -> Mapping[str, RuleSettings]:
        """The settings of each rule, the community's own included, by name."""
        return {name: getattr(self.rules, name) for name in rule_classes()} | self.custom

    def as_ladder(self) -> Ladder:
        """The ladder that these settings describe."""
        chosen = self.ladder
        return Ladder(
            steps=tuple(read_step(text) for text in chosen.steps),
            points={
                Severity.MINOR: chosen.minor,
                Severity.MODERATE: chosen.moderate,
                Severity.SERIOUS: chosen.serious,
            },
            half_life=chosen.half_life,
        )
