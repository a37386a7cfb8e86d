"""The shape of a rule: frozen settings, `judge`, and what it says about itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import timedelta
from typing import ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from chat.messages import MessageRef
from chat.text import Text
from moderation.breaches import Breach, Evidence, Mode, Severity
from moderation.matcher import Hit, Matcher, WordList
from moderation.recent import Recent
from moderation.utterance import Utterance


class RuleSettings(BaseModel):
    """What every rule lets a community choose; a rule gives its own defaults and adds what it needs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: Mode = Field(
        default=Mode.ENFORCE,
        description="How far the rule goes: off, shadow (only recorded), review (a card for moderators) or enforce.",
    )
    severity: Severity = Field(
        default=Severity.MODERATE,
        description="How many points a breach costs: minor, moderate or serious ([moderation.ladder]).",
    )
    precision: float = Field(
        default=0.9,
        ge=0,
        le=1,
        description="Below this share of right verdicts (of 10 and more) an enforced rule only asks; 0 = never.",
    )


NO_WORDS = Matcher(())

S = TypeVar("S", bound=RuleSettings)


class Rule(ABC, Generic[S]):
    """One rule, compiled from its settings. To add a rule, add a file with a subclass to `moderation/rules/`.

    `name` is its key in `[moderation.rules.<name>]`, `title` what people call it. A message older than `late` is not
    judged by it. `hears` False = it does not judge messages. `Settings` must have a default for every field.
    """

    name: ClassVar[str]
    title: ClassVar[Text]
    late: ClassVar[timedelta] = timedelta(hours=24)
    hears: ClassVar[bool] = True
    Settings: ClassVar[type[RuleSettings]]

    def __init__(self, settings: S) -> None:
        self.settings = settings
        self.matcher = NO_WORDS
        """The automaton over the lists of all rules; the rulebook sets it."""

    @property
    def lists(self) -> tuple[WordList, ...]:
        """The words that the rule looks for."""
        return ()

    @property
    def is_idle(self) -> bool:
        """Whether it can find nothing, as it is set."""
        return False

    def hits(self, said: Utterance) -> Sequence[Hit]:
        """The rule's words in a text."""
        return said.hits(self.matcher, self.name)

    @property
    def memory(self) -> timedelta:
        """How far back the rule looks at earlier messages."""
        return timedelta()

    @abstractmethod
    def judge(self, said: Utterance, recent: Recent) -> Breach | None:
        """Whether the message breaks the rule. `recent` holds earlier messages and, on a second look, this one too."""

    @abstractmethod
    def explain(self) -> Text:
        """What the rule looks for, with its present settings, for moderators."""

    @abstractmethod
    def reason(self) -> Text:
        """Why a message was taken down, for its author."""

    def breach(
        self,
        *evidence: Evidence,
        cap: Mode = Mode.ENFORCE,
        severity: Severity | None = None,
        also: tuple[MessageRef, ...] = (),
        score: float | None = None,
    ) -> Breach:
        """A breach of this rule as its settings weigh it; `cap` holds back a finding that is less sure."""
        return Breach(
            rule=self.name,
            severity=severity or self.settings.severity,
            mode=min(self.settings.mode, cap, key=lambda mode: mode.reach),
            evidence=evidence,
            reason=self.reason(),
            also=also,
            score=score,
        )
