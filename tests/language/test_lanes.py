"""Scripts: which runs a text has, and which language carries it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.excerpt import EDGE, excerpt
from language.lanes import _RARE, Script, _by_runs, _by_words, lanes, language_of


def test_runs_of_one_script_in_order() -> None:
    text = "我用iPhone 15拍の、Привет 안녕 don't ｶﾞｯ"
    found = [(lane.script, text[lane.start : lane.end]) for lane in lanes(text)]
    assert found == [
        (Script.HAN, "我用"),
        (Script.LATIN, "iPhone"),
        (Script.DIGIT, "15"),
        (Script.HAN, "拍"),
        (Script.KANA, "の"),
        (Script.OTHER, "Привет"),
        (Script.HANGUL, "안녕"),
        (Script.LATIN, "don't"),
        (Script.KANA, "ｶﾞｯ"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "什么时候发货",
        "請問活動怎麼參加？",
        "这个 bug 怎么 fix",
        "Pixel 9 Pro XL 能用吗",
        "iPad Air M2 保护壳",
        "我の手机丢了",
        "看这里 https://example.com/very/long/english/path",
        "@ann_lee /help 怎么用",
        "哈哈 lol",
    ],
)
def test_chinese_with_borrowed_words_is_chinese(text: str) -> None:
    assert language_of(text) == "zh"


@pytest.mark.parametrize(
    "text",
    [
        "ok",
        "How do I join?",
        "what does 内卷 mean",
        "I love 北京",
        "ｈｅｌｌｏ",
        "𝐅𝐑𝐄𝐄 money",
        "a café, naïvely",
    ],
)
def test_english_with_quoted_words_is_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "666",
        "😀😀",
        "???",
        "これは本です",
        "カタカナ",
        "안녕하세요",
        "привет как дела",
        "Tôi muốn hỏi về giải thưởng",
        "https://example.com/how/do/i",
        "\ud800",
    ],
)
def test_neither_is_neither(text: str) -> None:
    assert language_of(text) is None


def test_only_both_ends_of_a_long_text_are_read() -> None:
    assert language_of("怎么退款" * 2000 + "how are you " * 50_000 + "怎么退款" * 2000) == "zh"
    assert language_of("字" * 10 + "word " * 20_000) == "en"


@given(st.text(max_size=80))
def test_lanes_are_ordered_and_hold_what_they_say(text: str) -> None:
    end = 0
    for lane in lanes(text):
        assert end <= lane.start < lane.end <= len(text)
        end = lane.end
    assert language_of(text) in ("zh", "en", None)


@pytest.mark.parametrize("extra", [1, 2, 37, 90_000])
def test_an_excerpt_knows_where_its_parts_stood(extra: int) -> None:
    text = "".join(chr(0x4E00 + index % 9973) for index in range(2 * EDGE + extra))
    shown = excerpt(text)
    assert len(shown.text) == 2 * EDGE + 1
    for index in (0, 5, EDGE - 1, EDGE + 1, 2 * EDGE):
        assert text[shown.position(index)] == shown.text[index]


@pytest.mark.parametrize(
    "text", ["a." * 50_000, "п1" * 50_000, ":a" * 50_000, "a'" * 50_000, "\u05b0\u05bc" * 50_000]
)
def test_hostile_text_takes_bounded_work(text: str) -> None:
    assert language_of(text) in ("en", None)


@given(st.text("的我你〇々 aAdnothe.'’。「》,!?0\n—“", max_size=14))
def test_plain_letters_tell_the_same_by_words_as_by_runs(text: str) -> None:
    assert _RARE.search(text) is None
    assert _by_words(text.lower()) == _by_runs(text)


@pytest.mark.parametrize("letter", ["の", "한", "я", "é", "ª", "\u0301", "①"])
def test_any_other_letter_is_counted_by_runs(letter: str) -> None:
    assert _RARE.search(f"我 say {letter}")
