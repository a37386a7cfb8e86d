"""What a community may choose about scheduled posts."""

from __future__ import annotations

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from language.durations import Duration


class SchedulesSettings(BaseModel):
    """The `[schedules]` section."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    approvals: int = Field(
        default=1,
        ge=0,
        le=1,
        description="How many other people must approve a post (0 or 1); with 0 each post is recorded as unreviewed.",
    )
    late_within: Duration = Field(
        default=timedelta(hours=2),
        description="How late a post may still be published after a stop, such as 2h; later it is recorded as missed.",
    )
