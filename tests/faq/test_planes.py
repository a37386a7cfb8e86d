"""Columns that say the same are learned as one: the planes between entries stay what they were."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse
from sklearn.svm import LinearSVC

from faq.planes import merged, planes


def spelt(rows: int, terms: int = 30, seed: int = 0) -> sparse.csr_matrix:
    """Wordings of some terms; behind these, each twice as heavy, and every third half as heavy."""
    chance = np.random.default_rng(seed)
    own = chance.random((rows, terms)) * (chance.random((rows, terms)) < 0.2)
    own[np.arange(terms), np.arange(terms)] += 1
    return sparse.csr_matrix(np.hstack((own, 2 * own, own[:, ::3] / 2)))


def owned(rows: int, entries: int) -> NDArray[np.int32]:
    return np.sort(np.arange(rows, dtype=np.int32) % entries)


def test_multiples_of_a_column_stand_as_one_and_products_of_rows_stay() -> None:
    matrix = spelt(60)
    lean, group, share = merged(matrix)
    assert lean.shape == (60, 30)
    assert np.allclose((lean @ lean.T).toarray(), (matrix @ matrix.T).toarray())
    assert np.allclose((lean.toarray()[:, group] * share), matrix.toarray())


def test_columns_that_differ_in_one_wording_stay_apart() -> None:
    table = np.array(
        [[1.0, 2.0, 1.0, 0.0], [1.0, 2.0, 0.0, 0.0], [3.0, 6.0, 3.0, 0.0], [1.0, 2.001, 1.0, 0.0]]
    )
    lean, group, _ = merged(sparse.csr_matrix(table))
    assert lean.shape == (4, 4)
    assert sorted(group.tolist()) == [0, 1, 2, 3]


@pytest.mark.parametrize("entries", [2, 3, 8])
def test_the_planes_are_those_of_all_columns(entries: int) -> None:
    matrix, owners = spelt(80, seed=1), owned(80, entries)
    weights, bias = planes(matrix, owners, entries + 1)
    model = LinearSVC(C=1.0, tol=0.05, max_iter=200, dual=True, random_state=0).fit(matrix, owners)
    several = entries > 2
    expected = model.coef_ if several else np.vstack((-model.coef_, model.coef_))
    level = model.intercept_ if several else np.hstack((-model.intercept_, model.intercept_))
    assert np.allclose(weights[:entries], expected, atol=1e-6)
    assert np.allclose(bias[:entries], level, atol=1e-6)
    assert not weights[entries].any()
    assert bias[entries] == -1.0, "an entry without wordings is for nobody"


def test_a_column_that_no_wording_has_weighs_nothing() -> None:
    table = spelt(40, seed=2).toarray()
    table[:, [4, 34]] = 0.0
    weights, _ = planes(sparse.csr_matrix(table), owned(40, 4), 4)
    assert np.isfinite(weights).all()
    assert not weights[:, [4, 34]].any()
