"""What a community may choose about its figures."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from language.durations import Duration

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class AnalyticsSettings(BaseModel):
    """The `[analytics]` section."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weekly_day: Weekday | Literal["off"] = Field(
        default="monday", description="Day on which the staff gets the weekly report, or off."
    )
    weekly_time: time = Field(
        default=time(9, 0), description="Local time of the weekly report, such as 09:00."
    )
    pictures: bool = Field(
        default=True,
        description="Whether reports come with a picture (a process of about 110 MB draws it and ends).",
    )
    reply_within: Duration = Field(
        default=timedelta(hours=24),
        description="How late a reply may come and still count as one, such as 24h.",
    )
    alert_again: Duration = Field(
        default=timedelta(hours=24),
        description="How long the staff is not told again of the same failing action in the same space, such as 24h.",
    )
