"""Trains the linear classifier over all wordings, and those that never saw some of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from faq.lane import Lane
from faq.linear import Linear
from faq.planes import planes
from faq.postings import Floats, Spelt
from faq.views import runs

ENOUGH = 20
"""Wordings that stand beside another one of their entry; with fewer there is nothing to learn but noise."""

_CLASSES, _WEIGHTS = 1500, 12_000_000
"""Most entries and weights of the linear classifier: 48 MB."""

_MANY = 3000
"""From so many wordings on one fifth is left out once; below, each fifth in turn."""

_Said = dict[int, NDArray[np.float64]]
"""What a classifier says about wordings: a number for each entry."""


def classifiers(
    lane: Lane, vectors: Mapping[str, Floats] | None, chance: np.random.Generator
) -> tuple[Linear | None, _Said, _Said]:
    """The classifier of all wordings; what one says about a wording that was left out of it; and what one says that
    never saw a wording of its whole entry: one that did has learned that the question is for none of the others.
    """
    corpus = lane.corpus
    entries = len(corpus.ids)
    several = np.flatnonzero(corpus.counts[corpus.owners] >= 2)
    if not 2 <= entries <= _CLASSES or len(several) < ENOUGH:
        return None, {}, {}
    spelt, terms = spelling_of(lane), tuple(lane.tfidf.places)
    fold = np.full(len(corpus.wordings), -1)
    for entry in range(entries):
        begin, count = int(corpus.starts[entry]), int(corpus.counts[entry])
        if count >= 2:
            fold[begin + chance.permutation(count)] = (np.arange(count) + chance.integers(5)) % 5
    group = (chance.permutation(entries) % 5)[corpus.owners] if entries > 2 else np.full(len(fold), -1)
    table = table_of(lane, vectors)
    alike = vectors is not None

    def without(parts: NDArray[np.int_]) -> _Said:
        said: _Said = {}
        for number in range(1 if len(corpus.wordings) > _MANY else 5):
            part = trained(spelt, terms, table, corpus.owners, parts != number, entries, alike=alike)
            rows = part.rows(lane.tfidf.places)
            for wording in np.flatnonzero(parts == number).tolist():
                places, weights = spelt[wording]
                said[wording] = part.score_at((rows[places], weights), *_meant(table, wording))
        return said

    whole = trained(spelt, terms, table, corpus.owners, np.ones(len(fold), bool), entries, alike=alike)
    return whole, without(fold), without(group)


def spelling_of(lane: Lane) -> list[Spelt]:
    """The runs of letters of each wording, by their places in the vocabulary of the lane."""
    return [lane.tfidf.spell(runs(one, lane.corpus.language)) for one in lane.corpus.wordings]


def _meant(table: Floats | None, wording: int) -> tuple[Floats | None, Floats | None]:
    """The vector of a wording, and its cosine to each."""
    return (None, None) if table is None else (table[wording], table @ table[wording])


def table_of(lane: Lane, vectors: Mapping[str, Floats] | None) -> Floats | None:
    """What the wordings mean, a row each: their vectors, else, of a language whose words are known and where there are
    not so many that their letters tell all, the sense of their words.
    """
    if vectors is None:
        few = len(lane.corpus.wordings) <= _MANY
        return lane.kinship.senses if lane.kinship is not None and few else None
    return np.asarray([vectors[one] for one in lane.corpus.wordings], np.float32)


def trained(
    spelt: Sequence[Spelt],
    terms: Sequence[str],
    table: Floats | None,
    owners: NDArray[np.int32],
    chosen: NDArray[np.bool_],
    entries: int,
    *,
    alike: bool,
) -> Linear:
    """By likeness to wordings where `alike` (the table has sentence vectors) and there are not too many; else a linear
    support vector machine. `terms` says what the places are that the wordings are spelt by.
    """
    from scipy import sparse

    from faq.kernel import MOST, WEIGHTS, likenesses

    places = np.flatnonzero(chosen)
    shown = [spelt[place] for place in places.tolist()]
    columns = np.concatenate([one for one, _ in shown]) if shown else np.zeros(0, np.int64)
    held = np.bincount(columns, minlength=len(terms))
    once = len(places) > 2000
    common = sorted(np.flatnonzero(held > once).tolist(), key=lambda one: (-held[one], terms[one]))
    common = common[: _WEIGHTS // entries]
    vocabulary = {terms[one]: number for number, one in enumerate(common)}
    number_of = np.full(len(terms), -1, np.int32)
    number_of[common] = np.arange(len(common))
    columns = number_of[columns]
    rows = np.repeat(np.arange(len(shown), dtype=np.int32), [len(one) for one, _ in shown])
    values = (
        np.concatenate([one for _, one in shown]).astype(np.float32) if shown else np.zeros(0, np.float32)
    )
    kept = columns >= 0
    matrix = sparse.csr_matrix(
        (values[kept], (rows[kept], columns[kept])), shape=(len(shown), len(vocabulary))
    )
    del rows, columns, values, kept
    none = np.zeros((0, entries), np.float32)
    if table is not None and alike and len(table) <= min(MOST, WEIGHTS // entries):
        letters, weights, bias = likenesses(matrix, table[places], owners[places], entries)
        whole = np.zeros((len(table), entries), np.float32)
        whole[places] = weights
        return Linear(vocabulary=vocabulary, terms=letters, meaning=none, alike=whole, bias=bias)
    if table is not None:
        matrix = sparse.hstack([matrix, sparse.csr_matrix(table[places])]).tocsr()
    weights, bias = planes(matrix, owners[places], entries)
    return Linear(
        vocabulary=vocabulary,
        terms=np.ascontiguousarray(weights[:, : len(vocabulary)].T),
        meaning=np.ascontiguousarray(weights[:, len(vocabulary) :].T),
        alike=none,
        bias=bias,
    )
