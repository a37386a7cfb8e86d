"""What a model weighs: the pieces of a text, quickly and with their places, and the sum of their weights."""

from __future__ import annotations

from datetime import UTC, datetime
from math import sqrt
from random import Random  # noqa: TID251  (drawn by hypothesis)

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chat.messages import Message
from chat.people import PersonId, Space
from language.fold import fold
from language.passages import passages
from moderation.model import ADDRESS, FEWEST, LONGEST, Model, shipped_model
from moderation.ngrams import piece_set, pieces, place_of
from moderation.recent import Recent
from moderation.rulebook import Rulebook
from moderation.settings import ModerationSettings
from moderation.utterance import Utterance

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

words = st.sampled_from(
    ["加微信", "免费", "领取，", "free", "money!", "now", "12345", "7", "v信", "a1b2", "——", "微 信", "it's"]
)
texts = st.one_of(
    st.text(max_size=60), st.lists(words, max_size=14).map(" ".join), st.lists(words).map("".join)
)


@given(texts)
def test_every_piece_is_found_with_its_place(text: str) -> None:
    folded = fold(text)
    first: dict[str, tuple[int, int]] = {}
    for piece, start, end in pieces(folded):
        first.setdefault(piece, (start, end))
    assert piece_set(folded) == first.keys()
    for piece, (start, end) in first.items():
        assert place_of(piece, folded) in ((start, end), (start, start + len(piece)))


@given(texts)
@example("see HTTP://a.example now")
def test_a_words_pieces_are_weighed_as_those_of_the_text(text: str) -> None:
    folded = fold(text)
    weighed = ADDRESS.sub(lambda address: " " * len(address[0]), folded)  # addresses are no words
    found = {piece: len(piece) * (-1) ** len(piece) for piece in piece_set(weighed)}
    model = Model({piece: weight for piece, weight in found.items() if len(piece) > 1}, -0.5)
    weight = sum(one for piece, one in found.items() if len(piece) > 1)
    for _ in range(2):  # the second time every word was met before
        assert model.odds(folded) == weight / (100 * sqrt(max(len(found), FEWEST))) - 0.5


@given(st.lists(texts, min_size=1, max_size=4).map(". ".join), st.randoms(use_true_random=False))
def test_no_text_of_the_same_words_says_more_than_the_bound(text: str, chance: Random) -> None:
    folded = fold(text).replace("://", ":")[:LONGEST].strip()
    model = Model({piece: chance.randint(-400, 400) for piece in sorted(piece_set(folded))}, -0.5)
    for _ in range(2):  # the second time every word was met before
        most = model.at_most(folded.split()) + 1e-9
        assert model.odds(folded) <= most
        assert all(model.odds(passage) <= most for passage in passages(folded))


def test_the_bound_is_near_what_a_text_of_few_words_says() -> None:
    model = Model({" cheap": 50, " loans": 30, "cheap loans": 40, "loans now": 10, " hello": -90}, -1.0)
    scale = 100 * sqrt(FEWEST)
    assert model.at_most(["cheap", "loans"]) == (50 + 30 + 40 + 10) / scale - 1.0
    assert model.at_most(["hello", "there"]) == model.at_most([]) == -1.0


@pytest.mark.parametrize(
    "text",
    ["加微信abc12345领红包，日赚五千稳赚不赔", "Earn $900 a day from home, DM me now", "谁知道几点开门？"],
)
def test_the_verdict_alone_is_the_same_verdict(text: str) -> None:
    book = Rulebook(ModerationSettings().rule_settings())
    whole, brief = (
        Utterance(Message(id="1", space=Space("lab", "1"), text=text), PersonId("1"), NOON) for _ in "12"
    )
    brief.briefly = True
    found, told = (book.judge(one, Recent(size=1)).breaches for one in (whole, brief))
    assert [(one.rule, one.mode, one.score) for one in told] == [
        (one.rule, one.mode, one.score) for one in found
    ]
    assert sum(len(one.evidence) for one in told) <= sum(len(one.evidence) for one in found)


def test_what_speaks_loudest_stands_where_it_is_said() -> None:
    loudest, start, end = shipped_model().loudest("hello everybody, guaranteed profit for you")
    assert loudest
    assert "hello everybody, guaranteed profit for you"[start:end].startswith(
        loudest.strip(" ^").split(" ")[0][:3]
    )
