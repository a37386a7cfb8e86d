"""Weekly hours and feeds are read as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from worktime.calendar import Calendar, Closure
from worktime.clock import elapsed
from worktime.feed import BadFeed, read_feed
from worktime.hours import ALWAYS, Span, read_hours, read_spans
from worktime.public import public_days

OFFICE = Span(timedelta(hours=9), timedelta(hours=18))
SHANGHAI = ZoneInfo("Asia/Shanghai")
FEED = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//garden//holidays//EN
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261127
SUMMARY:Company day
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;TZID=Asia/Shanghai:20261123T100000
DTEND;TZID=Asia/Shanghai:20261123T110000
RRULE:FREQ=WEEKLY;COUNT=2
SUMMARY:Team meeting
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART;VALUE=DATE:20261125
TRANSP:TRANSPARENT
SUMMARY:A birthday
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTART;VALUE=DATE:20261126
STATUS:CANCELLED
SUMMARY:Called off
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


@pytest.mark.parametrize(
    "text",
    [
        "Mon-Fri 09:00-18:00",
        "周一至周五 09:00-18:00",
        "星期一到星期五9：00－18：00".replace("－", "-"),
        "monday–friday 9:00–18:00",
    ],
)
def test_the_same_week_in_many_spellings(text: str) -> None:
    assert read_hours(text) == ((OFFICE,),) * 5 + ((), ())


def test_several_spans_and_days() -> None:
    week = read_hours("周一、周三 09:00-12:00，13:00-18:00；Sat 10:00-12:00")
    assert len(week[0]) == len(week[2]) == 2
    assert week[5] == (Span(timedelta(hours=10), timedelta(hours=12)),)
    assert week[1] == week[6] == ()
    assert read_hours("Fri-Mon 00:00-24:00")[1] == ()
    assert read_hours("Fri-Mon 00:00-24:00")[6] == ALWAYS[0]
    assert read_hours("24/7") == read_hours("全天") == ALWAYS
    assert read_hours("Mon 09:00-12:00 11:00-18:00")[0] == (OFFICE,), "spans that overlap are joined"


@pytest.mark.parametrize(
    "text",
    ["", "Mon", "09:00-18:00", "Mon 18:00-09:00", "Mon 09:00-25:00", "Mon 9-18", "someday 09:00-10:00"],
)
def test_what_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"language\.unfit\.hours"):
        read_hours(text)


def test_the_hours_of_one_day() -> None:
    assert read_spans("09:00-18:00") == (OFFICE,)
    assert read_spans("休息") == read_spans("closed") == ()
    with pytest.raises(ValueError, match=r"unfit\.hours\.no_span"):
        read_spans("late")


def test_a_feed_closes_days_and_hours() -> None:
    closures = read_feed(FEED, date(2026, 11, 20), date(2026, 12, 10), SHANGHAI)
    assert closures == (
        Closure(datetime(2026, 11, 23, 2, tzinfo=UTC), datetime(2026, 11, 23, 3, tzinfo=UTC)),
        Closure(datetime(2026, 11, 26, 16, tzinfo=UTC), datetime(2026, 11, 27, 16, tzinfo=UTC)),
        Closure(datetime(2026, 11, 30, 2, tzinfo=UTC), datetime(2026, 11, 30, 3, tzinfo=UTC)),
    )
    office = Calendar(zone=SHANGHAI, hours=read_hours("Mon-Fri 09:00-18:00"), closures=closures)
    week = datetime(2026, 11, 23, tzinfo=SHANGHAI)
    assert elapsed(office, week, week + timedelta(days=7)) == timedelta(hours=8 + 9 + 9 + 9)


def test_what_is_no_feed_is_refused() -> None:
    for text in ("", "hello", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR"):
        with pytest.raises(BadFeed):
            read_feed(text, date(2026, 1, 1), date(2026, 2, 1), SHANGHAI)


def test_countries_and_their_parts() -> None:
    assert date(2026, 1, 6) in public_days("DE-BY", 2026).off
    assert date(2026, 1, 6) not in public_days("DE", 2026).off
    with pytest.raises(ValueError, match="XX"):
        public_days("XX", 2026)
