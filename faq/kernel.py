"""Trains the classifier where there are sentence vectors: kernel ridge regression over likenesses of wordings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import lapack

from faq.linear import likeness
from faq.postings import Floats

MOST, WEIGHTS = 16_000, 2_500_000
"""Most wordings (learning takes two bytes for each pair of them: 200 MB for 10,000) and weights (10 MB)."""

_SPELT = 0.4
"""What the likeness of runs of letters counts beside that of sentence vectors."""

_RIDGE = 0.2
_STRETCH = 125
"""Wordings whose likenesses to all others are made at once."""


def likenesses(
    matrix: sparse.csr_matrix, table: Floats, owners: NDArray[np.int32], entries: int
) -> tuple[Floats, Floats, Floats]:
    """What runs of letters, likenesses to wordings and nothing at all say for each entry: 1 for it, -1 against it.

    `matrix` has a row of weighed runs for each wording, `table` its vector. Solves (K + λ1) A = Y for the kernel K of
    both (Rifkin, Yeo and Poggio, Regularized least-squares classification, 2003).
    """
    wanted = np.full((len(table), entries), -1 / entries, np.float32)
    wanted[np.arange(len(table)), owners] += 1
    alike = 2 * _solved(partial(_kernel, matrix, table), wanted)
    terms = np.asarray(_SPELT * (matrix.T @ alike), np.float32)
    return terms, alike, np.full(entries, 2 / entries - 1, np.float32)


def _kernel(
    matrix: sparse.csr_matrix, table: Floats, begin: int, end: int, columns: slice = slice(None)
) -> Floats:
    """How alike the wordings from `begin` on and those of the columns are."""
    found = likeness(table[begin:end] @ table[columns].T)
    found += np.float32(_SPELT) * (matrix[begin:end] @ matrix[columns].T).toarray()
    return found


def _solved(kernel: Callable[..., Floats], wanted: Floats) -> Floats:
    """A of (K + λ1) A = Y. Only half of the symmetric matrix is made and taken apart in its place, in the rectangular
    full packed format of LAPACK (Gustavson et al., 2010): its first columns from the second row on, and the triangle
    that is left, transposed, above them. For an odd number of wordings there is one more that is like none.
    """
    count = len(wanted)
    size = count + count % 2
    half = size // 2
    packed = np.zeros((size + 1, half), np.float32, order="F")
    for begin in range(0, half, _STRETCH):
        end = min(begin + _STRETCH, half)
        packed[1 : count + 1, begin:end] = kernel(begin, end).T
    for begin in range(half, count, _STRETCH):
        end = min(begin + _STRETCH, count)
        rows = kernel(begin, end, slice(half, end))
        for place in range(begin, end):
            packed[: place - half + 1, place - half] = rows[place - begin, : place - half + 1]
    if size > count:
        packed[:half, half - 1] = 0
    places = np.arange(half)
    packed[places + 1, places] += np.float32(_RIDGE)
    packed[places, places] += np.float32(_RIDGE)
    factor, failed = lapack.spftrf(size, packed.ravel(order="K"), uplo="L", overwrite_a=True)
    if failed:
        raise ArithmeticError(f"the likenesses of wordings are no kernel: row {failed}")
    padded = np.zeros((size, wanted.shape[1]), np.float32, order="F")
    padded[:count] = wanted
    found, _ = lapack.spftrs(size, factor, padded, uplo="L", overwrite_b=True)
    return np.asarray(found[:count], np.float32)
