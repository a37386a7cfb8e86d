"""Other readings of a folded text: separators gone, leet, pictures, parts of characters, dropped vowels, backwards."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from itertools import compress
from typing import Any

_UNSAID = re.compile(r"[\W_]+")
_LEET = 0xF000
_SWAPS = {
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s",
    "!": "i", "|": "i", "l": "i", "€": "e", "£": "e", "+": "t", "¡": "i", "¢": "c",
}  # fmt: skip
_LEETED = re.compile(r"[a-z][0-9@$!|€£+]+[a-z]|[a-z]{2}[0-9@$€]|[0-9@$!€][a-z]{2}|([a-z])\1\1")
_LEET_LETTERS = {
    ord(one): _LEET + ord(_SWAPS.get(one, one)) for one in (*"abcdefghijklmnopqrstuvwxyz", *_SWAPS)
}
_NEITHER = re.compile(rf"[^\w{re.escape(''.join(_SWAPS))}]+|_+")
_REPEATED = re.compile(f"([{chr(_LEET + ord('a'))}-{chr(_LEET + ord('z'))}])\\1+")
_LEET_LETTER = re.compile(r"[a-z0-9@$!|€£+¡¢]")
_CONSONANTS = re.compile(r"(?<![^\W_])[b-df-hj-np-tv-z]{3,}(?![^\W_])")
_LATIN_WORD = re.compile(r"[a-z0-9']+")
_VOWELS = re.compile(r"[aeiou']")
_BACKWARDS = re.compile(r"[\u202e\u2067]|(?<![a-z])(?:morf|uoy|eht|eerf|nioj|ot|em)(?![a-z])")


_CYRILLIC = re.compile("[\u0400-\u04ff]{2}")
"""Words in Cyrillic; some of them look like English ones from behind."""


Places = tuple[Sequence[int], Sequence[int]]


class Reading:
    """A reading of a folded text: `starts[n]:ends[n]` is where its n-th character stands there.

    Places that are costly to find are found when the first is asked for.
    """

    __slots__ = ("_places", "text")

    def __init__(self, text: str, places: Places | Callable[[], Places]) -> None:
        self.text = text
        self._places = places

    @property
    def starts(self) -> Sequence[int]:
        """Where each character begins in the folded text."""
        return self._found[0]

    @property
    def ends(self) -> Sequence[int]:
        """Where each character ends in the folded text."""
        return self._found[1]

    @property
    def _found(self) -> Places:
        if callable(self._places):
            self._places = self._places()
        return self._places

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the folded text behind `text[start:end]`."""
        starts, ends = self._found
        return min(starts[start:end]), max(ends[start:end])


def squeezed_out(folded: str) -> str:
    """The letters and digits alone."""
    plain = "".join(folded.split())
    return plain if plain.isalnum() else _UNSAID.sub("", plain)


def joined(folded: str) -> Reading:
    """The letters and digits alone, with their places."""
    return Reading(squeezed_out(folded), partial(said_places, folded))


def said_places(folded: str) -> Places:
    """Where each letter and digit of a folded text stands in it."""
    said = [*map(str.isalnum, folded)]
    return [*compress(range(len(said)), said)], [*compress(range(1, len(said) + 1), said)]


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("language").joinpath("disguise.toml").read_text("utf-8"))


@cache
def _pictures() -> tuple[re.Pattern[str], dict[str, str]]:
    named = {shape: word for word, shapes in _tables()["pictures"].items() for shape in shapes}
    return re.compile(f"[{re.escape(''.join(named))}]"), named


def pictured(folded: str) -> Reading | None:
    """With each picture as the word that it stands for; None when there is none."""
    pattern, named = _pictures()
    if not pattern.search(folded):
        return None
    words = [*map(named.get, folded, folded)]
    text = "".join(compress(words, map(str.isalnum, words)))
    return Reading(text, partial(_pictured_places, words))


def _pictured_places(words: Sequence[str]) -> Places:
    places = [place for place, word in enumerate(words) if word.isalnum() for _ in word]
    return places, [place + 1 for place in places]


def leet_of(text: str) -> str:
    """A Latin term as leet writers' texts are read: digits as letters, repeats once."""
    letters = (_SWAPS.get(one, one) for one in text if _LEET_LETTER.match(one))
    return "".join(chr(_LEET + ord(one)) for one in _once(letters))


def _once(letters: Any) -> list[str]:
    kept: list[str] = []
    for letter in letters:
        if not kept or kept[-1] != letter:
            kept.append(letter)
    return kept


def leet(folded: str) -> Reading | None:
    """With digits and signs inside words as the letters they look like, repeats once; None when there are none."""
    if not _LEETED.search(folded):
        return None
    said = _NEITHER.sub("", folded).translate(_LEET_LETTERS)
    return Reading(_REPEATED.sub(r"\1", said), partial(_leet_places, folded))


def _leet_places(folded: str) -> Places:
    """Where each character of the leet reading stands; a repeated letter stands for all of them."""
    starts: list[int] = []
    ends: list[int] = []
    last = ""
    for place, character in enumerate(folded):
        letter = _SWAPS.get(character, character)
        if not "a" <= letter <= "z":
            if character.isalnum():
                last = ""
                starts.append(place)
                ends.append(place + 1)
        elif letter == last:
            ends[-1] = place + 1
        else:
            last = letter
            starts.append(place)
            ends.append(place + 1)
    return starts, ends


@cache
def _pairs() -> dict[str, str]:
    return {entry[1:]: entry[0] for entry in _tables()["parts"]["pairs"].split()}


PARTS = "彳亻氵扌讠钅忄饣犭礻衤刂卩阝艹辶宀丩亍攵纟糸冂氐厶ム爫彐"
"""Parts of characters that nobody writes alone."""

_SPLIT = re.compile(f"[{PARTS}白禾](?:(?<=[{PARTS}])|(?<=白)勺|(?<=禾)斗)")


def has_parts(folded: str) -> bool:
    """Whether parts of characters stand there that nobody writes alone."""
    return _SPLIT.search(folded) is not None


def assembled(folded: str) -> Reading | None:
    """With parts put together to the character that they make; None where there are none."""
    pairs = _pairs()
    said = joined(folded)
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    n = 0
    while n < len(said.text):
        made = pairs.get(said.text[n : n + 2])
        text.append(made or said.text[n])
        starts.append(said.starts[n])
        n += 2 if made else 1
        ends.append(said.ends[n - 1])
    return Reading("".join(text), (starts, ends)) if len(text) < len(said.text) else None


def bare(word: str) -> str:
    """A Latin word without its vowels."""
    return _VOWELS.sub("", word)


def vowelled(folded: str, words: Mapping[str, str]) -> Reading | None:
    """With words that lost their vowels whole again, and short forms written out; None when few did.

    Inside such a word no other word begins or ends.
    """
    bared, short = _CONSONANTS.findall(folded), _tables()["short"]
    if len(bared) < 2 or not any(one in words or one in short for one in bared):
        return None
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    restored = 0
    for word in _LATIN_WORD.finditer(folded):
        shown, (start, end) = word[0], word.span()
        whole = short.get(shown) or _restored(shown, words)
        if whole is None:
            text.append(shown)
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
            continue
        restored += len(shown) > 2
        text.append(whole.replace(" ", ""))
        inside = len(text[-1]) - 1
        starts.extend([start] + [min(start + 1, end - 1)] * inside)
        ends.extend([max(end - 1, start + 1)] * inside + [end])
    return Reading("".join(text), (starts, ends)) if restored > 1 else None


def _restored(shown: str, words: Mapping[str, str]) -> str | None:
    """The word that lost some of its vowels; one that has others of its own is another word."""
    whole = (words.get(shown) if len(shown) > 2 else None) or words.get(bare(shown))
    if whole is None or len(whole) <= len(shown):
        return None
    left = iter(whole)
    return whole if all(letter in left for letter in shown) else None


def columns(folded: str) -> Reading | None:
    """Read downwards, where lines are cut into the same few cells; None where they are not."""
    rows = [[*_CELL.finditer(line[0], 0)] for line in _LINE.finditer(folded)]
    begins = [line.start() for line in _LINE.finditer(folded)]
    if len(rows) < 3 or not 2 <= len(rows[0]) <= 6 or any(len(row) != len(rows[0]) for row in rows):
        return None
    text: list[str] = []
    starts: list[int] = []
    for cells in zip(*rows, strict=True):
        for begin, cell in zip(begins, cells, strict=True):
            text.append(cell[0])
            starts.extend(range(begin + cell.start(), begin + cell.end()))
    return Reading("".join(text), (starts, [start + 1 for start in starts]))


_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(r"[^\W_]+")

_TURNED = str.maketrans("ɐqɔpǝɟƃɓɥᴉıɾʞʃןɯuodbɹsʇnʌʍxʎz", "abcdefgghiijkllmnopqrstuvwxyz")
_UPSIDE = re.compile("[ɐɔǝɟƃɥᴉɾʞʃןɯɹʇʌʍʎ]")


def backwards(folded: str, original: str) -> Reading | None:
    """From the end to the beginning, where a text seems to be written so, upside down included."""
    if len(_UPSIDE.findall(original)) >= 4 and len(folded) == len(original):
        said = joined(original.lower())
        return Reading(said.text[::-1].translate(_TURNED), (said.starts[::-1], said.ends[::-1]))
    shown = original.lower() if _CYRILLIC.search(original) else folded
    if len(_BACKWARDS.findall(shown)) < 2 and "\u202e" not in original:
        return None
    said = joined(folded)
    return Reading(said.text[::-1], (said.starts[::-1], said.ends[::-1]))


@cache
def numerals() -> tuple[re.Pattern[str], dict[int, str]]:
    """What is read as a digit in a number that is written out in Chinese, and the digits."""
    han = _tables()["numbers"]["han"]
    return re.compile(rf"[0-9{''.join(han)}]{{6,}}"), {ord(one): digit for one, digit in han.items()}


@cache
def number_words() -> re.Pattern[str]:
    """Five and more English digits in a row, in words or figures."""
    words = "|".join([*_tables()["numbers"]["words"], "double", r"\d+", "hundred", "plus", "then"])
    return re.compile(rf"(?:\b(?:{words})\b[\s,.-]*){{5,}}")
