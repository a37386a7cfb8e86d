"""What a text shows to the model of concerns: its words and letters, its cues, its shape (pure)."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping
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

ALONE = 5
"""The strength of a single character."""

SHAPES = ("cue:", "is:")
"""How the names of traits begin that are neither words nor letters."""

_LENGTH = 3.0
"""Of the words' strengths together, as the length of a vector."""

_NUMBER = re.compile(r"\d+")
_PAUSE = re.compile(r"[\s,。.、;:~…]+")
_WORD = re.compile(r"[a-z]+|0|[?!]")
_TOKEN = re.compile(r"\w+")
_SPOKEN_OF = {
    "self": re.compile(r"[我咱俺]"),
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


@dataclass(frozen=True, slots=True)
class Look:
    """What is read of a text: as it stands, folded, and the traits that are neither words nor letters."""

    spelt: str
    shape: tuple[str, ...]


def look(text: str, language: Language) -> Look:
    """The first look at a text."""
    read = excerpt(text).text[:LONGEST]
    spelt = fold(read).replace("'", "").replace("’", "")
    return Look(spelt, tuple(_shape(read, spelt, language)))


def traits(text: str, language: Language) -> Mapping[str, float]:
    """Each trait of a text with its strength: words and letters together have length 3, all else has 1."""
    shown = look(text, language)
    if language == "zh":
        line = line_of(shown.spelt)
        said, square = letters(line), letters_square(line)
    else:
        said, square = words(shown.spelt)
    scale = scale_of(square)
    found = {name: tenths / TENTH * scale for tenths, names in said for name in names}
    found.update((name, 1.0) for name in shown.shape)
    return found


def scale_of(square: int) -> float:
    """What every strength of words and letters is taken times, `square` being that of their length in tenths."""
    return _LENGTH * TENTH / (math.sqrt(square) or TENTH)


def _shape(read: str, spelt: str, language: Language) -> Iterator[str]:
    yield from sorted({f"cue:{words.cue}" for words, _ in cues_of(read, language)})
    if looks_like_question(read, language):
        yield "is:question"
    if "?" in spelt:
        yield "is:marked"
    if "!" in spelt or "??" in spelt:
        yield "is:loud"
    if _NUMBER.search(spelt):
        yield "is:number"
    if language == "zh":
        yield from (f"is:{name}" for name, pattern in _SPOKEN_OF.items() if pattern.search(spelt))
        yield f"is:length{min(4, len(spelt) // _STEP['zh'])}"
    else:
        named = frozenset(_TOKEN.findall(spelt))
        yield from (f"is:{name}" for name, names in _NAMED.items() if not names.isdisjoint(named))
        yield f"is:length{min(4, (spelt.count(' ') + 1) // _STEP['en'])}"


def line_of(spelt: str) -> str:
    """A folded Chinese text as its letters are read: edges marked, numbers and pauses alike."""
    return f"^{_PAUSE.sub(' ', _NUMBER.sub('0', spelt)).strip()}$"


def letters(line: str) -> Said:
    """One to four neighbouring characters."""
    runs = [line[at : at + 4] for at in range(len(line) - 1)]
    found = {run[:long] for run in runs for long in (2, 3, 4)}
    return (ALONE, frozenset(line)), (TENTH, frozenset(found))


def letters_square(line: str) -> int:
    """The square of the length of a line's letters, as if none came twice."""
    size = len(line)
    return ALONE**2 * size + TENTH**2 * max(3 * size - 6, size - 1)


def words(spelt: str) -> tuple[Said, int]:
    """One to three neighbouring words without endings, pairs with one between, pieces of words for typos; the square of
    their length.
    """
    spoken = _WORD.findall(_NUMBER.sub("0", spelt))
    stems = ["^", *map(_stem, spoken), "$"]
    whole = set(stems)
    whole.update(map(" ".join, itertools.pairwise(stems)))
    threes = list(zip(stems, stems[1:], stems[2:], strict=False))
    whole.update(map(" ".join, threes))
    apart = {f"{first} * {last}" for first, _, last in threes}
    pieces = set(itertools.chain.from_iterable(map(_pieces, spoken)))
    said = (TENTH, frozenset(whole)), (5, frozenset(apart)), (4, frozenset(pieces))
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
