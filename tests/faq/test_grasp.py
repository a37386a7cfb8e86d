"""A question piece by piece, and how much of it an entry speaks of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from chat.people import Language
from faq.calibration import TRAITS, asking_share, manner, traits
from faq.corpus import corpora
from faq.entries import Entry, Question
from faq.lane import Lane
from faq.pieces import pieces
from language.fold import fold
from tests.faq.communities import communities

POINTS = Entry(
    name="points",
    id="points",
    questions=(Question("en", "how do I use points"),),
    answers={"en": "Points lower the price at the checkout by a tenth."},
)
PAUSE = Entry(
    name="pause",
    id="pause",
    questions=(Question("en", "halt my plan"), Question("en", "put my plan on ice")),
    answers={},
)


def lane() -> Lane:
    return Lane(corpora([POINTS, PAUSE])["en"])


@pytest.mark.parametrize(
    ("language", "text", "spelt"),
    [
        ("zh", "请问优惠券在哪里领啊", [("优惠",), ("券",), ("在哪",), ("领",)]),
        ("zh", "那个洗发水你们有吗", [("洗发", "发水")]),
        ("zh", "怎么弄", []),
        ("en", "hi, how much is the shampoo anyway?", [("how", "much"), ("shampoo",)]),
        ("en", "can someone please help me with this", []),
    ],
)
def test_a_question_is_taken_apart_without_what_says_nothing(
    language: Language, text: str, spelt: list[tuple[str, ...]]
) -> None:
    assert [one.spelt for one in pieces(text, language)] == spelt


@pytest.mark.parametrize("text", ["", "?", "\n", "\ud83d", "a" * 5_000, "群" * 5_000, "退款" * 300])
def test_any_text_can_be_taken_apart(text: str) -> None:
    for language in ("zh", "en"):
        found = pieces(text, language)
        assert found == pieces(fold(text), language)
        assert all(one.spelt for one in found)


def test_a_grasp_names_what_an_entry_never_mentions() -> None:
    known = lane().query("use points at the checkout"), lane().query("use points at the hairdresser")
    whole, strange = (lane().grasp(one).of(0, lane().worded(one, 0)) for one in known)
    assert whole.strangest == whole.missed == 0
    assert whole.cover == 1 > strange.cover > 0
    assert whole.worded < 1
    assert strange.strangest == pytest.approx(1.0)
    assert strange.missed == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("text", "share"), [("use points at the checkout", 1.0), ("put points at the hairdresser", 0.4)]
)
def test_a_lead_counts_by_how_much_of_the_question_the_entry_has(text: str, share: float) -> None:
    one = lane()
    query = one.query(text)
    held = one.grasp(query).of(0, one.worded(query, 0))
    row = traits(one.evidence(query), np.asarray((3.0, 0.5)), manner(text, "en", 1.0), held, 1.0)
    told = dict(zip(TRAITS, row.tolist(), strict=True))
    assert told["margin"] == pytest.approx(0.5)
    assert told["lead_cover"] == pytest.approx(0.5 * held.cover)
    assert held.cover <= share


def test_other_words_for_the_same_are_nearly_as_good() -> None:
    one = lane()
    cost = one.query("what does it cost at the checkout")
    held = one.grasp(cost).of(0, frozenset())
    assert held.fits == 1
    assert 0 < held.strangest < 0.5
    assert one.grasp(one.query("what is it like at the checkout")).of(0, frozenset()).fits == 0


def test_a_wording_that_is_left_out_and_an_entry_that_is_taken_away_are_not_there() -> None:
    one = lane()
    asked = one.query("put my plan on ice")
    there, less = one.grasp(asked).of(1, one.worded(asked, 1)), one.grasp(asked, without=2)
    gone = less.of(1, one.worded(asked, 1, without=2))
    assert there.cover == there.worded == 1 > gone.cover > 0
    assert gone.worded == pytest.approx(gone.cover)
    assert one.grasp(asked).less(1).cover()[1] == 0


def test_the_manner_of_asking_says_nothing_where_the_wordings_are_commands() -> None:
    assert asking_share(["how do I get a refund?", "where is my parcel?"], "en") == 1
    assert asking_share(["play some jazz", "i love this song"], "en") == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_left_out_wording_is_as_if_nobody_had_written_it(language: Language) -> None:
    """But for the mean length of all entries, and for how rare a word is, which one wording hardly moves."""
    town = next(communities(language))
    asked = next(one for one in town.entries if len(one.questions) > 2)
    less = [replace(one, questions=one.questions[1:]) if one is asked else one for one in town.entries]
    full, short = Lane(corpora(town.entries)[language]), Lane(corpora(less)[language])
    wording = full.corpus.wordings.index(asked.questions[0].text)
    query = full.query(asked.questions[0].text)
    left = full.evidence(query, wording)
    there = short.evidence(short.query(query.text))
    assert np.abs(left - there).max() < 0.08
    entry = full.corpus.ids.index(asked.id)
    assert left[:, entry].sum() < full.evidence(query)[:, entry].sum()
