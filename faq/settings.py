"""How sure Steward must be before it answers: the `[faq]` section."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from language.durations import Duration


class FaqSettings(BaseModel):
    """The `[faq]` section. Answers are given from the stored entries only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    encoder: Literal["none"] = Field(
        default="none", description="Sentence encoder beside the lexical matching; none = lexical only."
    )
    max_wrong_answer_rate: float = Field(
        default=0.05,
        gt=0,
        lt=0.5,
        description="Largest share of wrong answers (0 to 0.5) at which Steward still answers.",
    )
    suggest_from: float = Field(
        default=0.35,
        gt=0,
        lt=1,
        description="Probability (0 to 1) from which an entry is offered as “did you mean” in a private chat.",
    )
    suggestions: int = Field(
        default=3, ge=0, le=3, description="Most entries that are offered as “did you mean”."
    )
    cooldown: Duration = Field(
        default=timedelta(minutes=2),
        description="Time in which the same entry is not given again in the same group.",
    )
    nudge_every: Duration = Field(
        default=timedelta(minutes=10),
        description="In a private chat, words that are no question get “I do not know” at most once in this time.",
    )
    listed: int = Field(default=20, ge=1, le=50, description="Entries on one page of /faq list.")

    @property
    def answer_from(self) -> float:
        """The probability from which an entry is given as the answer."""
        return 1 - self.max_wrong_answer_rate
