"""The classifier by likeness: the solution of its equations, and what it says of wordings that it never saw."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse

from faq.classifier import trained
from faq.kernel import likenesses
from faq.linear import likeness
from faq.postings import Floats

OWNERS = np.repeat(np.arange(4, dtype=np.int32), 10)


def invented(owners: NDArray[np.int32] = OWNERS, seed: int = 0) -> tuple[Floats, sparse.csr_matrix]:
    """Vectors around a centre for each entry, and runs that say nothing."""
    chance, size = np.random.default_rng(seed), len(owners)
    table = 5 * np.eye(4, 16)[owners] + chance.normal(size=(size, 16))
    spelt = chance.random((size, 30)) * (chance.random((size, 30)) < 0.2)
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    return table.astype(np.float32), sparse.csr_matrix(spelt.astype(np.float32))


@pytest.mark.parametrize("size", [2, 40, 41, 602, 1003])
def test_it_solves_the_equations_of_ridge_regression(size: int) -> None:
    owners = np.sort(np.arange(size, dtype=np.int32) % 4)
    table, spelt = invented(owners)
    terms, alike, bias = likenesses(spelt, table, owners, 4)
    kernel = likeness(table @ table.T) + 0.4 * (spelt @ spelt.T).toarray()
    wanted = (np.eye(4)[owners] - 1 / 4) * 2
    assert np.allclose((kernel + 0.2 * np.eye(size)) @ alike, wanted, atol=1e-4)
    assert np.allclose(spelt @ terms + likeness(table @ table.T) @ alike, kernel @ alike, atol=1e-4)
    assert bias.tolist() == [-0.5] * 4


def test_it_holds_half_of_the_pairs_of_wordings() -> None:
    owners = np.sort(np.arange(1600, dtype=np.int32) % 4)
    table, _ = invented(owners)
    nothing = sparse.csr_matrix((len(owners), 30), dtype=np.float32)
    tracemalloc.start()
    likenesses(nothing, table, owners, 4)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3.5 * len(owners) ** 2, "bytes; all pairs take four each, half of them two"


def test_what_it_never_saw_goes_to_the_entry_that_it_is_like_and_a_stranger_to_none() -> None:
    table, _ = invented()
    chosen = np.arange(40) % 5 > 0
    nothing = np.zeros(0, np.int64), np.zeros(0)
    found = trained([nothing] * 40, (), table, OWNERS, chosen, 4, alike=True)
    scores = np.asarray([found.score({}, one, table @ one) for one in table[~chosen]])
    assert (scores.argmax(axis=1) == OWNERS[~chosen]).all()
    stranger = -table.mean(axis=0) / np.linalg.norm(table.mean(axis=0))
    assert found.score({}, stranger, table @ stranger).max() < scores.max(axis=1).min()
    assert not found.alike[~chosen].any()
    assert len(found.meaning) == 0
