"""Trains a linear support vector machine: for each entry the plane between its wordings and all the others."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from faq.postings import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_STEPS = 2.0**20
"""In so many steps a column is compared: what rounding leaves of a difference is far less than one."""


def planes(matrix: csr_matrix, owners: NDArray[np.int32], entries: int) -> tuple[Floats, Floats]:
    """Weights, a row an entry, and bias of one entry against all the others.

    Most runs of letters stand in the same wordings as another run of the same word. Such columns are multiples of each
    other and are given as one: the planes are the same, since they only depend on products of rows.
    """
    from sklearn.svm import LinearSVC

    lean, group, share = merged(matrix)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says when it stops before the last digit, which is meant
        model = LinearSVC(C=1.0, tol=0.05, max_iter=200, dual=True, random_state=0).fit(lean, owners)
    weights = np.zeros((entries, matrix.shape[1]), np.float32)
    bias = np.full(entries, -1.0, np.float32)
    found = model.coef_ if len(model.coef_) > 1 else np.vstack((-model.coef_, model.coef_))
    for entry, row in zip(model.classes_.tolist(), found, strict=True):
        weights[entry] = row[group] * share
    bias[model.classes_] = (
        model.intercept_ if len(model.intercept_) > 1 else (-model.intercept_[0], model.intercept_[0])
    )
    return weights, bias


def merged(matrix: csr_matrix) -> tuple[csr_matrix, NDArray[np.int64], NDArray[np.float64]]:
    """The matrix with columns that are multiples of each other as one, so that products of rows stay: for each column
    where it went, and its share; the shares in a merged one have length 1.
    """
    columns = matrix.tocsc().astype(np.float64)
    held = np.diff(columns.indptr)
    long = np.sqrt(np.asarray(columns.multiply(columns).sum(axis=0)).ravel())
    long[held == 0] = 1.0
    even = columns.copy()
    even.data = np.rint(columns.data / np.repeat(long, held) * _STEPS)
    marks = even.astype(np.int64).T @ np.random.default_rng(0).integers(2**63, size=matrix.shape[0])
    _, first, mark = np.unique(marks, return_index=True, return_inverse=True)
    order = np.argsort(first)
    group = np.argsort(order)[mark]
    whole = np.sqrt(np.bincount(group, long**2))
    chosen = first[order]
    lean = columns[:, chosen]
    lean.data *= np.repeat(whole / long[chosen], held[chosen])
    return lean.tocsr(), group, long / whole[group]
