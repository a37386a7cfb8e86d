"""How sure Steward must be before it answers: the `[faq]` section."""

from __future__ import annotations

import re
from datetime import time, timedelta
from functools import cached_property
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from chat.errors import Unfit
from faq.buckets import Bucket
from faq.manners import Delivery, Manners, Mode, read_quiet
from language.durations import Duration

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


class ComposeSettings(BaseModel):
    """The `[faq.compose]` section: answers in a model's words, from the retrieved entries only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: SecretStr = Field(
        default=SecretStr(""),
        description="Address of an OpenAI-compatible endpoint up to /v1; empty = answers are given word for word.",
    )
    model: str = Field(default="", description="Name of the model there.")
    key: SecretStr = Field(default=SecretStr(""), description="Key of the endpoint, when it wants one.")
    timeout: Duration = Field(
        default=timedelta(seconds=6),
        gt=timedelta(0),
        le=timedelta(minutes=1),
        description="How long to wait; then the entry is given word for word.",
    )
    longest: int = Field(
        default=600, ge=50, le=3000, description="Most characters of an answer in a model's words."
    )

    @field_validator("url")
    @classmethod
    def _is_address(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"(https?://[^\s/]\S*)?", value.get_secret_value()):
            raise Unfit("faq.unfit.address")
        return value


class FaqSettings(BaseModel):
    """The `[faq]` section. Answers are given from the stored entries only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    encoder: str = Field(
        default="none",
        min_length=1,
        description="Sentence encoder beside the words: a name under data/encoders, or a folder; none = words only.",
    )
    max_wrong_answer_rate: float = Field(
        default=0.05,
        gt=0,
        lt=0.5,
        description="Largest share of wrong answers (0 to 0.5) at which Steward still answers.",
    )
    suggest_from: float = Field(
        default=0.4,
        gt=0,
        lt=1,
        description="Probability (0 to 1) from which an entry is offered as “did you mean” in a private chat.",
    )
    suggestions: int = Field(
        default=3, ge=0, le=3, description="Most entries that are offered as “did you mean”."
    )
    mode: Mode = Field(
        default=Mode.QUESTION,
        description="What is answered in groups: off, mention (of Steward, or a reply to it), question, or all.",
    )
    delivery: Delivery = Field(
        default=Delivery.PUBLIC,
        description="Where an answer goes that was asked for in a group: public, or private with a pointer.",
    )
    quiet_hours: str = Field(
        default="",
        description="Local hours in which groups are answered only when Steward is addressed, such as 23:00-07:00.",
    )
    cooldown: Duration = Field(
        default=timedelta(minutes=2),
        description="Time in which the same entry is not given again in the same group.",
    )
    thread_cooldown: Duration = Field(
        default=timedelta(hours=1),
        description="Time in which the same entry is not given again in the same thread or topic.",
    )
    person_answers: int = Field(
        default=4, ge=1, le=100, description="Answers that one person gets in a group at once."
    )
    person_refill: Duration = Field(
        default=timedelta(minutes=5), gt=timedelta(0), description="Time after which a person gets one more."
    )
    chat_answers: int = Field(
        default=10, ge=1, le=1000, description="Answers that are given in one group at once."
    )
    chat_refill: Duration = Field(
        default=timedelta(seconds=30), gt=timedelta(0), description="Time after which a group gets one more."
    )
    human_first: Duration = Field(
        default=timedelta(minutes=3),
        description="Time for which Steward leaves somebody alone whom a human is answering.",
    )
    follow_up: Duration = Field(
        default=timedelta(minutes=10),
        description="Time in which a question may lean on what the same person asked before.",
    )
    correct_within: Duration = Field(
        default=timedelta(hours=24),
        description="How old an answer may be to be edited when its entry is corrected.",
    )
    nudge_every: Duration = Field(
        default=timedelta(minutes=10),
        description="In a private chat, words that are no question get “I do not know” at most once in this time.",
    )
    listed: int = Field(default=20, ge=1, le=50, description="Entries on one page of /faq list.")

    learn: bool = Field(
        default=True,
        description="Whether questions without an answer are kept (as long as messages) and gathered for the editors.",
    )
    learn_at: time = Field(
        default=time(4, 0), description="Local time at which missed questions are gathered, such as 04:00."
    )
    tell_at: time = Field(
        default=time(9, 30), description="Local time at which editors and owners are told, such as 09:30."
    )
    gaps_day: Weekday | Literal["off"] = Field(
        default="monday", description="Day on which the staff gets the list of missed questions, or off."
    )
    gap_from: int = Field(
        default=2, ge=1, le=100, description="How often a question must be missed before the staff is told."
    )
    gaps_shown: int = Field(default=5, ge=1, le=20, description="Most missed questions told at once.")
    review_every: Duration = Field(
        default=timedelta(days=180),
        gt=timedelta(0),
        description="After how long an entry that was found right is to be read again.",
    )
    remind_every: Duration = Field(
        default=timedelta(days=7),
        gt=timedelta(0),
        description="After how long somebody is reminded of the same entry again.",
    )
    stale_votes: int = Field(
        default=5,
        ge=1,
        le=1000,
        description="Opinions (votes, tickets after an answer) before an entry counts as stale.",
    )
    stale_share: float = Field(
        default=0.4,
        gt=0,
        le=1,
        description="Share of bad opinions (0 to 1) at which an entry counts as stale.",
    )
    compose: ComposeSettings = Field(
        default=ComposeSettings(), description="Answers in a language model's words."
    )

    @field_validator("quiet_hours")
    @classmethod
    def _are_hours(cls, value: str) -> str:
        return str(read_quiet(value) or "")

    @cached_property
    def manners(self) -> Manners:
        """What holds in a group that chose nothing for itself."""
        return Manners(mode=self.mode, delivery=self.delivery, quiet=read_quiet(self.quiet_hours))

    @property
    def person_bucket(self) -> Bucket:
        """What one person gets in one group."""
        return Bucket(self.person_answers, self.person_refill)

    @property
    def chat_bucket(self) -> Bucket:
        """What one group gets."""
        return Bucket(self.chat_answers, self.chat_refill)
