"""How sure is sure: from lexical confidence to the chance that the entry is the right one."""

from __future__ import annotations

import math

OFFSET = -3.78
PER_CONFIDENCE = 11.82
"""A logistic model of the matcher's confidence: the shipped prior, before there are verdicts of people.

Fitted on CLINC150 (five wordings an entry, validation queries, in and out of scope one half each).
"""


def probability(confidence: float) -> float:
    """The chance that an entry answers, from the matcher's confidence in it (0 to 1)."""
    return 1 / (1 + math.exp(-(OFFSET + PER_CONFIDENCE * confidence)))
