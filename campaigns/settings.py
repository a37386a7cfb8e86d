"""What a community may choose about giveaways and Q&A events."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from language.durations import Duration


class CampaignsSettings(BaseModel):
    """The `[campaigns]` section. Terms of a running giveaway stay as they were published."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    exclude_staff: bool = Field(
        default=True, description="Whether staff (any rank above member) may not take part in giveaways."
    )
    shortest: Duration = Field(
        default=timedelta(minutes=1),
        description="How long a giveaway or Q&A event must run at least, such as 1m.",
    )
    longest: Duration = Field(
        default=timedelta(days=90),
        description="How long a giveaway or Q&A event may run at most, such as 90d.",
    )
    most_places: int = Field(
        default=100, ge=1, le=1000, description="How many winners one giveaway may have at most."
    )
    refresh_every: Duration = Field(
        default=timedelta(seconds=3),
        description="How long a live count or list stands before it may be changed again, such as 3s.",
    )
    moderate_questions: bool = Field(
        default=True, description="Whether staff approve each question of a Q&A event before it is shown."
    )
    questions_per_person: int = Field(
        default=3, ge=1, le=100, description="How many questions one person may ask in one Q&A event."
    )
    pin_questions: bool = Field(
        default=True, description="Whether the list of questions is pinned while a Q&A event is open."
    )
