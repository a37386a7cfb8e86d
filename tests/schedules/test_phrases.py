"""How people write recurrences, what is refused and why, and what is shown for checking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.text import Text
from schedules.recurrence import Problem, Recurrence, Trouble


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("daily 9:00", "daily 09:00"),
        ("Every day at 9am", "daily 09:00"),
        ("every day at 9:30 PM and 12 am", "daily 00:00,21:30"),
        ("每天早上9点半", "daily 09:30"),
        ("每天９：００、晚上八點", "daily 09:00,20:00"),
        ("每日中午12点", "daily 12:00"),
        ("每天凌晨12点", "daily 00:00"),
        ("每天中午一点一刻", "daily 13:15"),
        ("weekly mon,wed 09:00", "weekly mon,wed 09:00"),
        ("every Monday and Thursdays at 17:30", "weekly mon,thu 17:30"),
        ("Monday to Friday 9:00", "weekly mon,tue,wed,thu,fri 09:00"),
        ("fri-mon 8:00", "weekly mon,fri,sat,sun 08:00"),
        ("weekdays 9:00", "weekly mon,tue,wed,thu,fri 09:00"),
        ("每周一、三、五 09:00", "weekly mon,wed,fri 09:00"),
        ("每週一三五上午九點", "weekly mon,wed,fri 09:00"),
        ("每星期五九点", "weekly fri 09:00"),
        ("周一至周五 18:00", "weekly mon,tue,wed,thu,fri 18:00"),
        ("每个工作日 9:00", "weekly mon,tue,wed,thu,fri 09:00"),
        ("每周末10点", "weekly sat,sun 10:00"),
        ("monthly on the 1st and 15th at 9:00", "monthly 1,15 09:00"),
        ("monthly on the last day at 18:00", "monthly last 18:00"),
        ("monthly last Friday 17:00", "monthly last fri 17:00"),
        ("每月15号、1号9点", "monthly 1,15 09:00"),
        ("每月最后一天 18:00", "monthly last 18:00"),
        ("每个月最后一个周五下午5点", "monthly last fri 17:00"),
        ("每月第二个星期二10:00", "monthly 2nd tue 10:00"),
        ("2026-12-01 09:00", "2026-12-01 09:00"),
        ("2026-12-01T09:00", "2026-12-01 09:00"),
        ("2026年12月1日 晚上8点", "2026-12-01 20:00"),
        ("*/30", "every 30 minutes"),
        ("每半小时", "every 30 minutes"),
        ("every 2 hours", "every 2 hours"),
        ("每隔15分钟", "every 15 minutes"),
        ("hourly", "every 1 hours"),
        ("每24小时", "every 24 hours"),
        ("CRON hour=9-17/2 day_of_week=sat-mon", "cron day_of_week=mon,sat,sun hour=9-17/2"),
        ("cron 0 9 * * 1-5", "cron 0 9 * * 1-5"),
        ("DTSTART:20260105T0900 FREQ=WEEKLY;BYDAY=MO", "DTSTART:20260105T090000 RRULE:FREQ=WEEKLY;BYDAY=MO"),
    ],
)
def test_words_have_one_canonical_form(written: str, source: str) -> None:
    found = Recurrence.parse(written)
    assert isinstance(found, Recurrence), found
    assert found.source == source
    assert Recurrence.parse(source) == found


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", Trouble.UNREADABLE),
        ("daily", Trouble.UNREADABLE),
        ("whenever 9:00", Trouble.DAY),
        ("weekly 9:00", Trouble.DAY),
        ("x" * 500, Trouble.UNREADABLE),
        ("每天25点", Trouble.TIME),
        ("daily 9:75", Trouble.TIME),
        ("daily 13pm", Trouble.TIME),
        ("每天晚上12点", Trouble.TIME),
        ("2026-02-30 09:00", Trouble.DATE),
        ("2026-12-01 09:00,10:00", Trouble.DATE),
        ("每月32号 9:00", Trouble.DAY),
        ("monthly 6th sun 9:00", Trouble.DAY),
        ("monthly last mon-fri 9:00", Trouble.DAY),
        ("every 25 minutes", Trouble.UNEVEN),
        ("every 5 hours", Trouble.UNEVEN),
        ("every 0 minutes", Trouble.UNEVEN),
        ("*/90", Trouble.UNEVEN),
        ("cron", Trouble.UNREADABLE),
        ("cron hour=25", Trouble.FIELD),
        ("cron hour=9 hour=10", Trouble.FIELD),
        ("cron second=5", Trouble.FIELD),
        ("cron day_of_week=1", Trouble.FIELD),
        ("cron day_of_week=mon-fri/2", Trouble.FIELD),
        ("cron day=last-3", Trouble.FIELD),
        ("cron month=november", Trouble.FIELD),
        ("cron minute=*/0", Trouble.FIELD),
        ("cron 0 9 * *", Trouble.FIELD),
        ("cron 0 9 * * 8", Trouble.FIELD),
        ("cron 0 9 * * 5-1", Trouble.FIELD),
        ("cron day=30 month=feb", Trouble.NEVER),
        ("cron 0 9 31 4 *", Trouble.NEVER),
        ("RRULE:FREQ=DAILY", Trouble.RULE),
        ("DTSTART:20260105T090000 RRULE:FREQ=DAILY;BYDAY=TU", Trouble.RULE),
        ("DTSTART:20260105T090000 RRULE:FREQ=SECONDLY", Trouble.RULE),
        ("DTSTART:20260105T090000Z RRULE:FREQ=DAILY", Trouble.RULE),
        ("DTSTART:20260105T090000 RRULE:FREQ=DAILY;UNTIL=20260201T000000Z", Trouble.RULE),
        ("DTSTART:20261305T090000 RRULE:FREQ=DAILY", Trouble.RULE),
        ("DTSTART:20260105T090000 RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", Trouble.NEVER),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_reason(written: str, why: Trouble) -> None:
    found = Recurrence.parse(written)
    assert isinstance(found, Problem), found
    assert found.why is why
    assert found.text.key == f"schedules.recurrence.problem.{why.value}"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2026-12-01 09:00", Text("schedules.recurrence.once", {"date": "2026-12-01", "time": "09:00"})),
        ("每天9点", Text("schedules.recurrence.daily", {"time": "09:00"})),
        (
            "daily 9:00,18:30",
            Text(
                "schedules.recurrence.daily",
                {"time": Text("schedules.recurrence.list", {"first": "09:00", "rest": "18:30"})},
            ),
        ),
        (
            "工作日 9:00",
            Text(
                "schedules.recurrence.weekly",
                {
                    "days": Text(
                        "schedules.recurrence.range",
                        {
                            "first": Text("schedules.recurrence.day.mon"),
                            "last": Text("schedules.recurrence.day.fri"),
                        },
                    ),
                    "time": "09:00",
                },
            ),
        ),
        (
            "monthly 1,last,2nd tue 9:00",
            Text(
                "schedules.recurrence.monthly",
                {
                    "days": Text(
                        "schedules.recurrence.list",
                        {
                            "first": Text("schedules.recurrence.date", {"number": 1}),
                            "rest": Text(
                                "schedules.recurrence.list",
                                {
                                    "first": Text(
                                        "schedules.recurrence.nth.2nd",
                                        {"day": Text("schedules.recurrence.day.tue")},
                                    ),
                                    "rest": Text("schedules.recurrence.last_day"),
                                },
                            ),
                        },
                    ),
                    "time": "09:00",
                },
            ),
        ),
        ("*/30", Text("schedules.recurrence.minutes", {"number": 30})),
        ("hourly", Text("schedules.recurrence.hours", {"number": 1})),
        ("cron hour=9", Text("schedules.recurrence.cron", {"expression": "cron hour=9"})),
    ],
)
def test_what_was_understood_is_shown_by_key(written: str, shown: Text) -> None:
    found = Recurrence.parse(written)
    assert isinstance(found, Recurrence)
    assert found.description == shown


words = st.sampled_from(
    "每 天 周 月 一 三 日 最后 第二 个 工作日 9:00 25:00 9点 半 晚上 at every daily weekly monthly mon tue fri last "
    "1st 2nd 31 */30 30 minutes hours cron minute= hour= day= day_of_week= mon-fri * 0 7 , - 和 and 2026-12-01 "
    "DTSTART:20260105T090000 RRULE:FREQ=WEEKLY;BYDAY=MO FREQ=MONTHLY;BYMONTHDAY=31 \ud800 😀".split()
)


@given(st.lists(words, max_size=8), st.sampled_from(["", " "]))
def test_any_text_is_read_or_refused_and_what_is_read_reads_back(parts: list[str], between: str) -> None:
    found = Recurrence.parse(between.join(parts))
    if isinstance(found, Recurrence):
        assert Recurrence.parse(found.source) == found
        assert found.description.key.startswith("schedules.recurrence.")


@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    assert isinstance(Recurrence.parse(text), Recurrence | Problem)
