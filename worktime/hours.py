"""Weekly hours as people write them: `Mon-Fri 09:00-18:00, Sat 10:00-12:00`, also 周一至周五 09:00-18:00."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from chat.errors import Unfit

DAY = timedelta(days=1)
WEEK = range(7)
_NAMES: Mapping[str, int] = {
    **{name: day for day, name in enumerate("mon tue wed thu fri sat sun".split())},
    **{name: day for day, name in enumerate("一二三四五六日")},
    "天": 6,
}
_DAY = r"(?:周|星期|礼拜)?[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_DAYS = re.compile(rf"(?P<first>{_DAY})(?:\s*(?:-|–|~|至|到)\s*(?P<last>{_DAY}))?", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:-|–|~|至|到)\s*(\d{1,2})[:：](\d{2})")
_BETWEEN = re.compile(r"[\s,，、;；和]*")
_ALWAYS = frozenset({"24/7", "always", "全天", "7x24", "7×24"})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one time of the wall clock to another on the same day, as lengths since midnight."""

    start: timedelta
    end: timedelta


Hours = tuple[tuple[Span, ...], ...]
"""Seven days, Monday first, each with its spans in order and apart from each other."""

ALWAYS: Hours = ((Span(timedelta(), DAY),),) * 7
WHOLE_DAY = (Span(timedelta(), DAY),)


def read_hours(text: str) -> Hours:
    """The weekly hours that `text` names. Raises ValueError for what it does not understand."""
    text = text.strip()
    if text.lower() in _ALWAYS:
        return ALWAYS
    week: dict[int, list[Span]] = {day: [] for day in WEEK}
    days: list[int] = []
    position, after_span = 0, True
    while position < len(text):
        if found := _SPAN.match(text, position):
            if not days:
                raise Unfit("language.unfit.hours.no_day", text=text)
            for day in days:
                week[day].append(_span(found))
            after_span = True
        elif found := _DAYS.match(text, position):
            days = [] if after_span else days
            days += _days(found)
            after_span = False
        else:
            raise Unfit("language.unfit.hours.neither", text=text[position:])
        gap = _BETWEEN.match(text, found.end())
        position = gap.end() if gap else found.end()
    if not after_span or not any(week.values()):
        raise Unfit("language.unfit.hours.no_time", text=text)
    return tuple(merged(week[day]) for day in WEEK)


def read_spans(text: str) -> tuple[Span, ...]:
    """The times that `text` names for one day (`09:00-12:00, 13:00-18:00`); none for "" or `closed`."""
    if text.strip().lower() in ("", "closed", "休息"):
        return ()
    found = [_span(one) for one in _SPAN.finditer(text)]
    if not found or _BETWEEN.sub("", _SPAN.sub("", text)):
        raise Unfit("language.unfit.hours.no_span", text=text)
    return merged(found)


def _days(found: re.Match[str]) -> Iterable[int]:
    first = _NAMES[_key(found["first"])]
    last = _NAMES[_key(found["last"])] if found["last"] else first
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _key(name: str) -> str:
    return name[:3].lower() if name[0].isascii() else name[-1]


def _span(found: re.Match[str]) -> Span:
    start_h, start_m, end_h, end_m = (int(part) for part in found.groups())
    start, end = (
        timedelta(hours=hour, minutes=minute) for hour, minute in ((start_h, start_m), (end_h, end_m))
    )
    if not (start < end <= DAY) or start_m > 59 or end_m > 59:
        raise Unfit("language.unfit.hours.backwards", text=found[0])
    return Span(start, end)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch or overlap joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    assert all(one.end < other.start for one, other in pairwise(joined))
    return tuple(joined)
