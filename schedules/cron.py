"""Cron fields as people write them, checked strictly and with weekdays by name (pure).

APScheduler reads too kindly: it takes `mon-fri/2` for `mon-fri`, `last-3` for `last`, 0 for Monday, and refuses
`fri-mon`. So every field passes the grammar here before the library sees it, and weekdays reach it as a list of names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SUNDAY_FIRST = ("sun", *WEEKDAYS)
"""Crontab's numbers: 0 and 7 are both Sunday."""

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_NUMBER = r"\*(?:/\d{1,2})?|\d{1,4}(?:-\d{1,4})?(?:/\d{1,2})?"
_ITEMS = {
    "year": re.compile(_NUMBER),
    "month": re.compile(rf"{_NUMBER}|(?:{_MONTHS})(?:-(?:{_MONTHS}))?"),
    "day": re.compile(rf"{_NUMBER}|last|(?:1st|2nd|3rd|4th|5th|last) (?:{'|'.join(WEEKDAYS)})"),
    "week": re.compile(_NUMBER),
    "hour": re.compile(_NUMBER),
    "minute": re.compile(_NUMBER),
}
_NAMED = re.compile(rf"\b({'|'.join((*_ITEMS, 'day_of_week'))})\s*=")
_CRONTAB_ITEM = re.compile(r"(\*|[0-7](?:-[0-7])?)(?:/([1-7]))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CronFields:
    """The fields of one trigger; None = any, or 0 below the finest field given. All given fields must hold."""

    year: str | None = None
    month: str | None = None
    day: str | None = None
    week: str | None = None
    day_of_week: str | None = None
    hour: str | None = None
    minute: str | None = None

    def given(self) -> dict[str, str]:
        """The fields that say something, coarsest first."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def __str__(self) -> str:
        return " ".join(f"{name}={value}" for name, value in self.given().items())


@dataclass(frozen=True, slots=True, kw_only=True)
class BadField:
    """What could not be read."""

    part: str


def named_fields(text: str) -> CronFields | BadField:
    """`minute=*/30 hour=9-18 day_of_week=mon-fri`: the fields combine with "and"."""
    before, *pairs = _NAMED.split(text)
    if before.strip() or not pairs:
        return BadField(part=before.strip() or text)
    values: dict[str, str] = {}
    for name, written in zip(pairs[::2], pairs[1::2], strict=True):
        value = written.strip()
        checked = _weekday_field(value) if name == "day_of_week" else _field(name, value)
        if checked is None or name in values:
            return BadField(part=f"{name}={value}")
        values[name] = checked
    return CronFields(**values)


def crontab_fields(text: str) -> tuple[CronFields, ...] | BadField:
    """Five crontab fields with crontab's meaning: 0 and 7 are Sunday, day and weekday combine with "or"."""
    written = text.split()
    if len(written) != 5:
        return BadField(part=text)
    minute, hour, day, month, weekday = written
    for name, value in (("minute", minute), ("hour", hour), ("day", day), ("month", month)):
        if _field(name, value) is None:
            return BadField(part=value)
    names = _crontab_weekdays(weekday)
    if names is None:
        return BadField(part=weekday)
    if weekday.startswith("*") or day.startswith("*"):
        any_day = None if weekday == "*" else ",".join(names)
        return (CronFields(month=month, day=day, day_of_week=any_day, hour=hour, minute=minute),)
    return (
        CronFields(month=month, day=day, hour=hour, minute=minute),
        CronFields(month=month, day_of_week=",".join(names), hour=hour, minute=minute),
    )


def weekday_names(items: Sequence[str]) -> tuple[str, ...] | None:
    """`mon`, `wed-fri`, `sat-mon` as single names in the week's order; None when one is no weekday."""
    found: set[str] = set()
    for item in items:
        first, _, last = item.partition("-")
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
            return None
        start = WEEKDAYS.index(first)
        length = (WEEKDAYS.index(last or first) - start) % 7
        found.update(WEEKDAYS[(start + step) % 7] for step in range(length + 1))
    return tuple(name for name in WEEKDAYS if name in found) or None


def _field(name: str, value: str) -> str | None:
    items = [item.strip() for item in value.split(",")]
    return ",".join(items) if all(_ITEMS[name].fullmatch(item) for item in items) else None


def _weekday_field(value: str) -> str | None:
    if value == "*":
        return value
    names = weekday_names([item.strip() for item in value.split(",")])
    return ",".join(names) if names else None


def _crontab_weekdays(value: str) -> tuple[str, ...] | None:
    found: set[str] = set()
    for item in value.split(","):
        match = _CRONTAB_ITEM.fullmatch(item)
        if match is None:
            names = weekday_names([item])
            if names is None:
                return None
            found.update(names)
            continue
        span, step = match[1], int(match[2] or 1)
        first, _, last = ("0", "-", "6") if span == "*" else span.partition("-")
        end = int(last or (first if match[2] is None else 7))
        if int(first) > end:
            return None
        found.update(_SUNDAY_FIRST[number] for number in range(int(first), end + 1, step))
    return tuple(name for name in WEEKDAYS if name in found)
