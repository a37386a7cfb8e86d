"""RRULEs with a local start, held to the parts whose next occurrence is found in bounded time (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from schedules.phrases import Misread, Trouble

_FORM = re.compile(r"dtstart[:=](\d{8}t\d{4}(?:\d{2})?) (?:rrule:)?(.+)")
_WEEKDAY = r"[+-]?[1-5]?(?:mo|tu|we|th|fr|sa|su)"
_PARTS = {
    "freq": re.compile(r"daily|weekly|monthly|yearly"),
    "interval": re.compile(r"[1-9]\d{0,2}"),
    "count": re.compile(r"[1-9]\d{0,3}"),
    "until": re.compile(r"\d{8}(?:t\d{6})?"),
    "wkst": re.compile(r"mo|tu|we|th|fr|sa|su"),
    "byday": re.compile(rf"{_WEEKDAY}(?:,{_WEEKDAY})*"),
    "bymonthday": re.compile(r"-?\d{1,2}(?:,-?\d{1,2})*"),
    "bymonth": re.compile(r"\d{1,2}(?:,\d{1,2})*"),
    "bysetpos": re.compile(r"-?\d{1,2}(?:,-?\d{1,2})*"),
}
_ALWAYS = frozenset(("freq", "interval", "count", "until", "wkst"))
_ALLOWED = {
    "daily": _ALWAYS,
    "weekly": _ALWAYS | {"byday"},
    "monthly": _ALWAYS | {"byday", "bymonthday", "bysetpos"},
    "yearly": _ALWAYS | {"byday", "bymonthday", "bymonth", "bysetpos"},
}
"""A filter on days without a frequency that steps over them makes the library try every day to the year 9999."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An RRULE and its first wall time, which fixes the phase and the time of day."""

    start: datetime
    rule: str

    def __str__(self) -> str:
        return f"DTSTART:{self.start:%Y%m%dT%H%M%S} RRULE:{self.rule}"

    def walls(self, after: datetime) -> Iterator[datetime]:
        """The wall times after one, in order."""
        from dateutil.rrule import rrulestr  # 20 ms that only communities with such a rule pay

        return cast(Iterator[datetime], rrulestr(self.rule, dtstart=self.start).xafter(after))


def looks_like_rule(text: str) -> bool:
    """Whether a folded text means to be an RRULE."""
    return text.startswith(("dtstart", "rrule", "freq="))


def read_rule(text: str) -> Rule | Misread:
    """`DTSTART:20260105T090000 RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO`, folded."""
    form = _FORM.fullmatch(text)
    if form is None:
        return Misread(why=Trouble.RULE, part=text[:60])
    parts: dict[str, str] = {}
    for pair in form[2].strip("; ").split(";"):
        name, _, value = pair.strip().partition("=")
        if name in parts or name not in _PARTS or not _PARTS[name].fullmatch(value):
            return Misread(why=Trouble.RULE, part=pair.upper())
        parts[name] = value
    refused = parts.keys() - _ALLOWED.get(parts.get("freq", ""), frozenset())
    if refused or {"count", "until"} <= parts.keys():
        return Misread(why=Trouble.RULE, part=", ".join(sorted(refused or {"count", "until"})).upper())
    return _built(form[1], ";".join(f"{name}={value}" for name, value in parts.items()).upper())


def _built(start: str, rule: str) -> Rule | Misread:
    try:
        read = Rule(start=datetime.fromisoformat(start.upper()), rule=rule)
        read.walls(read.start)
    except ValueError:
        return Misread(why=Trouble.RULE, part=rule)
    return read
