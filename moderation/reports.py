"""Reports by members: what one weighs, by how often the reporter was right (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from chat.people import PersonId
from language.durations import Duration

RULE = "reports"
"""The name under which cases that members called for are kept."""
TRUSTED_BONUS = 0.5
STALE = timedelta(days=180)
"""Older reports say nothing about a reporter any more."""


class ReportSettings(BaseModel):
    """Members report messages. One ordinary report weighs 1, those of a false reporter less, of a right one up to 2."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: float = Field(
        default=1.0,
        gt=0,
        le=100,
        description="From what weight of reports on one message moderators get a card.",
    )
    most: int = Field(
        default=5, ge=1, le=100, description="How many reports one member may make in `within`."
    )
    within: Duration = Field(default=timedelta(hours=1), description="The time in which `most` is counted.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """How often a member's reports were right and wrong, how many they made lately, and whether they are trusted."""

    right: int = 0
    wrong: int = 0
    lately: int = 0
    trusted: bool = False

    @property
    def weight(self) -> float:
        """Twice the share of right reports, as if there had been one of each before: 1 for a new reporter."""
        share = 2 * (self.right + 1) / (self.right + self.wrong + 2)
        return round(share + (TRUSTED_BONUS if self.trusted and self.wrong <= self.right else 0.0), 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One member's report on one message."""

    by: PersonId
    weight: float
    reason: str
    state: str
    case: str | None


def report_of(row: Mapping[str, Any]) -> Report:
    """A report from its row."""
    return Report(
        by=PersonId(row["by_person"]),
        weight=row["weight"],
        reason=row["reason"],
        state=row["state"],
        case=row["case"],
    )
