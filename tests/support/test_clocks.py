"""The clocks of a ticket: targets, policies, pauses, calls, and the time that none of them may take."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from chat.people import PersonId
from support.business import CalendarSettings, calendar_of
from support.clocks import Kind, Level, dump, load
from support.settings import SupportSettings
from support.states import Step
from support.targets import Target, read_policy, read_target
from support.tickets import Priority, Ticket
from support.timekeeping import Measure, Timekeeper, acknowledged
from tests.support.office import a_ticket
from worktime.clock import elapsed

RAE = PersonId("rae")
SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = CalendarSettings(timezone="Asia/Shanghai", hours="Mon-Fri 09:00-18:00", country="CN")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 on the wall in Shanghai; the 26th is a Thursday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


class Story:
    """A ticket whose steps are timed one after the other."""

    def __init__(self, opened: datetime, calendar: CalendarSettings = OFFICE, **changes: object) -> None:
        self.settings = SupportSettings(calendar=calendar)
        self.keeper = Timekeeper(self.settings, calendar_of(calendar, ZoneInfo("UTC")))
        fresh = a_ticket(opened_at=opened, changed_at=opened, state_since=opened, asked_at=opened, **changes)
        self.ticket: Ticket = self.keeper.begun(fresh)
        self.measures: list[Measure] = []

    def now(self, after: Ticket, now: datetime) -> Story:
        timed = self.keeper.stepped(self.ticket, after, now)
        self.ticket = replace(timed.ticket, clocks=load(dump(timed.ticket.clocks)))
        self.measures += timed.measures
        return self

    def replies(self, now: datetime) -> Story:
        return self.now(self.ticket.replied(RAE, now), now)

    def asks(self, now: datetime) -> Story:
        return self.now(self.ticket.take(Step.MEMBER_WROTE, now), now)

    def due(self, kind: Kind) -> datetime | None:
        run = self.ticket.clocks.run(kind)
        return run.due_at if run else None

    def rings(self, now: datetime) -> Level | None:
        clocks, call = self.keeper.rung(self.ticket.clocks, now)
        self.ticket = replace(self.ticket, clocks=clocks)
        return call.level if call else None

    @property
    def rings_at(self) -> datetime | None:
        return self.keeper.rings_at(self.ticket.clocks)


def test_targets_are_read_and_nonsense_is_refused() -> None:
    assert read_target("15m") == Target(timedelta(minutes=15))
    assert read_target("2bd") == read_target("2个工作日") == Target(days=2)
    assert read_target("-") is None
    for text in ("", "soon", "0m", "2 days later", "bd"):
        with pytest.raises(ValueError, match=r"support\.unfit\.target"):
            read_target(text)


def test_policies_are_read_in_every_part() -> None:
    policy = read_policy("P1 @billing #vip zh telegram: 15m / 30m / 1bd 24/7")
    assert (policy.priority, policy.department, policy.tag) == (1, "billing", "vip")
    assert (policy.language, policy.platform, policy.always) == ("zh", "telegram", True)
    assert policy.resolution == Target(days=1)
    assert read_policy("*: - / - / 3bd").first is None
    for text in ("P1", "P1: 15m", "P9: 1m / 1m / 1m", "P1 P2: 1m / 1m / 1m", "P1 vip: 1m / 1m / 1m"):
        with pytest.raises(ValueError, match=r"unfit\.(policy|condition|target|twice)"):
            read_policy(text)


def test_settings_that_cannot_hold_are_refused() -> None:
    refused: tuple[dict[str, object], ...] = (
        {"policies": ["nonsense"]},
        {"warn_assignee": [50, 120]},
        {"warn_assignee": []},
        {"calendar": {"hours": "Mon 25:00-26:00"}},
        {"calendar": {"country": "XX"}},
        {"calendar": {"timezone": "Mars/Base"}},
        {"calendar": {"extra": ["tomorrow closed"]}},
    )
    for wrong in refused:
        with pytest.raises(ValidationError):
            SupportSettings.model_validate(wrong)


@pytest.mark.parametrize("space", ["\u3000", "\t", "  "])
def test_a_day_and_its_hours_are_parted_by_any_space(space: str) -> None:
    calendar = calendar_of(CalendarSettings(extra=(f"2026-12-24{space}09:00-12:00",)), SHANGHAI)
    assert calendar == calendar_of(CalendarSettings(extra=("2026-12-24 09:00-12:00",)), SHANGHAI)


def test_the_first_policy_that_fits_holds() -> None:
    settings = SupportSettings(policies=("P3 #vip: 5m / - / -", "P3: 4h / 8h / 3bd", "*: 1h / - / -"))
    keeper = Timekeeper(settings, calendar_of(CalendarSettings(), SHANGHAI))

    def first(**changes: object) -> timedelta | None:
        run = keeper.begun(a_ticket(**changes)).clocks.run(Kind.FIRST)
        return run.budget if run else None

    assert first(tags=("vip",)) == timedelta(minutes=5)
    assert first() == timedelta(hours=4)
    assert first(priority=Priority.SAFETY) == timedelta(hours=1)
    assert Timekeeper(SupportSettings(policies=()), keeper.calendar).begun(a_ticket()).clocks.runs == ()


def test_due_moments_follow_the_business_calendar() -> None:
    story = Story(at(27, 17))
    assert story.due(Kind.FIRST) == at(30, 12), "one hour on Friday, three on Monday"
    assert story.due(Kind.RESOLUTION) == datetime(2026, 12, 2, 9, tzinfo=UTC), (
        "three business days later at 17:00"
    )
    assert story.ticket.first_due_at == story.due(Kind.FIRST)
    assert story.ticket.clocks.due_at == at(30, 12)
    round_the_clock = Story(at(27, 17), CalendarSettings())
    assert round_the_clock.due(Kind.FIRST) == at(27, 21)


def test_the_first_reply_of_a_human_stops_the_first_clock_and_is_measured() -> None:
    story = Story(at(26, 10))
    claimed = story.ticket.claimed(RAE, at(26, 11))
    story.now(claimed, at(26, 11))
    assert story.due(Kind.FIRST) == at(26, 14), "a claim stops nothing"
    story.replies(at(26, 12))
    assert story.due(Kind.FIRST) is None
    (measure,) = story.measures
    assert (measure.kind, measure.took, measure.person) == (Kind.FIRST, timedelta(hours=2), RAE)
    assert measure.met


def test_the_next_reply_runs_from_the_first_message_after_the_last_reply() -> None:
    story = Story(at(26, 10)).replies(at(26, 11))
    assert story.ticket.clocks.run(Kind.NEXT) is None, "no clock while the staff spoke last"
    story.asks(at(26, 13)).asks(at(26, 15))
    assert story.due(Kind.NEXT) == at(27, 12), "eight hours from 13:00: five today, three tomorrow"
    story.replies(at(27, 13))
    late = story.measures[-1]
    assert (late.kind, late.took, late.met) == (Kind.NEXT, timedelta(hours=9), False)


def test_time_in_which_it_is_not_the_staffs_turn_does_not_count() -> None:
    story = Story(at(26, 10))
    story.now(story.ticket.snoozed(at(27, 10), at(26, 11)), at(26, 11))
    assert story.due(Kind.FIRST) is None
    assert story.rings_at is None
    story.now(story.ticket.take(Step.WOKEN, at(27, 10)), at(27, 10))
    assert story.due(Kind.FIRST) == at(27, 13), "one of four hours was used"
    budget = story.ticket.clocks.run(Kind.RESOLUTION)
    story.replies(at(27, 12))
    paused = story.ticket.clocks.run(Kind.RESOLUTION)
    assert budget
    assert paused
    assert paused.spent == timedelta(hours=3), "one hour on Thursday, two on Friday"
    assert paused.since is None
    story.asks(at(30, 9))
    resumed = story.due(Kind.RESOLUTION)
    assert resumed is not None
    assert elapsed(story.keeper.calendar, at(30, 9), resumed) == budget.budget - paused.spent


def test_a_question_while_pending_may_be_overdue_at_once() -> None:
    story = Story(at(23, 9), priority=Priority.SAFETY)
    story.now(story.ticket.claimed(RAE, at(23, 9)), at(23, 9))
    story.now(story.ticket.take(Step.WAITING, at(23, 13)), at(23, 13)).asks(at(23, 14))
    assert story.ticket.state.waits, "colleagues are waited for, whatever the member adds"
    story.now(story.ticket.take(Step.TAKEN_UP, at(24, 9)), at(24, 9))
    assert story.due(Kind.FIRST) == at(24, 9)
    assert story.rings_at == at(24, 9)
    assert story.rings(at(24, 9)) is Level.MANAGER


def test_resolution_ends_once_and_a_reopened_ticket_owes_an_answer() -> None:
    story = Story(at(26, 10)).replies(at(26, 11))
    story.now(story.ticket.closed(RAE, "", at(26, 12)), at(26, 12))
    assert [one.kind for one in story.measures] == [Kind.FIRST, Kind.RESOLUTION]
    story.now(story.ticket.reopened(at(26, 15)), at(26, 15))
    assert story.due(Kind.NEXT) == at(27, 14)
    assert story.due(Kind.RESOLUTION) is None
    story.now(story.ticket.closed(RAE, "", at(26, 16)), at(26, 16))
    assert [one.kind for one in story.measures] == [Kind.FIRST, Kind.RESOLUTION], (
        "dropped in time is no measure"
    )


def test_spam_measures_nothing_and_what_was_none_goes_on_where_it_stood() -> None:
    story = Story(at(26, 10))
    story.now(story.ticket.spammed(RAE, at(26, 11)), at(26, 11))
    assert story.measures == []
    assert story.ticket.clocks.due is None
    assert story.rings_at is None
    story.now(story.ticket.cleared(at(27, 10)), at(27, 10))
    assert story.due(Kind.FIRST) == at(27, 13), "one of four hours was used"
    assert story.due(Kind.RESOLUTION) is not None


def test_another_priority_changes_the_promise_and_not_what_was_used() -> None:
    story = Story(at(26, 10))
    story.now(replace(story.ticket, priority=Priority.MONEY), at(26, 10, 30))
    assert story.due(Kind.FIRST) == at(26, 11), "an hour from the opening"
    story.now(replace(story.ticket, priority=Priority.ORDINARY), at(26, 10, 45))
    assert story.due(Kind.FIRST) == at(27, 10)


def test_people_are_called_in_turn_and_those_who_do_not_answer_are_passed_over() -> None:
    story = Story(at(26, 9, 0))
    assert story.rings_at == at(26, 11)
    assert story.rings(at(26, 11)) is Level.ASSIGNEE
    assert story.rings_at == at(26, 12, 12), "half of the time is a reminder: nobody has to answer it"
    assert story.rings(at(26, 12, 12)) is Level.ASSIGNEE
    assert story.rings_at == at(26, 12, 22)
    assert story.rings(at(26, 12, 22)) is Level.SECOND
    assert story.rings(at(26, 12, 32)) is Level.MANAGER
    assert story.rings_at == at(26, 13)
    assert story.rings(at(26, 13)) is Level.SECOND
    story.ticket = replace(story.ticket, clocks=acknowledged(story.ticket.clocks))
    assert story.rings_at == at(26, 15)
    assert story.rings(at(26, 15)) is Level.MANAGER
    assert story.rings_at == at(27, 13, 30), "half of three business days"
    assert story.rings(at(26, 16)) is None


def test_a_policy_may_count_by_a_calendar_of_its_own() -> None:
    europe = {"name": "europe", "timezone": "Europe/Berlin", "hours": "Mon-Fri 09:00-17:00"}
    policies = ["en: 1h / 2h / 1bd on europe", "*: 1h / 2h / 1bd"]
    desk = SupportSettings.model_validate(
        {"policies": policies, "calendars": [europe], "calendar": OFFICE.model_dump()}
    )
    zone = ZoneInfo("UTC")
    keeper = Timekeeper(desk, calendar_of(OFFICE, zone), {"europe": calendar_of(desk.calendars[0], zone)})
    opened = at(26, 10)
    english, chinese = (
        keeper.begun(a_ticket(opened_at=opened, asked_at=opened, language=one)) for one in ("en", "zh")
    )
    assert english.clocks.due_at == at(26, 17), "nine in Berlin and an hour"
    assert chinese.clocks.due_at == at(26, 11)
    other = keeper.stepped(english, replace(english, language="zh"), at(26, 10, 30)).ticket
    assert other.clocks.due_at == at(26, 11, 30), "by the other calendar nothing was used yet"
    with pytest.raises(ValidationError, match=r"unfit\.calendar .*'asia'"):
        SupportSettings.model_validate({"policies": ["*: 1h / 2h / 1bd on asia"], "calendars": [europe]})
    with pytest.raises(ValidationError, match=r"unfit\.double .*'europe'"):
        SupportSettings(calendars=desk.calendars * 2)
    with pytest.raises(ValidationError, match=r"unfit\.feed"):
        CalendarSettings.model_validate({"feed": "ftp://garden.example/closed.ics"})


def test_answers_stop_a_call_and_later_puts_it_off() -> None:
    story = Story(at(26, 9))
    story.rings(at(26, 13))
    put_off = story.keeper.snoozed(story.ticket.clocks, at(26, 13))
    assert put_off.call is not None
    assert put_off.call.rises_at == at(26, 13, 40)
    claimed = story.keeper.stepped(story.ticket, story.ticket.claimed(RAE, at(26, 13, 5)), at(26, 13, 5))
    assert claimed.ticket.clocks.call is None
    replied = story.keeper.stepped(story.ticket, story.ticket.replied(RAE, at(26, 13, 5)), at(26, 13, 5))
    assert replied.ticket.clocks.call is None
    evening = Story(at(26, 13, 55))
    evening.rings(at(26, 17, 55))
    assert evening.ticket.clocks.call is not None
    assert evening.ticket.clocks.call.rises_at == at(27, 9, 5), "nobody is passed over in the night"


def test_the_column_holds_everything() -> None:
    story = Story(at(26, 9))
    story.rings(at(26, 13))
    assert load(dump(story.ticket.clocks)) == story.ticket.clocks
    assert load("{}").due is None
