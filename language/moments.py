"""When something ends, as people write it: `2h`, `2026-12-01 20:00`, `20:00`, tomorrow at 8pm, 明晚八点半."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from language.daytime import TIME, in_figures, times_in
from language.durations import parse_duration
from language.fold import fold


class MomentProblem(StrEnum):
    """Why a text names no moment that can be used."""

    UNREADABLE = "unreadable"
    NO_SUCH_TIME = "no_such_time"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"


_DAYS = {
    "今天": 0, "今日": 0, "today": 0, "tonight": 0,
    "明天": 1, "明日": 1, "tomorrow": 1,
    "后天": 2, "the day after tomorrow": 2, "大后天": 3,
}  # fmt: skip
_SHORT = {"今早": "今天早上", "今晚": "今天晚上", "明早": "明天早上", "明晚": "明天晚上"}
_CLOCK = rf"(?:at|的)?\s*(?P<clock>{TIME})"
_TELLS = re.compile(r"[:点]|[ap]m")
"""A number alone is no time of day."""

_DATED = re.compile(
    rf"(?:(?P<year>\d{{4}})[-/.年])?(?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})[日号]?[t\s]*{_CLOCK}"
)
_NAMED = re.compile(rf"(?P<name>{'|'.join(_DAYS)})?\s*{_CLOCK}")
_SPAN = re.compile(r"(?:in\s+|再过|过)?(?P<length>.+?)(?:\s*(?:之后|以后|后|from now|later))?")
_DAY = timedelta(days=1)


def read_moment(
    text: str, *, now: datetime, zone: ZoneInfo, shortest: timedelta, longest: timedelta
) -> datetime | MomentProblem:
    """The moment (UTC) that `text` names, seen from `now` in the community's zone.

    A local time that the clocks skip is refused, one that they repeat means its first turn. A year or day that is
    left out is the next one to come.
    """
    moment = _read(_spelt(text), now, zone)
    if isinstance(moment, MomentProblem):
        return moment
    if moment < now + shortest:
        return MomentProblem.TOO_SOON
    return MomentProblem.TOO_FAR if moment > now + longest else moment


def _spelt(text: str) -> str:
    spelt = fold(text).strip()
    for short, whole in _SHORT.items():
        spelt = spelt.replace(short, whole).replace(whole + "上", whole)
    return in_figures(spelt)


def _read(text: str, now: datetime, zone: ZoneInfo) -> datetime | MomentProblem:
    if span := _SPAN.fullmatch(text):
        length = parse_duration(span["length"])
        if length is not None:
            return now + length
    read = _DATED.fullmatch(text) or _NAMED.fullmatch(text)
    if read is None or not _TELLS.search(read["clock"]):
        return MomentProblem.UNREADABLE
    at = next(iter(times_in(read["clock"])), None)
    if at is None:
        return MomentProblem.NO_SUCH_TIME
    today = now.astimezone(zone).date()
    if "month" in read.groupdict():
        year = int(read["year"] or today.year)
        moment = _local(year, int(read["month"]), int(read["day"]), at, zone)
        if not read["year"] and isinstance(moment, datetime) and moment <= now:
            return _local(year + 1, int(read["month"]), int(read["day"]), at, zone)
        return moment
    if read["name"] == "tonight" and at.hour < 12 and "m" not in read["clock"]:
        at = at.replace(hour=at.hour + 12)
    day = today + _DAY * _DAYS.get(read["name"] or "", 0)
    moment = _local(day.year, day.month, day.day, at, zone)
    if not read["name"] and isinstance(moment, datetime) and moment <= now:
        day += _DAY
        return _local(day.year, day.month, day.day, at, zone)
    return moment


def _local(year: int, month: int, day: int, at: time, zone: ZoneInfo) -> datetime | MomentProblem:
    try:
        moment = datetime.combine(date(year, month, day), at, zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return MomentProblem.NO_SUCH_TIME
    return moment if moment.astimezone(zone).time() == at else MomentProblem.NO_SUCH_TIME
