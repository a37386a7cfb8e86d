"""How the support desk behaves: the `[support]` section."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from language.durations import Duration


class TriageSettings(BaseModel):
    """When a message opens a ticket by itself: the weights of the signals and the score that is enough."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: float = Field(
        default=1.0, gt=0, description="Score from which a message opens a ticket by itself."
    )
    explicit: float = Field(default=1.0, ge=0, description="Weight of words that ask for a human.")
    grave: float = Field(
        default=1.0,
        ge=0,
        description="Weight of money, law or safety together with a sign of the member's own trouble.",
    )
    mentioned: float = Field(
        default=0.3, ge=0, description="Weight of money, law or safety without any sign of own trouble."
    )
    order: float = Field(default=0.6, ge=0, description="Weight of an order or tracking number.")
    complaint: float = Field(default=1.0, ge=0, description="Weight of a complaint that leaves no doubt.")
    displeased: float = Field(
        default=0.4, ge=0, description="Weight of a displeased tone that may be a complaint."
    )
    repeated: float = Field(
        default=0.6, ge=0, description="Weight of asking nearly the same again, or of staying displeased."
    )
    sure: float = Field(
        default=0.65, gt=0, le=1, description="Complaint tone (0 to 1) from which there is no doubt."
    )
    likely: float = Field(
        default=0.35,
        gt=0,
        le=1,
        description="Complaint tone (0 to 1) from which a message counts as displeased.",
    )
    shortest: int = Field(
        default=2, ge=1, description="Messages with fewer letters and digits than this never open a ticket."
    )


class SupportSettings(BaseModel):
    """The `[support]` section."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    home: Literal["", "telegram", "discord", "local"] = Field(
        default="",
        description="Platform whose staff space holds all tickets; empty = the staff space of the member's platform.",
    )
    first_response: Duration = Field(
        default=timedelta(minutes=30),
        description="Time in which a human should have replied for the first time.",
    )
    warn_at: float = Field(
        default=0.8, gt=0, lt=1, description="Share of that time after which the staff space is alerted."
    )
    complaints: bool = Field(
        default=True, description="Whether a complaint in the chat opens a ticket by itself."
    )
    reopen_within: Duration = Field(
        default=timedelta(days=7), description="Time after closing in which a ticket can be reopened."
    )
    confirm_after: Duration = Field(
        default=timedelta(minutes=10),
        description="A member's further message is confirmed when the one before it is older than this.",
    )
    context_messages: int = Field(
        default=5,
        ge=0,
        le=20,
        description="Earlier messages of the chat that the staff see with a new ticket.",
    )
    listed: int = Field(default=20, ge=1, le=50, description="Most tickets that /tickets shows.")
    triage: TriageSettings = Field(
        default=TriageSettings(), description="When a message opens a ticket by itself."
    )
