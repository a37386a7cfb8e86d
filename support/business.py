"""When somebody is there: the `[support.calendar]` section and the calendar that it describes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_core import PydanticCustomError

from chat.errors import Unfit
from language.first_word import first_word
from worktime.calendar import Calendar, Closure
from worktime.hours import ALWAYS, Span, read_hours, read_spans
from worktime.public import public_days

SECURE = "https://"
_ANY_YEAR = 2026


class CalendarSettings(BaseModel):
    """When somebody is there; without any of it, always."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    timezone: str = Field(default="", description="IANA time zone of the hours; empty = the community's.")
    hours: str = Field(
        default="", description="Weekly hours, such as Mon-Fri 09:00-18:00; empty = around the clock."
    )
    country: str = Field(
        default="",
        description="Country whose public holidays are free, such as CN (with its make-up workdays) or DE-BY.",
    )
    make_up_hours: str = Field(
        default="",
        description="Hours of a make-up workday, such as 09:00-17:00; empty = those of the first day of the week.",
    )
    extra: tuple[str, ...] = Field(
        default=(),
        description='Days with hours of their own, such as ["2026-12-24 09:00-12:00", "2026-12-31 closed"].',
    )
    feed: SecretStr = Field(
        default=SecretStr(""),
        description="An iCalendar file (relative to this file) or a public https address, read every hour; nobody "
        "is there during its events.",
    )
    """Whoever has such an address may read the calendar."""

    @field_validator("timezone")
    @classmethod
    def _is_known(cls, value: str) -> str:
        try:
            ZoneInfo(value or "UTC")
        except (KeyError, ValueError, OSError) as error:
            said = "'{value}' is not an IANA time zone such as Asia/Shanghai"
            raise PydanticCustomError("language.unfit.time_zone", said, {"value": value}) from error
        return value

    @field_validator("country")
    @classmethod
    def _has_holidays(cls, value: str) -> str:
        if value:
            public_days(value, _ANY_YEAR)
        return value

    @field_validator("feed")
    @classmethod
    def _is_reachable(cls, value: SecretStr) -> SecretStr:
        address = value.get_secret_value()
        if "://" in address and not address.startswith(SECURE):
            raise Unfit("support.unfit.feed")
        return value

    @model_validator(mode="after")
    def _is_readable(self) -> Self:
        calendar = calendar_of(self, ZoneInfo("UTC"))
        if not any(calendar.hours):
            raise Unfit("support.unfit.never_open")
        return self


class NamedCalendar(CalendarSettings):
    """Hours that policies ask for by name: a `[[support.calendars]]`."""

    name: str = Field(
        pattern=r"^[a-z][a-z0-9_-]{0,15}$",
        description="Short name; a policy that ends in `on name` counts by it.",
    )


def calendar_of(settings: CalendarSettings, zone: ZoneInfo, closures: tuple[Closure, ...] = ()) -> Calendar:
    """The calendar that the settings describe. Raises ValueError."""
    return Calendar(
        zone=ZoneInfo(settings.timezone) if settings.timezone else zone,
        hours=read_hours(settings.hours) if settings.hours.strip() else ALWAYS,
        country=settings.country,
        make_up=read_spans(settings.make_up_hours) if settings.make_up_hours.strip() else None,
        extra=_extra(settings.extra),
        closures=closures,
    )


def _extra(lines: tuple[str, ...]) -> Mapping[date, tuple[Span, ...]]:
    found: dict[date, tuple[Span, ...]] = {}
    for line in lines:
        day, hours = first_word(line)
        try:
            found[date.fromisoformat(day)] = read_spans(hours)
        except ValueError as error:
            raise Unfit("support.unfit.day", line=line) from error
    return found
