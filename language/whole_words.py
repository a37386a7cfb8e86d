"""Latin words as they were before somebody broke them, spelt them with digits or dropped their vowels."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from operator import add

from language.disguise import SWAPS, bare, tables

_WITHIN = re.compile(r"(?<=[a-z0-9])[*_~|`\\/^-]{1,4}(?=[a-z0-9])")
_APART = re.compile(r"(?<![^\W_])[a-z0-9](?:(?:[ ._*|~-][a-z0-9]){2,}|(?:\s{2,3}[a-z0-9]){2,})(?![^\W_])")
_BETWEEN = re.compile(r"[\s._*|~-]+")
_TOKEN = re.compile(r"[a-z0-9@$!|€£+¡¢']+")
_UNIT = re.compile(r"[$€£+]?\d+[a-z]{1,2}")
_LETTERS = {ord(one): letter for one, letter in SWAPS.items() if not one.isalpha()}
_LEAST = 3


def whole_words(folded: str, bared: Mapping[str, str]) -> str:
    """The text with its words whole again and the spaces between them. `bared`: what words without vowels mean."""
    text = _APART.sub(_joined, _WITHIN.sub("", folded))
    return _TOKEN.sub(lambda found: _whole(found[0], bared), text)


def mended(folded: str, words: Container[str]) -> str | None:
    """The text with two neighbours as one where only together they are one of these words; None where none are."""
    shown = folded.split()
    if not any(map(words.__contains__, map(add, shown, shown[1:]))):
        return None
    found: list[str] = []
    for word in shown:
        if found and (both := found[-1] + word) in words and not (found[-1] in words and word in words):
            found[-1] = both
        else:
            found.append(word)
    return " ".join(found) if len(found) < len(shown) - 1 else None


def _joined(letters: re.Match[str]) -> str:
    return _BETWEEN.sub("", letters[0])


def _whole(shown: str, bared: Mapping[str, str]) -> str:
    short: Mapping[str, str] = tables()["short"]
    word = shown.rstrip("!|+")
    if not word.isalpha() and len(word) >= _LEAST and not _UNIT.fullmatch(word):
        letters = sum(map(str.isalpha, word))
        if 2 * letters > len(word):
            shown = word = word.translate(_LETTERS)
    if len(word) > 1 and word.isalpha() and bare(word) == word:
        return short.get(word) or bared.get(word, shown)
    return short.get(shown, shown)
