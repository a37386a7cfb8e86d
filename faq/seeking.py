"""Whether a message wants an answer, or is talk: chat, jokes, complaints, help for others (a linear model)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from chat.people import Language
from language.fold import fold
from language.remembered import remembered

UNIT = 64
"""Weights are stored as whole numbers of this part of one."""

LONGEST = 200
"""Characters that are read: a question asks in its first ones."""

_PAUSE = re.compile(r"\s+")
_WORD = re.compile(r"[a-z0-9']+|[?!.,:]")
_STEP = 2
_MOST = 12


@remembered
def seeking(text: str, language: Language) -> float:
    """The logarithm of the odds that an answer is wanted."""
    weights = _weights(language)
    return (weights[""] + sum(filter(None, map(weights.get, marks(text, language))))) / UNIT


def marks(text: str, language: Language) -> frozenset[str]:
    """What the model sees: up to three neighbouring characters (words in English) with the edges, and the length."""
    spelt = fold(text[:LONGEST]).strip()
    if language == "zh":
        line = f"^{_PAUSE.sub('_', spelt)}$"
        found = {line[at : at + size] for size in (1, 2, 3) for at in range(len(line) - size + 1)}
        return frozenset((*found, f"length {min(_MOST, len(spelt) // _STEP)}"))
    words = ["^", *_WORD.findall(spelt), "$"]
    pairs = map(" ".join, itertools.pairwise(words))
    threes = map(" ".join, zip(words, words[1:], words[2:], strict=False))
    return frozenset((*words, *pairs, *threes, f"length {min(_MOST, len(words) // _STEP)}"))


@cache
def _weights(language: Language) -> Mapping[str, int]:
    rows = files("faq").joinpath(f"seeking.{language}.tsv").read_text("utf-8").splitlines()
    return {mark: int(weight) for mark, weight in (row.split("\t") for row in rows)}
