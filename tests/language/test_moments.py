"""When something ends, as people write it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.moments import MomentProblem, read_moment

FIRST = datetime(2026, 11, 25, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 12, 0, 30, tzinfo=UTC)
SHANGHAI, BERLIN, NEW_YORK = (
    ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "America/New_York")
)


def read(text: str, zone: ZoneInfo = SHANGHAI, longest: int = 400) -> datetime | MomentProblem:
    return read_moment(
        text, now=NOW, zone=zone, shortest=timedelta(minutes=1), longest=timedelta(days=longest)
    )


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2h", "2026-11-23T14:00:30"),
        ("1h30m", "2026-11-23T13:30:30"),
        ("2 小时后", "2026-11-23T14:00:30"),
        ("in 3d", "2026-11-26T12:00:30"),
        ("2026-12-01 20:00", "2026-12-01T12:00:00"),
        ("2026/12/1 20:00", "2026-12-01T12:00:00"),
        ("2026年12月1日 20:00", "2026-12-01T12:00:00"),
        ("２０２６－１２－０１　２０：００", "2026-12-01T12:00:00"),
        ("12-01 20:00", "2026-12-01T12:00:00"),
        ("1月2日 08:00", "2027-01-02T00:00:00"),
        ("21:00", "2026-11-23T13:00:00"),
        ("19:00", "2026-11-24T11:00:00"),
        ("今天 21:00", "2026-11-23T13:00:00"),
        ("明天 20:00", "2026-11-24T12:00:00"),
        ("后天9:30", "2026-11-25T01:30:00"),
        ("Tomorrow 20:00", "2026-11-24T12:00:00"),
        ("in 1 hour", "2026-11-23T13:00:30"),
        ("in 10 minutes", "2026-11-23T12:10:30"),
        ("half an hour from now", "2026-11-23T12:30:30"),
        ("2 hours and 30 minutes", "2026-11-23T14:30:30"),
        ("半小时后", "2026-11-23T12:30:30"),
        ("两个小时以后", "2026-11-23T14:00:30"),
        ("一个半小时", "2026-11-23T13:30:30"),
        ("1.5小时后", "2026-11-23T13:30:30"),
        ("三天后", "2026-11-26T12:00:30"),
        ("tomorrow at 8pm", "2026-11-24T12:00:00"),
        ("8:30 pm", "2026-11-23T12:30:00"),
        ("tonight at 9:15", "2026-11-23T13:15:00"),
        ("明天晚上八点", "2026-11-24T12:00:00"),
        ("明晚8点半", "2026-11-24T12:30:00"),
        ("后天下午三點", "2026-11-25T07:00:00"),
        ("12月1日晚上8点", "2026-12-01T12:00:00"),
    ],
)
def test_what_people_write(text: str, moment: str) -> None:
    assert read(text) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", MomentProblem.UNREADABLE),
        ("soon", MomentProblem.UNREADABLE),
        ("8", MomentProblem.UNREADABLE),
        ("明天 8", MomentProblem.UNREADABLE),
        ("明天晚上12点", MomentProblem.NO_SUCH_TIME),
        ("2026-12-01", MomentProblem.UNREADABLE),
        ("2026-02-29 10:00", MomentProblem.NO_SUCH_TIME),
        ("25:00", MomentProblem.NO_SUCH_TIME),
        ("9999-12-31 23:59", MomentProblem.TOO_FAR),
        ("今天 19:00", MomentProblem.TOO_SOON),
        ("2020-01-01 10:00", MomentProblem.TOO_SOON),
        ("30s", MomentProblem.TOO_SOON),
        ("50y", MomentProblem.TOO_FAR),
    ],
)
def test_what_names_no_moment_to_use(text: str, problem: MomentProblem) -> None:
    assert read(text) is problem


def test_a_time_that_the_clocks_skip_is_refused_and_a_doubled_one_is_its_first() -> None:
    assert read("2027-03-28 02:30", BERLIN) is MomentProblem.NO_SUCH_TIME
    assert read("2027-10-31 02:30", BERLIN) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@given(st.text(max_size=60))
def test_nothing_typed_breaks_it(text: str) -> None:
    assert isinstance(read(text), datetime | MomentProblem)


@given(
    st.integers(0, 370 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes)),
    st.sampled_from([SHANGHAI, BERLIN, NEW_YORK]),
)
def test_a_local_time_comes_back_as_it_was_written(local: datetime, zone: ZoneInfo) -> None:
    """`local` is a wall clock; its zone means nothing."""
    written = local.strftime("%Y-%m-%d %H:%M")
    moment = read(written, zone)
    if isinstance(moment, MomentProblem):
        back = datetime.fromisoformat(written).replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
        assert back.strftime("%Y-%m-%d %H:%M") != written, "only a skipped time has no moment"
    else:
        assert moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") == written
