"""Due and elapsed are exact to the second over zones, changes of the clocks, holidays and make-up days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random  # noqa: TID251 (a seeded test draws its own cases)
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import count
from tests.worktime.reference import OFF_2025, OFF_2026, WORKED_2025, WORKED_2026, Wall
from worktime.calendar import Calendar, Closure
from worktime.clock import NeverOpen, closes, due, due_days, elapsed, opens
from worktime.hours import ALWAYS, Span, read_hours
from worktime.public import public_days

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHANGES = {
    "Asia/Shanghai": datetime(2025, 9, 27, tzinfo=UTC),
    "Europe/Berlin": datetime(2025, 10, 26, tzinfo=UTC),
    "America/New_York": datetime(2026, 3, 8, tzinfo=UTC),
    "Australia/Lord_Howe": datetime(2026, 4, 4, 15, tzinfo=UTC),
    "Africa/Cairo": datetime(2026, 4, 24, tzinfo=UTC),
    "Asia/Kathmandu": datetime(2026, 1, 1, tzinfo=UTC),
    "America/St_Johns": datetime(2025, 11, 2, tzinfo=UTC),
    "Pacific/Kiritimati": datetime(2026, 2, 13, tzinfo=UTC),
}
"""Zones, each with a moment near which something unusual happens."""


def some_town(chance: Random) -> tuple[Calendar, Wall, datetime]:
    """A calendar, the same as a wall clock, and the moment around which to look."""
    name, around = chance.choice(list(CHANGES.items()))
    zone = ZoneInfo(name)
    week = [some_minutes(chance) for _ in range(7)]
    extra = {
        around.date() + timedelta(days=step): some_minutes(chance) for step in chance.sample(range(-3, 4), 2)
    }
    china = name == "Asia/Shanghai" or chance.random() < 0.3
    if china:
        around = chance.choice([datetime(2025, 9, 28, tzinfo=UTC), datetime(2026, 2, 14, tzinfo=UTC), around])
    closed = around + timedelta(minutes=chance.randrange(-3000, 3000))
    closures = (
        ((closed, closed + timedelta(minutes=chance.randrange(1, 900))),) if chance.random() < 0.5 else ()
    )
    first = next((minutes for minutes in week if minutes), [])

    def minutes(day: date) -> list[tuple[int, int]]:
        if day in extra:
            return extra[day]
        if china and day in WORKED_2025 | WORKED_2026:
            return first
        return [] if china and day in OFF_2025 | OFF_2026 else week[day.weekday()]

    calendar = Calendar(
        zone=zone,
        hours=tuple(spans(one) for one in week),
        country="CN" if china else "",
        extra={day: spans(one) for day, one in extra.items()},
        closures=tuple(Closure(*one) for one in closures),
    )
    return calendar, Wall(zone, minutes, closures), around


def some_minutes(chance: Random) -> list[tuple[int, int]]:
    if chance.random() < 0.2:
        return []
    edges = sorted(chance.sample(range(1441), chance.choice([2, 2, 4])))
    return list(zip(edges[::2], edges[1::2], strict=True))


def spans(minutes: list[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(Span(timedelta(minutes=start), timedelta(minutes=end)) for start, end in minutes)


def test_random_spans_agree_with_the_wall_clock() -> None:
    chance, tried = Random(20261126), count(120, 10_000)
    for _ in range(tried):
        calendar, wall, around = some_town(chance)
        start = around + timedelta(seconds=chance.randrange(-200_000, 100_000))
        end = start + timedelta(seconds=int(chance.triangular(0, 300_000, 30_000)))
        told = f"{calendar} {start} {end}"
        open_time = elapsed(calendar, start, end)
        assert open_time == wall.elapsed(start, end), told
        assert calendar.is_open(start) == wall.open_at(start), told
        if open_time:
            length = timedelta(seconds=chance.randrange(1, int(open_time.total_seconds()) + 1))
            assert due(calendar, start, length) == wall.due(start, length), told
            assert elapsed(calendar, start, due(calendar, start, length)) == length, told


def test_a_friday_evening_before_a_make_up_saturday() -> None:
    office = Calendar(zone=SHANGHAI, hours=read_hours("Mon-Fri 09:00-18:00"), country="CN")
    friday = datetime(2026, 2, 13, 17, 50, tzinfo=SHANGHAI)
    assert due(office, friday, timedelta(hours=1)) == datetime(2026, 2, 14, 9, 50, tzinfo=SHANGHAI)
    assert due(office, friday, timedelta(minutes=10)) == datetime(2026, 2, 13, 18, 0, tzinfo=SHANGHAI)
    after_the_festival = datetime(2026, 2, 24, 9, 0, tzinfo=SHANGHAI)
    assert opens(office, datetime(2026, 2, 14, 18, 0, tzinfo=SHANGHAI)) == after_the_festival


@pytest.mark.parametrize(
    ("year", "off", "worked"), [(2025, OFF_2025, WORKED_2025), (2026, OFF_2026, WORKED_2026)]
)
def test_days_off_in_china_are_those_announced(year: int, off: set[date], worked: set[date]) -> None:
    found = public_days("CN", year)
    assert found.off == off
    assert found.made_up == worked


def test_business_days_keep_the_time_of_day() -> None:
    office = Calendar(zone=SHANGHAI, hours=read_hours("周一至周五 09:00-12:00 13:00-18:00"), country="CN")

    def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
        return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)

    assert due_days(office, at(26, 10), 1) == at(27, 10)
    assert due_days(office, at(26, 10), 2) == at(30, 10)
    assert due_days(office, at(28, 15), 1) == at(1, 9, month=12), "a Saturday counts from Monday 09:00"
    assert due_days(office, at(26, 12, 30), 1) == at(27, 13), "at noon it opens at 13:00"
    short = Calendar(
        zone=SHANGHAI,
        hours=office.hours,
        extra={date(2026, 11, 27): read_hours("Mon 09:30-11:00")[0]},
    )
    assert due_days(short, at(26, 17), 1) == at(27, 11), "a short day ends before"
    assert due_days(short, at(26, 9), 1) == at(27, 9, 30), "a late day begins after"
    assert due_days(Calendar(zone=SHANGHAI), at(26, 10), 2) == at(28, 10)


def test_without_a_calendar_it_is_always_open() -> None:
    start, night = datetime(2026, 1, 1, 3, tzinfo=UTC), timedelta(hours=30)
    always = Calendar(zone=SHANGHAI)
    assert due(always, start, night) == start + night
    assert elapsed(always, start, start + night) == night
    assert elapsed(always, start + night, start) == timedelta()
    assert closes(always, start) is None
    assert opens(always, start) == start
    assert due(always, start, timedelta()) == start
    assert (
        Calendar(zone=SHANGHAI, hours=ALWAYS, closures=(Closure(start, start + night),)).is_always_open
        is False
    )


def test_the_end_of_an_opening_is_found() -> None:
    office = Calendar(zone=SHANGHAI, hours=read_hours("Mon-Fri 09:00-18:00, Sat-Sun 00:00-24:00"))
    assert closes(office, datetime(2026, 11, 26, 10, tzinfo=SHANGHAI)) == datetime(
        2026, 11, 26, 18, tzinfo=SHANGHAI
    )
    assert closes(office, datetime(2026, 11, 26, 20, tzinfo=SHANGHAI)) is None
    assert closes(office, datetime(2026, 11, 28, 5, tzinfo=SHANGHAI)) == datetime(
        2026, 11, 30, tzinfo=SHANGHAI
    )


def test_a_calendar_that_never_opens_says_so() -> None:
    never = Calendar(zone=SHANGHAI, hours=((),) * 7)
    for asked in (
        lambda: opens(never, CHANGES["Asia/Shanghai"]),
        lambda: due_days(never, CHANGES["Asia/Shanghai"], 1),
    ):
        with pytest.raises(NeverOpen):
            asked()
    with pytest.raises(NeverOpen):
        due(never, CHANGES["Asia/Shanghai"], timedelta(seconds=1))
