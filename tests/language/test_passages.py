"""A long text is read by passages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from language.passages import passages

OFFER = {"zh": "还有两个名额，想赚的问我。", "en": "two seats are left, ask me how you earn."}
COVER = {
    "zh": (
        "汤要小火炖一个小时以上，别着急。",
        "女儿昨天在公园学会骑车了。",
        "下了一上午雨，我们就在家打牌。",
    ),
    "en": (
        "the soup needs an hour on a low flame. ",
        "my daughter learned to ride her bike. ",
        "it rained all day. ",
    ),
}


def test_each_sentence_of_a_long_text_is_a_passage() -> None:
    for language, offer in OFFER.items():
        first, second, third = COVER[language]
        found = [*passages(f"{first}{second}{third}{second}{offer}")]
        assert [one.strip() for one in found[:2]] == [first.strip(), second.strip()]
        assert found[-1].endswith(offer)


def test_a_short_text_has_none() -> None:
    assert not [*passages(OFFER["en"])]
    assert not [*passages(OFFER["zh"])]


def test_an_endless_sentence_is_cut_where_a_clause_ends() -> None:
    endless = "first the soup, then the bike and the rain, then cards, " * 8
    assert max(map(len, passages(endless))) < 200


def test_of_a_very_long_text_the_beginning_and_the_end_are_read() -> None:
    for language, offer in OFFER.items():
        long = COVER[language][0] * 300
        first, *_ = passages(f"{offer}{long}")
        *_, last = passages(f"{long}{offer}")
        assert first.startswith(offer)
        assert last.endswith(offer)
        assert sum(map(len, passages(long))) < 1_300


def test_what_is_answered_to_a_quotation_stands_apart() -> None:
    assert [*passages("> is it real?\nyes, ask me")] == ["yes, ask me"]
    assert [*passages("> is it real?")] == []


@given(st.text(alphabet="ab 天地,.。!?\n()", max_size=400))
def test_nothing_is_left_out_and_nothing_read_twice(text: str) -> None:
    found = [*passages(f"x{text}")]
    assert not found or "".join(found) == f"x{text}"
