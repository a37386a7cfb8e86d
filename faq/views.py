"""The terms under which a text is looked up: words or characters with their ideas, and runs of letters (pure)."""

from __future__ import annotations

import itertools
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick

from chat.people import Language
from faq.wordings import stem, tokens
from language.fold import fold

_RUNS = {"zh": (1, 2, 3), "en": (2, 3, 4, 5)}
EDGES = "^$"
"""Stand before and behind a Chinese text: what it begins and ends with tells how it is meant."""

PHRASE = 3
"""Most words of an English idea."""


def words(text: str, language: Language) -> tuple[str, ...]:
    """Stems in English, characters and their pairs in Chinese, and the ideas that the text touches, as `=idea`."""
    found = tokens(text)
    if language == "en":
        return (*(stem(one) if one.isascii() else one for one in found), *_english_ideas(found))
    pairs = [
        one + other for one, other in itertools.pairwise(found) if not one.isascii() and not other.isascii()
    ]
    return (*found, *pairs, *_chinese_ideas("".join(found)))


def runs(text: str, language: Language) -> Counter[str]:
    """Runs of letters with their number, also at the edges of the text; in English the words and their pairs, too."""
    found = tokens(text)
    counted: Counter[str] = Counter()
    if language == "en":
        counted.update([f"w:{one}" for one in found])
        counted.update([f"w:{one} {other}" for one, other in itertools.pairwise(found)])
        spelt = f" {' '.join(found)} "
    else:
        spelt = f"{EDGES[0]}{''.join(found)}{EDGES[1]}"
    for length in _RUNS[language]:
        counted.update([spelt[at : at + length] for at in range(len(spelt) - length + 1)])
    for edge in EDGES:
        del counted[edge]
    return counted


def _english_ideas(found: list[str]) -> tuple[str, ...]:
    known, several = ideas("en"), openers()
    touched: set[str] = set()
    for at, word in enumerate(found):
        touched.update(known.get(word, ()), known.get(stem(word), ()))
        for length in range(2, PHRASE + 1) if word in several else ():
            touched.update(known.get(" ".join(found[at : at + length]), ()))
    return tuple(sorted(touched))


def _chinese_ideas(spelt: str) -> tuple[str, ...]:
    known, spellings = ideas("zh"), _chinese()[1]
    found = {spellings[one] for one, _, _ in _chinese()[0].find_matches_as_indexes(spelt, overlapping=True)}
    return tuple(sorted({idea for one in found for idea in known[one]}))


def ideas(language: Language) -> Mapping[str, tuple[str, ...]]:
    """The ideas of each spelling, folded; in English a spelling has up to `PHRASE` words."""
    return _ideas()[language]


@cache
def openers() -> frozenset[str]:
    """The words with which English ideas of several words begin."""
    return frozenset(first for first, _, rest in (one.partition(" ") for one in ideas("en")) if rest)


@cache
def _ideas() -> dict[Language, dict[str, tuple[str, ...]]]:
    written = tomllib.loads(files("faq").joinpath("concepts.toml").read_text("utf-8"))
    known: dict[Language, dict[str, tuple[str, ...]]] = {"zh": {}, "en": {}}
    for language, by_word in known.items():
        for idea, spellings in written[language].items():
            for word in map(fold, spellings):
                by_word[word] = (*by_word.get(word, ()), f"={idea}")
    return known


@cache
def _chinese() -> tuple[AhoCorasick, tuple[str, ...]]:
    spellings = tuple(sorted(ideas("zh")))
    return AhoCorasick(list(spellings)), spellings
