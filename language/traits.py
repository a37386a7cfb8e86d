"""What a text shows to the model of concerns: its words and letters, its cues, its shape (pure)."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from chat.people import Language
from language.cues import cues_of, looks_like_question
from language.excerpt import excerpt
from language.fold import fold

LONGEST = 400
"""Characters that are read: a complaint says so early, and nobody can buy work with length."""

TENTH = 10
"""Strengths are whole tenths."""

_LENGTH = 3.0
"""Of the words' strengths together, as the length of a vector."""

_NUMBER = re.compile(r"\d+")
_PAUSE = re.compile(r"[\s,。.、;:~…]+")
_WORD = re.compile(r"[a-z]+|0|[?!]")
_TOKEN = re.compile(r"\w+")
_LOUD = re.compile(r"!|[?!]{2}")
_SPOKEN_OF = {
    "self": re.compile(r"我|咱|俺"),
    "us": re.compile(r"你们|官方|客服|管理|平台|群主"),
    "others": re.compile(r"他|她|朋友|同事|别人|隔壁|别家|老婆|老公|我妈|我爸"),
}
_NAMED = {
    "self": frozenset(("i", "im", "ive", "my", "me", "mine", "we", "our", "us")),
    "us": frozenset(("you", "your", "youre", "u", "support", "team", "staff", "mod", "mods", "admin", "admins")),
    "others": frozenset((
        "he", "she", "his", "her", "their", "they", "friend", "another", "other", "someone", "somebody", "wife",
        "brother",
    )),
}  # fmt: skip
_STEP = {"zh": 8, "en": 5}
_ENDINGS = ("ing", "ed", "es", "s")

Said = tuple[tuple[int, frozenset[str]], ...]
"""Traits that are words and letters: groups that share no trait, each with its strength in tenths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """Words and letters by strength, their common scale, and what else is to be seen (each of strength 1)."""

    said: Said
    scale: float
    shape: tuple[str, ...]

    def strengths(self) -> Mapping[str, float]:
        """Each trait with its strength: the words' together have length 3."""
        found = {name: tenths / TENTH * self.scale for tenths, names in self.said for name in names}
        found.update((name, 1.0) for name in self.shape)
        return found


def traits(text: str, language: Language, heads: Container[str] | None = None) -> Traits:
    """The traits of a text; with `heads`, of its runs of Chinese characters only those that begin with one of them."""
    read = excerpt(text).text[:LONGEST]
    spelt = fold(read).replace("'", "").replace("’", "")
    said, square = _letters(spelt, heads) if language == "zh" else _words(spelt)
    return Traits(
        said=said,
        scale=_LENGTH * TENTH / (math.sqrt(square) or TENTH),
        shape=tuple(_shape(read, spelt, language)),
    )


def _shape(read: str, spelt: str, language: Language) -> Iterator[str]:
    for cue in sorted(cues_of(read, language)):
        yield f"cue:{cue.value}"
    if looks_like_question(read, language):
        yield "is:question"
    if "?" in spelt:
        yield "is:marked"
    if _LOUD.search(spelt):
        yield "is:loud"
    if _NUMBER.search(spelt):
        yield "is:number"
    words = frozenset(_TOKEN.findall(spelt)) if language == "en" else frozenset()
    for name, pattern in _SPOKEN_OF.items():
        if pattern.search(spelt) if language == "zh" else not words.isdisjoint(_NAMED[name]):
            yield f"is:{name}"
    length = len(spelt) if language == "zh" else spelt.count(" ") + 1
    yield f"is:length{min(4, length // _STEP[language])}"


def _letters(spelt: str, heads: Container[str] | None) -> tuple[Said, int]:
    """One to four neighbouring characters, with the edges of the text; and the square of their length."""
    line = f"^{_PAUSE.sub(' ', _NUMBER.sub('0', spelt)).strip()}$"
    size = len(line)
    runs = [line[at : at + 4] for at in range(size - 1) if heads is None or line[at : at + 2] in heads]
    found = {run[:long] for run in runs for long in (2, 3, 4)}
    square = 25 * size + 100 * max(3 * size - 6, size - 1)
    return ((5, frozenset(line)), (10, frozenset(found))), square


def _words(spelt: str) -> tuple[Said, int]:
    """One to three neighbouring words without endings, pairs with one between, and pieces of words for typos."""
    words = _WORD.findall(_NUMBER.sub("0", spelt))
    stems = ["^", *map(_stem, words), "$"]
    whole = set(stems)
    whole.update(map(" ".join, itertools.pairwise(stems)))
    threes = list(zip(stems, stems[1:], stems[2:], strict=False))
    whole.update(map(" ".join, threes))
    apart = {f"{first} * {last}" for first, _, last in threes}
    pieces = set(itertools.chain.from_iterable(map(_pieces, words)))
    said = (10, frozenset(whole)), (5, frozenset(apart)), (4, frozenset(pieces))
    return said, 100 * len(whole) + 25 * len(apart) + 16 * len(pieces)


@lru_cache(maxsize=4_096)
def _pieces(word: str) -> tuple[str, ...]:
    edged = f"<{word}>"
    return tuple(f"~{edged[at : at + 4]}" for at in range(len(edged) - 3 if len(word) > 3 else 0))


@lru_cache(maxsize=4_096)
def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word.removesuffix(ending)
    return word
