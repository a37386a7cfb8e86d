"""Spans, statistics, and how they are said: n below 10 shows no percentage."""

from __future__ import annotations

import itertools
import statistics
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analytics.facts import Fact
from analytics.figures import FEW, Figures, Lengths, Report, share
from analytics.settings import AnalyticsSettings
from analytics.spans import WEEKDAYS, Length, Span, weekly_moments
from analytics.wording import length, report_text
from bot.storage.store import Store
from chat.decision import Audit
from chat.people import Space
from chat.text import Text
from tests.analytics.bureau import MORNING, Bureau, message, person

TODAY = date(2026, 11, 23)
DAY = Span(length=Length.DAY, last=TODAY)
WEEK = Span(length=Length.WEEK, last=TODAY)


def made(
    *, now: Figures, before: Figures | None = None, so_far: bool = False, replies: tuple[float, ...] = ()
) -> Text:
    report = Report(
        span=WEEK,
        so_far=so_far,
        now=now,
        before=before or Figures(),
        replies=Lengths.of(replies),
        first_replies=Lengths(),
        trend=(),
    )
    return report_text(report, MORNING, "Asia/Shanghai", timedelta(hours=24))


def said(text: Text, name: str) -> Text:
    argument = text.args[name]
    assert isinstance(argument, Text)
    return argument


def test_spans() -> None:
    assert (DAY.first, DAY.before.last) == (TODAY, date(2026, 11, 22))
    assert (WEEK.first, WEEK.before.first, WEEK.before.last) == (
        date(2026, 11, 17),
        date(2026, 11, 10),
        date(2026, 11, 16),
    )
    assert len(DAY.trend) == len(WEEK.trend) == 14
    month = Span(length=Length.MONTH, last=TODAY)
    assert (month.first, month.before.last) == (date(2026, 10, 25), date(2026, 10, 24))
    assert (month.trend[0], len(month.trend)) == (month.before.first, 60)
    assert (WEEK.trend[0], WEEK.trend[-1]) == (WEEK.before.first, TODAY)


@pytest.mark.parametrize(
    ("zone", "at", "moment"),
    [
        ("Asia/Shanghai", time(9), "2026-11-30T01:00:00+00:00"),
        ("Europe/Berlin", time(9), "2026-11-30T08:00:00+00:00"),
    ],
)
def test_the_next_weekly_moment(zone: str, at: time, moment: str) -> None:
    found = next(weekly_moments(datetime(2026, 11, 23, 8, 0, tzinfo=UTC), "monday", at, ZoneInfo(zone)))
    assert found == datetime.fromisoformat(moment)


@given(
    zone=st.sampled_from(["Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Asia/Shanghai"]),
    weekday=st.sampled_from(WEEKDAYS),
    at=st.times(min_value=time(0), max_value=time(23, 59)).map(
        lambda one: one.replace(second=0, microsecond=0)
    ),
    after=st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2028, 1, 1)),  # noqa: DTZ001
)
@example("America/Santiago", "sunday", time(0, 0, fold=1), datetime(2026, 1, 1))  # noqa: DTZ001
def test_a_weekly_moment_comes_once_in_every_local_week(
    zone: str, weekday: str, at: time, after: datetime
) -> None:
    here = ZoneInfo(zone)
    moments = list(itertools.islice(weekly_moments(after.replace(tzinfo=UTC), weekday, at, here), 60))
    assert moments[0] > after.replace(tzinfo=UTC)
    assert moments == sorted(set(moments))
    days = [moment.astimezone(here).date() for moment in moments]
    assert all(later - earlier == timedelta(days=7) for earlier, later in itertools.pairwise(days))


@given(st.lists(st.floats(min_value=0, max_value=1e6), min_size=1, max_size=60))
def test_quantiles_are_values_that_so_many_do_not_exceed(seconds: list[float]) -> None:
    lengths = Lengths.of(seconds)
    for part in (0.5, 0.9, 1.0):
        value = lengths.quantile(part)
        assert value in seconds
        assert sum(one <= value for one in seconds) >= part * len(seconds)
        assert sum(one < value for one in seconds) < part * len(seconds)
    assert lengths.quantile(0.5) == statistics.median_low(seconds)


@given(part=st.integers(0, 1000), whole=st.integers(0, 1000))
def test_few_have_no_share(part: int, whole: int) -> None:
    assert (share(part, whole) is None) == (whole < FEW)


def test_below_ten_there_is_n_and_no_percentage() -> None:
    few = made(
        now=Figures(messages=4, facts={"faq.answered": 3, "faq.unanswered": 1}), before=Figures(messages=5)
    )
    assert said(few, "messages").key == "analytics.report.count"
    assert said(few, "answered_share") == Text("analytics.report.few", {"count": 4})
    assert said(few, "replies").key == "analytics.report.no_lengths"


def test_from_ten_on_there_is_a_percentage_and_a_percentile() -> None:
    many = made(
        now=Figures(messages=150, facts={"faq.answered": 8, "faq.unanswered": 2}),
        before=Figures(messages=100),
        replies=tuple(float(60 * minute) for minute in range(1, 11)),
    )
    assert said(many, "messages").args["change"] == "+50"
    assert said(many, "answered_share").args["percent"] == 80
    replies = said(many, "replies")
    assert replies.key == "analytics.report.lengths"
    assert replies.args["median"] == length(300)
    assert replies.args["most"] == length(540)


def test_a_day_that_is_not_over_is_not_compared_in_percent() -> None:
    text = made(now=Figures(messages=50), before=Figures(messages=100), so_far=True)
    assert said(text, "messages").key == "analytics.report.count"
    assert said(text, "title").key == "analytics.report.week_so_far"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, Text("analytics.length.seconds", {"seconds": 0})),
        (59.4, Text("analytics.length.seconds", {"seconds": 59})),
        (59.6, Text("analytics.length.minutes", {"minutes": 1, "seconds": 0})),
        (3_725, Text("analytics.length.hours", {"hours": 1, "minutes": 2})),
        (90_000, Text("analytics.length.days", {"days": 1, "hours": 1})),
    ],
)
def test_lengths_in_their_two_largest_units(seconds: float, expected: Text) -> None:
    assert length(seconds) == expected


async def test_a_week_counts_each_active_person_once_and_each_fact(store: Store) -> None:
    bureau = Bureau(store)
    ann, bob = person("ann"), person("bob")
    for back in range(9):
        at = MORNING - timedelta(days=back)
        await bureau.happens(message(ann, back, at), audit=(Audit(code="faq.answered", subject="x"),))
    await bureau.happens(message(bob, 20, MORNING - timedelta(days=8)))
    report = await bureau.analytics.reporting.report(Length.WEEK, TODAY)
    assert (report.now.active, report.now.messages, report.now.count(Fact.FAQ_ANSWERED)) == (1, 7, 7)
    assert (report.before.active, report.before.messages, report.before.count(Fact.FAQ_ANSWERED)) == (2, 3, 2)
    assert [one.messages for _, one in report.trend][-9:] == [2] + [1] * 8
    assert report.so_far
    sketch = bureau.analytics.reporting.sketch(report, "en")
    assert (sum(sketch.messages), sum(sketch.answered), sketch.marked) == (10, 9, 7)
    month = await bureau.analytics.reporting.report(Length.MONTH, TODAY)
    assert (month.now.active, month.now.messages, month.before.messages) == (2, 10, 0)
    month = await bureau.analytics.reporting.report(Length.MONTH, TODAY + timedelta(days=25))
    assert (month.now.messages, month.before.messages, month.before.count(Fact.FAQ_ANSWERED)) == (5, 5, 4)


async def test_nothing_at_all_is_reported_as_zeros(store: Store) -> None:
    report = await Bureau(store).analytics.reporting.report(Length.DAY, TODAY)
    assert report.now == report.before == Figures()


async def test_the_weekly_alarm_is_set_once_an_hour_and_moves_with_the_settings(store: Store) -> None:
    bureau = Bureau(store)
    first = await bureau.analytics.reporting.arm()
    await bureau.write(first.writes)
    (alarm,) = first.alarms
    assert alarm.at == datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
    assert not (await bureau.analytics.reporting.arm()).alarms
    bureau.analytics.settings = AnalyticsSettings(weekly_day="tuesday")
    (moved,) = (await bureau.analytics.reporting.arm()).alarms
    assert moved.at == datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    bureau.analytics.settings = AnalyticsSettings(weekly_day="off")
    (cancelled,) = (await bureau.analytics.reporting.arm()).alarms
    assert cancelled.at is None


async def test_a_week_is_made_once_and_after_a_long_stop_only_the_newest(store: Store) -> None:
    bureau = Bureau(store)
    await bureau.write((await bureau.analytics.reporting.arm()).writes)
    due = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
    bureau.clock.moment = due + timedelta(days=15)
    found = await bureau.analytics.reporting.weekly(due)
    assert found is not None
    span, decision = found
    assert span.last == date(2026, 12, 13)
    await bureau.write(decision.writes)
    assert decision.alarms[0].at == datetime(2026, 12, 21, 1, 0, tzinfo=UTC)
    assert await bureau.analytics.reporting.weekly(due) is None


async def test_a_picture_is_ordered_with_its_place(store: Store) -> None:
    bureau = Bureau(store)
    staff = Space("telegram", "-1001", "7")
    order = bureau.analytics.reporting.order_picture(WEEK, staff, None, "zh")
    await bureau.write(order.writes)
    row = await bureau.analytics.reporting.ordered(order.alarms[0].subject)
    assert row is not None
    assert (row["platform"], row["space"], row["thread"], row["last"]) == (
        "telegram",
        "-1001",
        "7",
        "2026-11-23",
    )
    bureau.analytics.settings = AnalyticsSettings(pictures=False)
    assert not bureau.analytics.reporting.order_picture(WEEK, staff, None, "zh").alarms
