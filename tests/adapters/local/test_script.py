"""What every line of a script means, and which mean nothing."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.local.script import BadLine, Line, Press, Rewrite, Say, Wait, read_line


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("Ann: hello: world", Say("Ann", "hello: world")),
        ("  小安：怎么退款？ ", Say("小安", "怎么退款？")),
        ("Ann> where is my order?", Say("Ann", "where is my order?", private=True)),
        ("小安> https://example.org", Say("小安", "https://example.org", private=True)),
        ("Ann!3", Press("Ann", 3)),
        ("小安！1", Press("小安", 1)),
        ("Ann~ I meant this", Rewrite("Ann", "I meant this")),
        ("+2h", Wait(timedelta(hours=2))),
        ("+1h30m", Wait(timedelta(minutes=90))),
        ("代表: /warn @Ann spam", Say("代表", "/warn @Ann spam")),
    ],
)
def test_a_line_means(line: str, meaning: Line) -> None:
    assert read_line(line) == meaning


@pytest.mark.parametrize("line", ["", "   ", "# Ann: hello", "  # a comment", "\ufeff# made on Windows"])
def test_nothing_happens_in(line: str) -> None:
    assert read_line(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "hello",
        ": hello",
        "Ann:",
        "Ann>  ",
        "Ann!",
        "Ann!0",
        "Ann!two",
        "Ann!1 2",
        "Ann~",
        "+",
        "+soon",
        "+-2h",
        "https://example.org",
    ],
)
def test_this_means_nothing(line: str) -> None:
    with pytest.raises(BadLine):
        read_line(line)


@given(st.text(max_size=200))
def test_no_line_is_too_strange(line: str) -> None:
    with suppress(BadLine):
        assert read_line(line) is None or line.strip()
