"""The Latin words that people use, for readings that make broken words whole again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from language.disguise import bare
from language.spelling import Spelling

_LEAST_LEFT = 2


class Vocabulary(NamedTuple):
    """`words`: all that are known; `bared` has them by what is left of them without their vowels; `spelling` knows
    them by how they are spelt wrongly.
    """

    words: frozenset[str]
    bared: Mapping[str, str]
    spelling: Spelling


def vocabulary(words: Iterable[str]) -> Vocabulary:
    """Of several words with the same consonants the first one counts."""
    known, bared = [*words], dict[str, str]()
    for word in known:
        left = bare(word)
        if len(left) >= _LEAST_LEFT and left != word:
            bared.setdefault(left, word)
    return Vocabulary(frozenset(known), bared, Spelling(known))


@cache
def shipped_vocabulary() -> Vocabulary:
    """The words of the sentences that the models were taught with; `scripts/fit` writes them."""
    return vocabulary(files("moderation").joinpath("lexicon/words.txt").read_text("utf-8").split())
