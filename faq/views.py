"""The terms under which a text is looked up: words or characters with their ideas, and runs of letters (pure)."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from chat.people import Language
from faq.wordings import stem, tokens
from language.fold import fold

_RUNS = {"zh": (1, 2, 3), "en": (2, 3, 4, 5)}
_PHRASE = 3
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
    """Runs of letters with their number; in English also the words and their pairs."""
    found = tokens(text)
    counted: Counter[str] = Counter()
    if language == "en":
        counted.update(f"w:{one}" for one in found)
        counted.update(f"w:{one} {other}" for one, other in itertools.pairwise(found))
        spelt = f" {' '.join(found)} "
    else:
        spelt = "".join(found)
    for length in _RUNS[language]:
        counted.update(spelt[at : at + length] for at in range(len(spelt) - length + 1))
    return counted


def _english_ideas(found: list[str]) -> tuple[str, ...]:
    ideas = _ideas()["en"]
    touched: set[str] = set()
    for at, word in enumerate(found):
        touched.update(ideas.get(word, ()), ideas.get(stem(word), ()))
        for length in range(2, _PHRASE + 1):
            touched.update(ideas.get(" ".join(found[at : at + length]), ()))
    return tuple(sorted(touched))


def _chinese_ideas(spelt: str) -> Iterator[str]:
    ideas = _ideas()["zh"]
    for match in _chinese().finditer(spelt):
        yield from ideas[match[0]]


@cache
def _ideas() -> dict[Language, dict[str, tuple[str, ...]]]:
    written = tomllib.loads(files("faq").joinpath("concepts.toml").read_text("utf-8"))
    ideas: dict[Language, dict[str, tuple[str, ...]]] = {"zh": {}, "en": {}}
    for language, by_word in ideas.items():
        for idea, spellings in written[language].items():
            for word in map(fold, spellings):
                by_word[word] = (*by_word.get(word, ()), f"={idea}")
    return ideas


@cache
def _chinese() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _ideas()["zh"]), key=len, reverse=True)))
