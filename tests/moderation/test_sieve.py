"""What is skipped to save time could not have changed a decision."""

from __future__ import annotations

import re
from math import inf
from random import Random  # noqa: TID251  (drawn by hypothesis)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.fold import fold
from language.reading import unsaid_out
from language.spoken import _TELLING, Traits, met_sound_of, sound_of_all
from moderation import marks
from moderation.glance import Glance
from moderation.lexicon import Lexicon, shipped
from moderation.model import shipped_model, shipped_sounds
from moderation.rules.solicitation import _ALONE_FOR_REVIEW
from moderation.scoring import Scorer
from moderation.sieve import Sieve, loosened
from moderation.traces import traces

COSTLY = {
    name: getattr(marks, name)
    for name in (
        "HIDDEN",
        "ADD_V",
        "GROUP",
        "AT",
        "PHONE",
        "WALLET",
        "RATE",
        "LEET_WORD",
        "BROKEN",
        "SEPARATED",
    )
} | {f"PRICE{n}": one for n, one in enumerate(marks.PRICES)}
SCRAPS = (
    "message me at ann_55 reach 幺五 "
    "加微信 vx v q qq群 tg @ : ： = 号 id wx_8812 abc123 13800001111 +44 20 7946 .com dot 点 slash 斜杠 hxxp [.] 元 $ "
    "块钱 usdt 三百 % daily 日化 8 88 0x f-r-e-e f.r.e.e 免*费 fr33 m0ney p-r_ize 【赚】 钱 a * | ~ - \u00a0 \u3000 \n"
).split(" ")
LIKE = {
    "HANDLE": loosened(marks.LIKE_HANDLE),
    "REACH": marks.LIKE_REACH,
    "PHONE": marks.LIKE_PHONE,
    "WALLET": marks.LIKE_WALLET,
}
SIEVE = Sieve({**COSTLY, **LIKE})
texts = st.lists(st.sampled_from(SCRAPS) | st.characters(), max_size=24).flatmap(
    lambda parts: st.sampled_from(("", " ", "-")).map(lambda between: between.join(parts))
)


@given(texts)
def test_the_sieve_lets_everything_through_that_a_pattern_finds(text: str) -> None:
    folded = fold(text)
    may = SIEVE.may_match(folded)
    patterns = {**COSTLY, "HANDLE": marks.HANDLE, "REACH": marks.REACH}
    found = {name for name, one in patterns.items() if one.search(folded)}
    assert found <= may


@given(texts)
def test_a_long_text_is_sieved_like_a_short_one(text: str) -> None:
    folded = fold(text)
    assert SIEVE.may_match(folded + " " * 1_000) == SIEVE.may_match(folded + " " * 2)


def test_the_sieve_holds_back_what_has_nothing_of_the_kind() -> None:
    assert SIEVE.may_match("今天的活动几点开始,有人知道吗") == set()
    assert SIEVE.may_match("does anybody know when it starts") == set()
    assert "PHONE" in SIEVE.may_match("call 13800001111")
    assert "AT" in SIEVE.may_match("ask @somebody")


@given(texts)
def test_words_that_tell_nothing_leave_no_trace(text: str) -> None:
    seen, suspected = Glance(text), Glance(text)
    suspected._traits = Traits(suspected.traits.number + _TELLING)
    assert [*traces(seen)] == [*traces(suspected)]


@given(st.lists(texts, min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_a_text_of_words_that_were_met_is_read_as_one_of_new_ones(before: list[str], chance: Random) -> None:
    known = ["今天", "好", "the"]
    Glance(" ".join(known))
    for text in before:
        words = fold(text).split()
        known += words
        Glance(" ".join([*words, "今天", "好"]))
    known += ["2026", "13800001111"]
    text = chance.choice(("", " ")) + chance.choice((" ", "  ", "\u3000", "\n")).join(
        chance.choices(known, k=5)
    )
    met = met_sound_of(text.split(" ")) is not None
    seen = Glance(text)
    assert seen.folded == fold(text)
    assert seen.words == seen.folded.split()
    assert seen.plain == unsaid_out("".join(seen.words))
    if met and not text.isascii():
        assert seen.folded is text
        assert not seen.odd
    if seen.sound is not None:
        assert seen.sound == sound_of_all(seen.words)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?<![a-z])x(?!\d)", "ax1"),
        (r"(?<=[a-z])\s(?=b|c)", "a c"),
        (r"\bdot\b", "dotted"),
        ("[\\u4e00-\\u9fff]", "元"),
    ],
)
def test_a_loosened_pattern_forgets_what_must_not_stand_around(pattern: str, text: str) -> None:
    assert Sieve({"one": re.compile(pattern)}).may_match(text) == {"one"}


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer(Lexicon(shipped()), shipped_model(), shipped_sounds())


@given(st.data())
def test_a_score_that_is_given_up_early_would_not_have_counted(scorer: Scorer, data: st.DataObject) -> None:
    terms = [term for signal in shipped() for term in signal.terms]
    words = data.draw(st.lists(st.sampled_from(terms) | st.sampled_from(SCRAPS), min_size=1, max_size=6))
    text = " ".join(words)
    seen = Glance(text)
    left = tuple(traces(seen))
    least = data.draw(st.sampled_from((0.5, 1.6, 2.4)))
    whole = scorer.score(seen, left, least=-inf)
    early = scorer.score(seen, left, least=least, alone=_ALONE_FOR_REVIEW)
    alone = 0.0 if whole.kinds > 1 else _ALONE_FOR_REVIEW
    if whole.value >= least + alone or early.shares:
        assert early == whole
