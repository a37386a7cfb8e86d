"""What a community may write down as a rule of its own: when, about whom, signals with weights, what to do."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from language.durations import Duration
from moderation.breaches import Mode
from moderation.patterns import usable
from moderation.rule import RuleSettings
from moderation.shapes import Shape
from moderation.utterance import When


class Trace(StrEnum):
    """What a text leaves besides words, as a signal of a rule."""

    INVITATION = "invitation"
    HOST = "host"
    MASKED_LINK = "masked_link"
    HIDDEN_LINK = "hidden_link"
    LOOKALIKE_HOST = "lookalike_host"
    MAIL = "mail"
    HANDLE = "handle"
    AT_NAME = "at_name"
    PHONE = "phone"
    GROUP_NUMBER = "group_number"
    WALLET = "wallet"
    PRICE = "price"
    RATE = "rate"
    INVISIBLE = "invisible"
    FANCY_LETTERS = "fancy_letters"
    MIXED_SCRIPTS = "mixed_scripts"
    SEPARATED = "separated"
    BROKEN_WORDS = "broken_words"


AttachedMedia = Literal[
    "photo",
    "video",
    "audio",
    "document",
    "sticker",
    "animation",
    "poll",
    "contact",
    "location",
    "other",
    "none",
]
"""chat.messages.Media, and `none`: without any."""


class SignalSettings(BaseModel):
    """One thing to look for; found once or often, it weighs the same. Exactly one of its keys says what."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: tuple[str, ...] = Field(
        default=(), description="Any of these words; Chinese words need no spaces around them."
    )
    pattern: str = Field(default="", description="A RE2 pattern, matched on the folded text.")
    trace: Trace | None = Field(
        default=None, description="What a text leaves besides words: an invitation, a phone number, a wallet."
    )
    shape: Shape | None = Field(default=None, description="What a message is: forward, contact, link_only.")
    weight: float = Field(default=1, ge=-20, le=20, description="What it adds to the score.")

    @field_validator("words")
    @classmethod
    def _say_something(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not word.strip() for word in value):
            raise PydanticCustomError("moderation.unfit.empty_word", "a word is empty")
        return value

    @field_validator("pattern")
    @classmethod
    def _is_a_pattern(cls, value: str) -> str:
        return value and usable(value)

    @model_validator(mode="after")
    def _is_one_thing(self) -> SignalSettings:
        said = [bool(self.words), bool(self.pattern), self.trace is not None, self.shape is not None]
        if sum(said) != 1:
            said_of_it = "a signal has exactly one of words, pattern, trace, shape"
            raise PydanticCustomError("moderation.unfit.one_thing", said_of_it)
        return self


class ConditionSettings(BaseModel):
    """Whom and what the rule is about; what is left out does not matter."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ranks: tuple[Literal["member", "staff"], ...] = Field(
        default=("member",),
        min_length=1,
        description="Ranks that are judged: member, staff. Staff are only ever looked at by a moderator.",
    )
    trusted: bool | None = Field(
        default=None,
        description="true = only members who have earned trust, false = only those who have not.",
    )
    younger_than: Duration | None = Field(
        default=None, description="Only people who joined, or spoke first, within this time."
    )
    fewer_messages: int | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="Only people who have said fewer messages than this so far.",
    )
    chats: tuple[str, ...] = Field(
        default=(), description='Only in these groups and channels, such as "telegram:-100123".'
    )
    languages: tuple[Literal["zh", "en"], ...] = Field(
        default=(), description="Only texts in these languages: zh, en."
    )
    media: tuple[AttachedMedia, ...] = Field(
        default=(), description="Only messages with one of these attachments; none = without any."
    )


class CustomSettings(RuleSettings):
    """A rule of the community's own. It begins in shadow: what it would have done is only recorded."""

    mode: Mode = Field(
        default=Mode.SHADOW,
        description="How far the rule goes: off, shadow (only recorded), review (a card for moderators) or enforce.",
    )
    when: tuple[When, ...] = Field(
        default=(When.NEW, When.EDITED),
        min_length=1,
        description="What it judges: new, edited, forwarded (messages), joined, name, reaction.",
    )
    only: ConditionSettings = Field(default=ConditionSettings(), description="Whom and what it is about.")
    signals: tuple[SignalSettings, ...] = Field(
        min_length=1,
        max_length=50,
        description="What it looks for; the weights of what is found are the score.",
    )
    act: float = Field(
        default=1, gt=0, le=100, description="From which score on it acts, as far as the mode goes."
    )
    review: float | None = Field(
        default=None, gt=0, le=100, description="From which score on a moderator is asked to look."
    )

    @property
    def least(self) -> float:
        """The lowest score at which anything happens."""
        return self.act if self.review is None else min(self.review, self.act)
