"""Vectors of many wordings are kept shorter: who is near stays near; few are kept as they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from faq.corpus import Corpus
from faq.meaning import Meaning
from faq.postings import Floats

EACH, WIDTH = 10, 256


def spoken(entries: int) -> tuple[Corpus, Floats, Floats]:
    """Entries around centres whose numbers mean less and less, as those of an encoder do; wordings, and questions."""
    chance = np.random.default_rng(1)
    scale = np.exp(-np.arange(WIDTH) / 40)
    centres = np.repeat(chance.normal(size=(entries, WIDTH)) * scale, EACH, axis=0)
    table, asked = (centres + 0.6 * scale * chance.normal(size=centres.shape) for _ in range(2))
    owners = np.repeat(np.arange(entries, dtype=np.int32), EACH)
    corpus = Corpus(
        language="en",
        ids=tuple(f"e{n}" for n in range(entries)),
        wordings=tuple(f"wording {n}" for n in range(len(owners))),
        owners=owners,
        starts=np.arange(0, len(owners), EACH, dtype=np.int32),
        answers=("",) * entries,
    )
    return corpus, _unit(table), _unit(asked)


def _unit(rows: np.ndarray) -> Floats:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_few_wordings_are_compared_exactly() -> None:
    corpus, table, asked = spoken(20)
    meaning = Meaning(corpus, dict(zip(corpus.wordings, table, strict=True)))
    for one in asked[::7]:
        assert np.allclose(meaning.near(one), table @ one, atol=1e-6)


def test_many_wordings_are_compared_nearly_as_exactly_along_fewer_axes() -> None:
    corpus, table, asked = spoken(220)
    meaning = Meaning(corpus, dict(zip(corpus.wordings, table, strict=True)))
    for one in asked[::50]:
        exact = table @ one
        near = meaning.near(one)
        assert np.abs(near - exact).max() < 0.01
        evidence = meaning.evidence(one, near)
        best = np.maximum.reduceat(exact, corpus.starts)
        assert evidence["nearest"].argmax() == best.argmax()
        left_out = int(exact.argmax())
        without = meaning.evidence(one, meaning.near(one), left_out)
        exact[left_out] = -1
        assert np.abs(without["nearest"] - np.maximum.reduceat(exact, corpus.starts)).max() < 0.01
    assert np.array_equal(meaning.vector(5), table[5])


def test_the_nearest_wordings_vote_and_each_clause_speaks_for_its_own_entry() -> None:
    corpus, table, asked = spoken(45)
    said = dict(zip(corpus.wordings, table, strict=True))
    told = replace(
        corpus, answers=tuple(f"one thing {n}. two things {n}." if n % 3 else "" for n in range(45))
    )
    clauses = dict.fromkeys(told.texts()[len(table) :], table[0])
    clauses |= {one: table[n * EACH] for n in range(45) for one in told.clauses(n)}
    meaning = Meaning(told, clauses | said)
    for one in asked[::30]:
        near = table @ one
        evidence = meaning.evidence(one, meaning.near(one))
        first = np.argsort(-near)[:30]
        votes = np.bincount(corpus.owners[first], np.exp((near[first] - 1) * 12.0), 45)
        assert np.allclose(evidence["votes"], votes / votes.sum(), atol=1e-5)
        alike = np.maximum(table[::EACH] @ one, 0) * (np.arange(45) % 3 > 0)
        assert np.allclose(evidence["clause"], alike, atol=1e-6)
