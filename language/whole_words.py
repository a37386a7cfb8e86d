"""Latin words as they were before somebody broke them, spelt them with digits or dropped their vowels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import add

from language.disguise import SWAPS, bare, tables

_WITHIN = re.compile(r"(?<=[a-z0-9])[*_~|`\\/^-]{1,4}(?=[a-z0-9])")
_APART = re.compile(r"(?<![^\W_])[a-z0-9](?:(?:[ ._*|~-][a-z0-9]){2,}|(?:\s{2,3}[a-z0-9]){2,})(?![^\W_])")
_BETWEEN = re.compile(r"[\s._*|~-]+")
_TOKEN = re.compile(r"[a-z0-9@$!|€£+¡¢']+")
_UNIT = re.compile(r"[$€£+]?\d+[a-z]{1,2}")
_LETTERS = {ord(one): letter for one, letter in SWAPS.items() if not one.isalpha()}
_LEAST = 3
_MOSTLY = 3
"""One word in so many has no vowels: so have those of two letters lost theirs."""
_FEWEST = 4
"""Letters of a word that was broken."""
_FEWEST_PARTS = 2
"""So many parts of broken words are no words themselves."""
_END = ".,;:!?"


def whole_words(folded: str, words: Container[str], bared: Mapping[str, str]) -> str:
    """The text with its words whole again and the spaces between them. `words`: those that are known; `bared` has them
    by what is left of them without their vowels.
    """
    text = _APART.sub(_joined, _WITHIN.sub("", folded))
    shown = Counter(_TOKEN.findall(text))
    bares = sum(times for one, times in shown.items() if _is_bare(one) and one not in words)
    least = _LEAST if _MOSTLY * bares < shown.total() else _LEAST - 1
    meant = {one: _whole(one, words, bared, least) for one in shown}
    return _TOKEN.sub(lambda found: meant[found[0]], text)


def mended(folded: str, words: AbstractSet[str]) -> str | None:
    """The text with up to four neighbours as one where only together they are one of these words; None where fewer
    than two are.
    """
    shown = folded.split()
    if len(shown) - sum(map(words.__contains__, shown)) < _FEWEST_PARTS:
        return None
    pairs = [*map(add, shown, shown[1:])]
    if words.isdisjoint(pairs) and words.isdisjoint(map(add, pairs, shown[2:])):
        return None
    found: list[str] = []
    place = times = 0
    while place < len(shown):
        count = next(
            (count for count in (4, 3, 2) if _is_broken(shown[place : place + count], count, words)), 1
        )
        found.append("".join(shown[place : place + count]))
        times += count > 1
        place += count
    return " ".join(found) if times > 1 else None


def _is_broken(parts: Sequence[str], count: int, words: Container[str]) -> bool:
    """Whether these are one word that was broken, not words of their own."""
    if len(parts) < count or len(whole := "".join(parts).rstrip(_END)) < _FEWEST:
        return False
    return whole in words and not all(part.rstrip(_END) in words for part in parts)


def _joined(letters: re.Match[str]) -> str:
    return _BETWEEN.sub("", letters[0])


def _is_bare(shown: str) -> bool:
    return len(shown) > 1 and shown.isalpha() and bare(shown) == shown


def _whole(shown: str, words: Container[str], bared: Mapping[str, str], least: int) -> str:
    short: Mapping[str, str] = tables()["short"]
    word = shown.rstrip("!|+")
    if not word.isalpha() and not _UNIT.fullmatch(word):
        letters, spelt = sum(map(str.isalpha, word)), word.translate(_LETTERS)
        is_named = word[:1] == "@" and word[1:].isalpha()
        if (letters and spelt in words) or (2 * letters > len(word) >= _LEAST and not is_named):
            shown = word = spelt
    if word in words:
        return shown
    if _is_bare(word):
        return short.get(word) or (bared.get(word, shown) if len(word) >= least else shown)
    return short.get(shown, shown)
