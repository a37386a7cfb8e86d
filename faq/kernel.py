"""Trains the classifier where there are sentence vectors: kernel ridge regression over likenesses of wordings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from faq.linear import likeness
from faq.postings import Floats

MOST, WEIGHTS = 16_000, 2_500_000
"""Most wordings (learning takes four bytes for each pair of them: 400 MB for 10,000) and weights (10 MB)."""

_SPELT = 0.4
"""What the likeness of runs of letters counts beside that of sentence vectors."""

_RIDGE = 0.2
_STRETCH = 250


def likenesses(
    matrix: sparse.csr_matrix, table: Floats, owners: NDArray[np.int32], entries: int
) -> tuple[Floats, Floats, Floats]:
    """What runs of letters, likenesses to wordings and nothing at all say for each entry: 1 for it, -1 against it.

    `matrix` has a row of weighed runs for each wording, `table` its vector. Solves (K + λ1) A = Y for the kernel K of
    both (Rifkin, Yeo and Poggio, Regularized least-squares classification, 2003).
    """
    kernel = likeness(table @ table.T)
    for begin in range(0, len(table), _STRETCH):
        stretch = matrix[begin : begin + _STRETCH] @ matrix.T
        kernel[begin : begin + _STRETCH] += np.float32(_SPELT) * stretch.toarray()
    kernel[np.diag_indices_from(kernel)] += np.float32(_RIDGE)
    wanted = np.full((len(table), entries), -1 / entries, np.float32)
    wanted[np.arange(len(table)), owners] += 1
    factor = linalg.cho_factor(kernel.T, lower=True, overwrite_a=True, check_finite=False)
    alike = np.asarray(2 * linalg.cho_solve(factor, wanted, check_finite=False), np.float32)
    terms = np.asarray(_SPELT * (matrix.T @ alike), np.float32)
    return terms, alike, np.full(entries, 2 / entries - 1, np.float32)
