"""Fits convex models whose weights must not be negative, held near a prior: Newton's steps, projected."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float64]
Slope = Callable[[Row], tuple[float, Row, NDArray[np.float64]]]
"""The loss at a point, its gradient and its curvature."""

_STEPS = 60
_SHARES = tuple(0.5**power for power in range(14))
_CLOSE = 1e-6


def descend(slope: Slope, start: Row, free: Sequence[bool]) -> Row:
    """The lowest point; coordinates that are not `free` stay at zero or above."""
    loose = np.asarray(free)
    here = np.where(loose, start, np.maximum(start, 0.0))
    loss, gradient, curve = slope(here)
    for _ in range(_STEPS):
        moving = loose | (here > 0) | (gradient < 0)
        step = np.zeros_like(here)
        if moving.any():
            step[moving] = np.linalg.solve(curve[np.ix_(moving, moving)], gradient[moving])
        there, after = here, (loss, gradient, curve)
        for share in _SHARES:
            moved = here - share * step
            there = np.where(loose, moved, np.maximum(moved, 0.0))
            after = slope(there)
            if after[0] < loss:
                break
        else:
            return here
        gain = loss - after[0]
        here, (loss, gradient, curve) = there, after
        if gain < _CLOSE * (1 + abs(loss)):
            return here
    return here


def fit_choice(examples: Sequence[tuple[Row, int]], prior: Row, hold: float) -> Row:
    """Weights of a conditional logit: an example is the evidence of some entries (a column each) and the right one.

    `hold` is how strongly the weights are held at the prior, in units of one example's loss.
    """

    def slope(weights: Row) -> tuple[float, Row, NDArray[np.float64]]:
        away = weights - prior
        loss, gradient = 0.5 * hold * float(away @ away), hold * away
        curve = hold * np.eye(len(weights))
        for evidence, right in examples:
            scores = weights @ evidence
            scores = scores - scores.max()
            chances = np.exp(scores)
            total = float(chances.sum())
            chances /= total
            mean = evidence @ chances
            loss += float(np.log(total) - scores[right])
            gradient = gradient + mean - evidence[:, right]
            curve = curve + (evidence * chances) @ evidence.T - np.outer(mean, mean)
        return loss, gradient, curve

    return descend(slope, prior, [False] * len(prior))


def fit_chance(
    traits: NDArray[np.float64], right: Row, worth: Row, hold: float, start: Row | None = None
) -> Row:
    """Weights of a logistic model whose first trait is the constant 1 and may be negative; the others only add.

    `right` may be a chance; `start` is where to begin.
    """
    held = np.full(traits.shape[1], hold)
    held[0] = 1e-3

    def slope(weights: Row) -> tuple[float, Row, NDArray[np.float64]]:
        reach = traits @ weights
        chances = 1 / (1 + np.exp(-reach))
        loss = float(worth @ (np.logaddexp(0, reach) - right * reach)) + 0.5 * float(held @ weights**2)
        gradient = traits.T @ (worth * (chances - right)) + held * weights
        curve = (traits * (worth * chances * (1 - chances))[:, None]).T @ traits + np.diag(held)
        return loss, gradient, curve

    begin = np.zeros(traits.shape[1]) if start is None else start
    return descend(slope, begin, [True, *[False] * (traits.shape[1] - 1)])
