"""Recurrences in the words of people, zh and en: every Monday at nine, 每月最后一天 18:00 (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from language.daytime import TIME, in_figures, times_in
from schedules.cron import WEEKDAYS, weekday_names


class Kind(StrEnum):
    """The sorts of recurrence."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    EVERY = "every"
    CRON = "cron"
    RULE = "rule"


class Trouble(StrEnum):
    """Why a recurrence cannot be read; the word of `schedules.recurrence.problem.<trouble>`."""

    UNREADABLE = "unreadable"
    TIME = "time"
    DATE = "date"
    DAY = "day"
    UNEVEN = "uneven"
    FIELD = "field"
    RULE = "rule"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Misread:
    """What could not be read, and which part of the text it was."""

    why: Trouble
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A recurrence as said. Days are weekday names, dates of the month, `last`, or such as `2nd tue`."""

    kind: Kind
    times: tuple[time, ...] = ()
    days: tuple[str, ...] = ()
    on: date | None = None
    minutes: int = 0

    def __str__(self) -> str:
        """The canonical wording."""
        if self.kind is Kind.EVERY:
            whole_hours = self.minutes % 60 == 0
            return f"every {self.minutes // 60} hours" if whole_hours else f"every {self.minutes} minutes"
        times = ",".join(f"{moment:%H:%M}" for moment in self.times)
        when = str(self.on) if self.kind is Kind.ONCE else self.kind.value
        return " ".join(filter(None, (when, ",".join(self.days), times)))


_AND = r"\s*(?:,|、|和|及|\band\b|&)\s*"
_TIMES = re.compile(rf"(?P<when>.*?)(?:^|[\s,]|(?<=\D))(?:at\s+|在|的)?\s*(?P<times>{TIME}(?:{_AND}{TIME})*)")

_ONCE = re.compile(r"(?:once|一次)?\s*(\d{4})(?:-|年)(\d{1,2})(?:-|月)(\d{1,2})[日号t]?")
_DAILY = re.compile(r"daily|each day|every ?day|每天|每日|天天")
_MONTHLY = re.compile(r"(?:(?:monthly|every month|each month)(?:\s+on)?\s*|每个?月的?)(?P<days>.+)")
_WEEKLY = re.compile(
    r"(?:(?:weekly|every week|every|each)(?:\s+on)?\s+|on\s+|每逢|每个?(?=周|星期|礼拜|工作日))?(?P<days>.+)"
)
_EVERY = re.compile(
    r"(?:every|每隔?)\s*(?P<number>\d{1,4}|半)?\s*个?(?P<unit>minutes?|mins?|hours?|分钟|小时|钟头)"
    r"|(?P<hourly>hourly)|\*/(?P<step>\d{1,4})"
)

_SPECIAL = {
    "weekday": "mon-fri",
    "workday": "mon-fri",
    "weekend": "sat-sun",
    "工作日": "mon-fri",
    "周末": "sat-sun",
}
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_NAMES = {
    **dict(zip("一二三四五六日天1234567", (*WEEKDAYS, "sun", *WEEKDAYS), strict=True)),
    **{name[:length]: name[:3] for name in _ENGLISH for length in (3, 4, 5, len(name))},
    **{f"{name}s": name[:3] for name in _ENGLISH},
}
_ORDINALS = {
    "1st": "1st", "first": "1st", "第一": "1st", "第1": "1st",
    "2nd": "2nd", "second": "2nd", "第二": "2nd", "第2": "2nd",
    "3rd": "3rd", "third": "3rd", "第三": "3rd", "第3": "3rd",
    "4th": "4th", "fourth": "4th", "第四": "4th", "第4": "4th",
    "5th": "5th", "fifth": "5th", "第五": "5th", "第5": "5th",
    "last": "last", "最后一": "last",
}  # fmt: skip
_NTH = re.compile(rf"({'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\s*个?\s*(\D.*)")
_DATE = re.compile(r"(\d{1,2})(?:st|nd|rd|th|日|号)?")
_LAST_DAY = frozenset(("last", "last day", "最后一天", "最后1天", "月底", "月末"))


def read_phrase(text: str) -> Phrase | Misread:
    """What a folded text says."""
    text = in_figures(re.sub(r"\s+", " ", text).strip())
    every = _EVERY.fullmatch(text)
    if every:
        return _every(every)
    timed = _TIMES.fullmatch(text)
    if timed is None:
        return Misread(why=Trouble.UNREADABLE, part=text)
    read = times_in(timed["times"])
    times = tuple(sorted({moment for moment in read if moment is not None}))
    if None in read:
        return Misread(why=Trouble.TIME, part=timed["times"])
    when = timed["when"].strip(" ,")
    once = _ONCE.fullmatch(when)
    if once:
        return _once(once, times)
    if _DAILY.fullmatch(when):
        return Phrase(kind=Kind.DAILY, times=times)
    monthly = _MONTHLY.fullmatch(when)
    if monthly:
        return _monthly(monthly["days"], times)
    weekly = _WEEKLY.fullmatch(when)
    days = _weekdays(weekly["days"]) if weekly else None
    if days is None:
        return Misread(why=Trouble.UNREADABLE if weekly is None else Trouble.DAY, part=when or text)
    return Phrase(kind=Kind.WEEKLY, times=times, days=days)


def _every(match: re.Match[str]) -> Phrase | Misread:
    """An interval must divide the hour or the day, or its rhythm would break at each turn of them."""
    hours = bool(match["hourly"]) or (match["unit"] or "").startswith(("hour", "小时", "钟头"))
    number = match["step"] or match["number"] or "1"
    minutes = (30 if hours else 0) if number == "半" else int(number) * (60 if hours else 1)
    if minutes < 1 or 1440 % minutes or (60 % minutes if minutes < 60 else minutes % 60):
        return Misread(why=Trouble.UNEVEN, part=match[0])
    return Phrase(kind=Kind.EVERY, minutes=minutes)


def _once(match: re.Match[str], times: tuple[time, ...]) -> Phrase | Misread:
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return Misread(why=Trouble.DATE, part=match[0])
    if len(times) > 1 or not 1970 < day.year < 9000:
        return Misread(why=Trouble.DATE, part=match[0])
    return Phrase(kind=Kind.ONCE, times=times, on=day)


def _monthly(written: str, times: tuple[time, ...]) -> Phrase | Misread:
    days: list[str] = []
    for item in re.split(_AND, written.strip()):
        day = _month_day(re.sub(r"^(?:on )?the ", "", item.strip()))
        if day is None:
            return Misread(why=Trouble.DAY, part=item or written)
        if day not in days:
            days.append(day)
    return Phrase(kind=Kind.MONTHLY, times=times, days=tuple(sorted(days, key=_by_date)))


def _month_day(item: str) -> str | None:
    if item in _LAST_DAY:
        return "last"
    dated = _DATE.fullmatch(item)
    if dated:
        return str(int(dated[1])) if 1 <= int(dated[1]) <= 31 else None
    nth = _NTH.fullmatch(item)
    weekday = _weekdays(nth[2]) if nth else None
    return f"{_ORDINALS[nth[1]]} {weekday[0]}" if nth and weekday and len(weekday) == 1 else None


def _by_date(day: str) -> tuple[int, str]:
    return (int(day), "") if day.isdigit() else (99, day)


def _weekdays(written: str) -> tuple[str, ...] | None:
    """Weekday names of `mon, wed and fri`, `Monday to Friday`, `周一、三、五`, `一三五`, `周一至周五`."""
    text = re.sub(r"\s*(?:-|~|\bto\b|\bthrough\b|到|至)\s*", "-", written.strip())
    special = _SPECIAL.get(text.removesuffix("s"))
    if special:
        return weekday_names([special])
    text = re.sub(r"周|星期|礼拜", "", text)
    text = re.sub(r"(?<=[一二三四五六日天])(?=[一二三四五六日天])", ",", text)
    items = []
    for item in re.split(_AND, text):
        ends = [_DAY_NAMES.get(end) for end in item.strip().split("-")]
        if len(ends) > 2 or None in ends:
            return None
        items.append("-".join(end for end in ends if end))
    return weekday_names(items)
