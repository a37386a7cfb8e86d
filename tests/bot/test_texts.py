"""How moments, lengths of time and the reasons of platforms are said."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.discord import errors as discord_errors
from bot.adapters.discord.markup import to_markdown
from bot.adapters.telegram import errors as telegram_errors
from bot.texts import Texts, load_texts
from chat.people import Language, PersonId
from chat.text import Mention, Text
from tests.architecture.tree import ROOT
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


OUTCOMES = {"Refused", "Unsupported", "Degraded", "PlatformRefused"}


def codes() -> set[str]:
    """Every reason that the runtime and its adapters give for what was not done, or not wholly."""
    first = [call.args[0] for call in calls() if call.args]
    said = {str(one.value) for one in first if isinstance(one, ast.Constant)}
    tables = (*telegram_errors._FORBIDDEN, *telegram_errors._REFUSED)
    return {*said, *discord_errors.CODES.values(), *(code for _, code in tables)}


def calls() -> list[ast.Call]:
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "bot").rglob("*.py")]
    found = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [one for one in found if isinstance(one.func, ast.Name) and one.func.id in OUTCOMES]


REFUSALS = ("token.invalid", "poller.other", "intents.missing", "right.missing")


def test_staff_read_a_reason_and_no_code() -> None:
    texts = Texts(load_texts(), SHANGHAI)
    for code in {*codes(), "ban.missing"}:
        for language in ("zh", "en"):
            said = texts.words(
                Text("analytics.alert.failed", {"place": "x", "verb": "y", "why": code}), language
            )
            assert f"({code})" not in said.replace("（", "(").replace("）", ")")
    languages: tuple[Language, ...] = ("zh", "en")
    refused = {
        code: Text("bot.trouble.platform_refused", {"platform": "x", "why": code}) for code in REFUSALS
    }
    for language in languages:
        said_of = {code: texts.words(text, language) for code, text in refused.items()}
        assert all(code not in said for code, said in said_of.items())
        assert len(set(said_of.values())) == len(REFUSALS), "each has words of its own"
    unknown = Text("analytics.alert.failed", {"place": "x", "verb": "y", "why": "http.400.7"})
    assert "http.400.7" in texts.words(unknown, "en")
