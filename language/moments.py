"""When something ends, as people write it: `2h`, `2026-12-01 20:00`, `12-01 20:00`, `20:00`, 明天 20:00."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from language.durations import parse_duration


class MomentProblem(StrEnum):
    """Why a text names no moment that can be used."""

    UNREADABLE = "unreadable"
    NO_SUCH_TIME = "no_such_time"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"


_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})"
_DATED = re.compile(
    rf"(?:(?P<year>\d{{4}})[-/.年])?(?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})日?[T\s]*{_CLOCK}"
)
_NAMED = re.compile(rf"(?P<name>今天|明天|后天|today|tomorrow)?\s*{_CLOCK}", re.IGNORECASE)
_SPAN = re.compile(r"(?:in\s+|再过)?(?P<length>.+?)(?:之?后)?", re.IGNORECASE)
_DAYS = {"今天": 0, "today": 0, "明天": 1, "tomorrow": 1, "后天": 2}
_DAY = timedelta(days=1)


def read_moment(
    text: str, *, now: datetime, zone: ZoneInfo, shortest: timedelta, longest: timedelta
) -> datetime | MomentProblem:
    """The moment (UTC) that `text` names, seen from `now` in the community's zone.

    A local time that the clocks skip is refused, one that they repeat means its first turn. A year or day that is
    left out is the next one to come.
    """
    moment = _read(unicodedata.normalize("NFKC", text).strip(), now, zone)
    if isinstance(moment, MomentProblem):
        return moment
    if moment < now + shortest:
        return MomentProblem.TOO_SOON
    return MomentProblem.TOO_FAR if moment > now + longest else moment


def _read(text: str, now: datetime, zone: ZoneInfo) -> datetime | MomentProblem:
    if span := _SPAN.fullmatch(text):
        length = parse_duration(span["length"])
        if length is not None:
            return now + length
    today = now.astimezone(zone).date()
    if dated := _DATED.fullmatch(text):
        year = int(dated["year"] or today.year)
        moment = _local(year, int(dated["month"]), int(dated["day"]), dated, zone)
        if not dated["year"] and isinstance(moment, datetime) and moment <= now:
            return _local(year + 1, int(dated["month"]), int(dated["day"]), dated, zone)
        return moment
    if named := _NAMED.fullmatch(text):
        day = today + _DAY * _DAYS.get((named["name"] or "").lower(), 0)
        moment = _local(day.year, day.month, day.day, named, zone)
        if not named["name"] and isinstance(moment, datetime) and moment <= now:
            day += _DAY
            return _local(day.year, day.month, day.day, named, zone)
        return moment
    return MomentProblem.UNREADABLE


def _local(year: int, month: int, day: int, clock: re.Match[str], zone: ZoneInfo) -> datetime | MomentProblem:
    try:
        at = time(int(clock["hour"]), int(clock["minute"]))
        moment = datetime.combine(date(year, month, day), at, zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return MomentProblem.NO_SUCH_TIME
    return moment if moment.astimezone(zone).time() == at else MomentProblem.NO_SUCH_TIME
