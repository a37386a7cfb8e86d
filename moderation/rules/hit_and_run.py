"""Hit and run: somebody joins, leaves a link or a contact, and is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from pydantic import Field

from chat.text import Text
from language.durations import Duration
from moderation.breaches import Breach, Mode, View
from moderation.lexicon import Kind
from moderation.recent import Recent
from moderation.rule import Rule, RuleSettings
from moderation.utterance import Utterance

_ADDRESSED = ("://", "t.me/", "www.", "discord.gg/")
_LEADING = frozenset((Kind.LINK, Kind.CONTACT))
_PLAIN = 1.0
"""So much a trace weighs that is plainly an address; the name of a file, or @somebody, weighs less."""


class HitAndRunSettings(RuleSettings):
    """Somebody joins, leaves a link or a contact, and is gone."""

    mode: Mode = Field(
        default=Mode.REVIEW,
        description="How far the rule goes: off, shadow (only recorded), review (a card for moderators) or enforce.",
    )
    within: Duration = Field(
        default=timedelta(minutes=15), description="Whoever leaves so soon after joining is meant."
    )


class HitAndRun(Rule[HitAndRunSettings]):
    """Judged when somebody leaves, on what they left behind."""

    name: ClassVar[str] = "hit_and_run"
    hears: ClassVar[bool] = False
    title: ClassVar[Text] = Text("moderation.rule.hit_and_run.title")
    Settings: ClassVar[type[RuleSettings]] = HitAndRunSettings

    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """Nothing is known before they leave."""
        return None

    def judge_left(self, said: Utterance) -> Breach | None:
        """A message that leads elsewhere was left behind: a link, also a hidden one, or how to reach somebody."""
        addressed = any(mark in said.folded for mark in _ADDRESSED)
        if not addressed and not any(one.kind in _LEADING and one.weight >= _PLAIN for one in said.traces):
            return None
        return self.breach(said.whole(self.name, View.LINK))

    def explain(self) -> Text:
        """How soon."""
        return Text("moderation.rule.hit_and_run.explain", {"within": self.settings.within})

    def reason(self) -> Text:
        """What was left behind."""
        return Text("moderation.rule.hit_and_run.reason")
