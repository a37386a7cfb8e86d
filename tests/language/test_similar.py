"""Near-duplicates: what resembles what, and what a place remembers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.similar import Recent, gist, resemblance, resembles

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def alike(one: str, other: str) -> float:
    return resemblance(gist(one), gist(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("加我微信 abc123 领新年红包", "加我薇信abc123领新年红包！！"),
        ("限时免费领取红包，加微信 abc123", "加微信 abc123，限时免费领取红包"),
        ("什么时候才能发货啊", "到底什么时候才能发货啊？？"),
        ("FREE nitro, join now", "free  nitro — join n0w"),
        ("When will the prizes be sent?", "when will the prize be sent"),
        ("退款後請聯繫客服處理", "退款后请联系客服处理～"),
    ],
)
def test_variants_of_one_message_resemble_each_other(one: str, other: str) -> None:
    assert alike(one, other) >= 0.85


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("好的", "好吗"),
        ("", ""),
        ("😀", "🎉"),
        ("今天活动几点开始", "昨天的奖品收到了吗"),
        ("how do I reset my password", "where can I see the winners"),
    ],
)
def test_different_messages_do_not(one: str, other: str) -> None:
    assert alike(one, other) < 0.6


def test_short_messages_are_alike_only_when_equal() -> None:
    assert alike("谢谢！", "谢谢") == 1.0
    assert alike("谢谢你", "谢谢您") == 0.0


@given(st.text(max_size=40), st.text(max_size=40))
def test_resemblance_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert 0.0 <= alike(one, other) <= 1.0
    assert alike(one, other) == alike(other, one)
    assert alike(one, one) == (1.0 if gist(one).letters else 0.0)


@given(
    st.text(alphabet="ab加微信", max_size=12), st.text(alphabet="ab加微信", max_size=12), st.floats(0.05, 1)
)
def test_reaching_a_floor_is_told_as_the_resemblance_tells_it(one: str, other: str, floor: float) -> None:
    assert resembles(gist(one), gist(other), floor) == (alike(one, other) >= floor)


def test_long_texts_are_judged_by_a_sketch() -> None:
    text = "".join(chr(0x4E00 + number * number * 37 % 2999) for number in range(900))
    other = "".join(chr(0x4E00 + number * number * 53 % 2999) for number in range(900))
    assert alike(text, text[:450] + "改" + text[451:]) > 0.9
    assert alike(text, other) < 0.2


def test_one_author_or_everybody() -> None:
    garden = Recent()
    garden.add("1", "ann", "什么时候发货呀大家知道吗", NOON)
    garden.add("2", "bob", "什么时候发货呀，大家知道吗？", NOON)
    garden.add("3", "bob", "今晚一起打游戏不", NOON)
    again = "什么時候發貨呀 大家知道嗎"
    assert {match.said.author for match in garden.similar(again, NOON)} == {"ann", "bob"}
    assert [match.said.key for match in garden.similar(again, NOON, author="bob")] == ["2"]


def test_the_window_forgets_by_age_by_number_and_by_person() -> None:
    garden = Recent(size=3, horizon=timedelta(hours=2))
    for number in range(5):
        garden.add(str(number), "ann", f"加微信领红包第{number}弹", NOON + timedelta(minutes=number))
    assert len(garden) == 3
    matches = garden.similar("加微信领红包第9弹", NOON + timedelta(minutes=5), floor=0.8)
    assert {match.said.key for match in matches} == {"2", "3", "4"}
    assert garden.similar("加微信领红包第9弹", NOON + timedelta(hours=3), floor=0.8) == ()
    garden.forget("ann")
    assert len(garden) == 0


def test_what_says_nothing_is_not_kept() -> None:
    garden = Recent()
    garden.add("1", "ann", "😀 ！！", NOON)
    assert len(garden) == 0
    assert garden.similar("", NOON) == ()


def test_a_single_letter_is_repeated_too() -> None:
    garden = Recent()
    garden.add("1", "ann", "1", NOON)
    assert [match.score for match in garden.similar("１", NOON)] == [1.0]


@given(
    st.lists(st.text(alphabet="加微信领红包abc ", max_size=14), max_size=8),
    st.text(alphabet="加微信领红包abc ", max_size=14),
)
def test_the_quick_search_finds_what_a_comparison_of_each_pair_finds(said: list[str], asked: str) -> None:
    garden = Recent()
    for number, text in enumerate(said):
        garden.add(str(number), "ann", text, NOON)
    expected = {str(number) for number, text in enumerate(said) if alike(asked, text) >= 0.8}
    assert {match.said.key for match in garden.similar(asked, NOON, floor=0.8)} == expected


@pytest.mark.parametrize("text", ["\ud800加微信\udfff领红包", "好" * 100_000, "ab" * 50_000])
def test_hostile_text_takes_bounded_work(text: str) -> None:
    garden = Recent()
    garden.add("1", "ann", text, NOON)
    assert [match.score for match in garden.similar(text, NOON)] == [1.0]
