"""Reactions: too many by one person in a short time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

from pydantic import Field

from chat.text import Text
from language.durations import Duration
from moderation.breaches import Breach, Evidence, Mode, Severity, View
from moderation.recent import Recent
from moderation.rule import Rule, RuleSettings
from moderation.utterance import Utterance


class ReactionsSettings(RuleSettings):
    """Too many reactions of one person in a short time."""

    mode: Mode = Field(
        default=Mode.SHADOW,
        description="How far the rule goes: off, shadow (only recorded), review (a card for moderators) or enforce.",
    )
    severity: Severity = Field(
        default=Severity.MINOR,
        description="How many points a breach costs: minor, moderate or serious ([moderation.ladder]).",
    )
    most: int = Field(
        default=20,
        ge=2,
        le=1000,
        description="Reactions of one person that are still welcome within that time.",
    )
    within: Duration = Field(default=timedelta(minutes=1), description="The time in which they are counted.")


class Reactions(Rule[ReactionsSettings]):
    """Counts reactions as they are put; taking one away does not count."""

    name: ClassVar[str] = "reactions"
    hears: ClassVar[bool] = False
    title: ClassVar[Text] = Text("moderation.rule.reactions.title")
    Settings: ClassVar[type[RuleSettings]] = ReactionsSettings

    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """Messages are not reactions."""
        return None

    def judge_count(self, count: int) -> Breach | None:
        """The first reaction over the limit is the breach; those after it belong to the same burst."""
        if count != self.settings.most + 1:
            return None
        return self.breach(Evidence(rule=self.name, start=0, end=0, view=View.PACE, term=str(count)))

    def explain(self) -> Text:
        """The limit."""
        return Text("moderation.rule.reactions.explain", self._limits)

    def reason(self) -> Text:
        """With the limit."""
        return Text("moderation.rule.reactions.reason", self._limits)

    @property
    def _limits(self) -> Mapping[str, int | timedelta]:
        return {"most": self.settings.most, "within": self.settings.within}
