"""How moments and lengths of time are said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.discord.markup import to_markdown
from bot.texts import Texts
from chat.people import PersonId
from chat.text import Mention, Text
from tests.towns.clock import TownClock

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("length", "zh", "en"),
    [
        (timedelta(), "0 秒", "0 seconds"),
        (timedelta(seconds=61), "1 分钟 1 秒", "1 minute 1 second"),
        (timedelta(minutes=60), "1 小时", "1 hour"),
        (timedelta(minutes=90), "1 小时 30 分钟", "1 hour 30 minutes"),
        (timedelta(seconds=3599.8), "1 小时", "1 hour"),
        (timedelta(hours=3, minutes=12, seconds=9), "3 小时 12 分钟", "3 hours 12 minutes"),
        (timedelta(days=1, hours=23, minutes=50), "2 天", "2 days"),
        (timedelta(days=730), "2 年", "2 years"),
    ],
)
def test_a_length_is_said_in_its_two_largest_units(length: timedelta, zh: str, en: str) -> None:
    texts = Texts({}, SHANGHAI)
    assert (texts.moment(length, "zh"), texts.moment(length, "en")) == (zh, en)


def test_the_year_is_said_only_where_it_is_not_the_one_that_the_community_lives_in() -> None:
    new_year = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    texts = Texts({}, SHANGHAI, TownClock(new_year))
    assert texts.moment(new_year, "zh") == "1月1日 00:30"
    assert texts.moment(new_year, "en") == "1 Jan 00:30"
    assert texts.moment(new_year - timedelta(hours=1), "zh") == "2026年12月31日 23:30"
    assert Texts({}, SHANGHAI).moment(new_year, "en") == "1 Jan 2027 00:30"


def test_neighbours_of_one_style_are_one_run() -> None:
    """Else `/appeal CODE` would be copied in part, and Discord would show the marks that meet."""
    template = "Write `/appeal {code}` about **case #{number} · {who}**, {who}."
    texts = Texts({"tests.said": {"en": template}}, SHANGHAI)
    ann = Mention(PersonId("p1"), "Ann")
    said = texts.render(Text("tests.said", {"code": "1-ab", "number": 7, "who": "Ann"}), "en")
    assert to_markdown(said) == "Write `/appeal 1-ab` about **case \\#7 · Ann**, Ann."
    named = texts.render(Text("tests.said", {"code": "1-ab", "number": 7, "who": ann}), "en")
    assert [one.text for one in named.blocks[0].spans if one.mention] == ["Ann", "Ann"]


def test_one_moment_is_said_in_each_zone_as_it_is_there() -> None:
    noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    said = [
        Texts({}, ZoneInfo(name)).moment(noon, "en") for name in ("Asia/Shanghai", "UTC", "America/New_York")
    ]
    assert said == ["4 May 2026 20:00", "4 May 2026 12:00", "4 May 2026 08:00"]
