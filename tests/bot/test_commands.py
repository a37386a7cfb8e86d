"""What of a command tells its giver's language, and how long its lengths are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.commands import Misread, prose, read_arguments
from chat.events import CommandGiven
from chat.handler import Command, Parameter, ParameterKind
from chat.people import Identity, Space, Speaker
from language.lanes import language_of

WHEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

COMMAND = Command(
    name="faq",
    zh="常见问题",
    room="faq",
    parameters=(
        Parameter(name="action", required=False),
        Parameter(name="words", kind=ParameterKind.TEXT, required=False),
    ),
    free=("ask",),
)


@pytest.mark.parametrize(
    ("name", "words", "language"),
    [
        ("faq", "", None),
        ("faq", "add", None),
        ("faq", "show refund", None),
        ("faq", "history refund 2", None),
        ("faq", "set refund department after sales", None),
        ("faq", "set refund department 售后", "zh"),
        ("faq", "ask how do I get a refund", "en"),
        ("faq", "ask 怎么退款", "zh"),
        ("faq", "添加", "zh"),
        ("常见问题", "show refund", "zh"),
        ("faq", '新增 when = ["new", "edited"] signals words pattern', "zh"),
    ],
)
def test_names_ids_and_prescribed_words_are_no_language(name: str, words: str, language: str | None) -> None:
    by = Speaker(identity=Identity("local", "1"), name="Mia")
    event = CommandGiven(key="1", at=WHEN, space=Space("local", "garden"), by=by, name=name, words=words)
    assert language_of(prose(COMMAND, event)) == language


def test_options_count_as_words_do() -> None:
    by = Speaker(identity=Identity("local", "1"), name="Mia")
    options = {"action": "ask", "words": "怎么退款"}
    event = CommandGiven(
        key="1", at=WHEN, space=Space("local", "garden"), by=by, name="faq", arguments=options
    )
    assert language_of(prose(COMMAND, event)) == "zh"


@pytest.mark.parametrize("words", ["nonsense", "2h nonsense", "明天", "9:00"])
async def test_what_is_no_length_is_not_passed_over(words: str) -> None:
    parameters = (Parameter(name="length", kind=ParameterKind.DURATION, required=False),)
    command = Command(name="away", zh="离开", room="support", parameters=parameters)
    by = Speaker(identity=Identity("local", "1"), name="Rita")
    event = CommandGiven(key="1", at=WHEN, space=Space("local", "staff"), by=by, name="away", words=words)
    nobody: Any = None
    with pytest.raises(Misread):
        await read_arguments(command, event, nobody)
    read, _ = await read_arguments(command, replace(event, words="2 hours"), nobody)
    assert read.argument("length") == "7200"


@pytest.mark.parametrize(
    ("words", "seconds", "text"),
    [
        ("10m calm down", "600", "calm down"),
        ("三十分钟 冷静", "1800", "冷静"),
        ("一百零五天", "9072000", ""),
        ("二十四小时零五分 冷静", "86700", "冷静"),
        ("一个半小时 冷静", "5400", "冷静"),
        ("10 minutes calm down", "600", "calm down"),
        ("2  个小时 冷静", "7200", "冷静"),
        ("半小时 冷静一下", "1800", "冷静一下"),
        ("calm down", "", "calm down"),
    ],
)
async def test_a_length_may_be_two_words(words: str, seconds: str, text: str) -> None:
    command = Command(
        name="mute",
        zh="禁言",
        room="moderation",
        parameters=(
            Parameter(name="length", kind=ParameterKind.DURATION, required=False),
            Parameter(name="reason", kind=ParameterKind.TEXT, required=False),
        ),
    )
    by = Speaker(identity=Identity("local", "1"), name="Mo")
    event = CommandGiven(key="1", at=WHEN, space=Space("local", "garden"), by=by, name="mute", words=words)
    nobody: Any = None
    read, _ = await read_arguments(command, event, nobody)
    assert (read.argument("length"), read.argument("reason")) == (seconds, text)
