"""Other readings of a folded text: separators gone, leet, pictures, parts of characters, dropped vowels, backwards."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from itertools import chain, compress, islice, repeat, zip_longest
from typing import Any

from language.reading import Places, Reading, after, said_places, squeezed_out
from language.words import Remembered

_LEET = 0xF000
SWAPS = {
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s",
    "!": "i", "|": "i", "l": "i", "€": "e", "£": "e", "+": "t", "¡": "i", "¢": "c",
}  # fmt: skip
_LEETED = re.compile(r"[a-z][0-9@$!|€£+]+[a-z]|[a-z]{2}[0-9@$€]|[0-9@$!€][a-z]{2}|([a-z])\1\1")
_LEET_LETTERS = {
    one: chr(_LEET + ord(SWAPS.get(one, one))) for one in (*"abcdefghijklmnopqrstuvwxyz", *SWAPS)
}
_NEITHER = re.compile(rf"[^\w{re.escape(''.join(SWAPS))}]+|_+")
_REPEATED = re.compile(f"([{chr(_LEET + ord('a'))}-{chr(_LEET + ord('z'))}])\\1+")
_LEET_LETTER = re.compile(r"[a-z0-9@$!|€£+¡¢]")
_CONSONANTS = re.compile(r"(?<![^\W_])[b-df-hj-np-tv-z]{3,}(?![^\W_])")
_LATIN_WORD = re.compile(r"[a-z0-9']+")
_VOWELS = re.compile(r"[aeiou']")
_BACKWARDS = re.compile(
    r"\u202e|\u2067|(?:m(?<![a-z].)orf|u(?<![a-z].)oy|e(?<![a-z].)(?:ht|erf|m|cirp)|n(?<![a-z].)ioj|o(?<![a-z].)t"
    r"|r(?<![a-z].)(?:of|uoy)|y(?<![a-z].)(?:ub|adot|enom)|l(?<![a-z].)lac|s(?<![a-z].)iht|t(?<![a-z].)(?:aht|saf)"
    r"|p(?<![a-z].)(?:ohs|leh)|k(?<![a-z].)nil)(?![a-z])"
)


_CYRILLIC = re.compile("[\u0400-\u04ff]{2}")
"""Words in Cyrillic; some of them look like English ones from behind."""


def stands(pattern: re.Pattern[str], text: str, times: int) -> bool:
    """Whether a pattern stands there so many times; nobody looks any further."""
    return sum(1 for _ in islice(pattern.finditer(text), times)) == times


@cache
def tables() -> dict[str, Any]:
    """What language/disguise.toml says."""
    return tomllib.loads(files("language").joinpath("disguise.toml").read_text("utf-8"))


@cache
def _pictures() -> dict[str, str]:
    return {shape: word for word, shapes in tables()["pictures"].items() for shape in shapes}


def pictured(folded: str) -> Reading | None:
    """The letters alone with each picture as the word that it stands for; None when there is none."""
    named = _pictures()
    if named.keys().isdisjoint(folded):
        return None
    words = [*map(named.get, folded, folded)]
    return Reading(
        "".join(compress(words, map(str.isalnum, words))), folded, partial(_pictured_places, words)
    )


def _pictured_places(words: Sequence[str], folded: str) -> Places:
    """Every letter of a picture's word stands where the picture does."""
    said = [*map(str.isalnum, words)]
    lengths = map(len, compress(words, said))
    places = [*chain.from_iterable(map(repeat, compress(range(len(folded)), said), lengths))]
    return places, after(places)


def leet_of(text: str) -> str:
    """A Latin term as leet writers' texts are read: digits as letters, repeats once."""
    letters = (SWAPS.get(one, one) for one in text if _LEET_LETTER.match(one))
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
    said = "".join(map(_leet_letters_of, folded.split()))
    once = _REPEATED.sub(r"\1", said) if _REPEATED.search(said) else said
    return Reading(once, folded, _leet_places)


def _leet_letters(word: str) -> str:
    said = _NEITHER.sub("", word)
    return "".join(map(_LEET_LETTERS.get, said, said))


_leet_letters_of = Remembered(_leet_letters).__getitem__


def _leet_places(folded: str) -> Places:
    """Where each character of the leet reading stands; a repeated letter stands for all of them."""
    starts: list[int] = []
    ends: list[int] = []
    last = ""
    for place, character in enumerate(folded):
        letter = SWAPS.get(character, character)
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


def bare(word: str) -> str:
    """A Latin word without its vowels."""
    return _VOWELS.sub("", word)


def vowelled(folded: str, words: Mapping[str, str]) -> Reading | None:
    """With words that lost their vowels whole again, and short forms written out; None when few did.

    Inside such a word no other word begins or ends.
    """
    bared, short = _CONSONANTS.findall(folded), tables()["short"]
    if len(bared) < 2 or not any(one in words or one in short for one in bared):
        return None
    spelt = _LATIN_WORD.findall(folded)
    made = _made_whole(spelt, words)
    if sum([made[shown] is not None and len(shown) > 2 for shown in spelt]) < 2:
        return None
    return Reading(
        "".join([made[shown] or shown for shown in spelt]), folded, partial(_vowelled_places, made)
    )


def _made_whole(spelt: Iterable[str], words: Mapping[str, str]) -> Mapping[str, str | None]:
    """What each word was before it lost its vowels or was shortened; None for other words."""
    short: Mapping[str, str] = tables()["short"]
    return {
        shown: short[shown].replace(" ", "") if shown in short else _restored(shown, words)
        for shown in set(spelt)
    }


def _vowelled_places(made: Mapping[str, str | None], folded: str) -> Places:
    starts: list[int] = []
    ends: list[int] = []
    for word in _LATIN_WORD.finditer(folded):
        start, end = word.span()
        whole = made[word[0]]
        if whole is None:
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
            continue
        inside = len(whole) - 1
        starts.extend([start] + [min(start + 1, end - 1)] * inside)
        ends.extend([max(end - 1, start + 1)] * inside + [end])
    return starts, ends


def _restored(shown: str, words: Mapping[str, str]) -> str | None:
    """The word that lost some of its vowels; one that has others of its own is another word."""
    whole = (words.get(shown) or words.get(bare(shown))) if len(shown) > 2 else None
    if whole is None or len(whole) <= len(shown):
        return None
    left = iter(whole)
    return whole if all(letter in left for letter in shown) else None


def columns(folded: str) -> list[list[Span]]:
    """Where the cells stand of lines that are cut alike, by column, the left one first; none where they are not.

    A cell is what stands between separators; in lines of few characters it is one of these.
    """
    lines = [line.span() for line in _LINE.finditer(folded) if line[0].strip()]
    if len(lines) < _FEWEST_ROWS:
        return []
    rows = [[cell.span() for cell in _CELL.finditer(folded, *line)] for line in lines]
    if not (2 <= len(rows[0]) <= _MOST_CELLS and len({*map(len, rows)}) == 1):
        rows = [[cell.span() for cell in _CHARACTER.finditer(folded, *line)] for line in lines]
        if not 1 < max(map(len, rows)) <= _LONGEST_ROW:
            return []
    return [[cell for cell in column if cell] for column in zip_longest(*rows)]


def downwards(folded: str) -> Reading | None:
    """Read from above to below, the left column first, where lines are cut alike."""
    if not (found := columns(folded)):
        return None
    text = "".join(folded[start:end] for column in found for start, end in column)
    return Reading(text, folded, _column_places)


def _column_places(folded: str) -> Places:
    starts = [place for column in columns(folded) for cell in column for place in range(*cell)]
    return starts, after(starts)


Span = tuple[int, int]
_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(r"[^\W_]+")
_CHARACTER = re.compile(r"[^|丨┃│/·\s]")
_FEWEST_ROWS, _LONGEST_ROW, _MOST_CELLS = 3, 8, 6

_TURNED = str.maketrans("ɐqɔpǝɟƃɓɥᴉıɾʞʃןɯuodbɹsʇnʌʍxʎz", "abcdefgghiijkllmnopqrstuvwxyz")
_UPSIDE = re.compile("[ɐɔǝɟƃɥᴉɾʞʃןɯɹʇʌʍʎ]")


def backwards(folded: str, original: str) -> Reading | None:
    """From the end to the beginning, where a text seems to be written so, upside down included."""
    if len(folded) == len(original) and stands(_UPSIDE, original, 4):
        lowered = original.lower()
        text = squeezed_out(lowered)[::-1].translate(_TURNED)
        return Reading(text, lowered, _places_from_behind)
    shown = original.lower() if _CYRILLIC.search(original) else folded
    if "\u202e" not in original and not stands(_BACKWARDS, shown, 2):
        return None
    return Reading(squeezed_out(folded)[::-1], folded, _places_from_behind)


def _places_from_behind(folded: str) -> Places:
    starts = said_places(folded)[0][::-1]
    return starts, after(starts)


@cache
def numerals() -> tuple[re.Pattern[str], dict[int, str]]:
    """What is read as a digit in a number that is written out in Chinese, and the digits."""
    han = tables()["numbers"]["han"]
    return re.compile(rf"[0-9{''.join(han)}]{{6,}}"), {ord(one): digit for one, digit in han.items()}


@cache
def number_words() -> re.Pattern[str]:
    """Five and more English digits in a row, in words or figures."""
    words = "|".join([*tables()["numbers"]["words"], "double", r"\d+", "hundred", "plus", "then"])
    return re.compile(rf"(?:\b(?:{words})\b[\s,.-]*){{5,}}")


@cache
def letter_words() -> re.Pattern[str]:
    """Three and more names of letters in a row, or words that radio operators say for them; what may be an ordinary
    word counts between two others.
    """
    rows = tables()["numbers"]
    sure = "|".join(rows["letters"])
    any_of = "|".join([*rows["letters"], *rows["maybe_letters"], *rows["words"], "double", "triple"])
    between = rf"[\s,.-]+(?:(?:{any_of})[\s,.-]+){{1,12}}"
    return re.compile(rf"\b(?:{sure})\b{between}(?:{sure}|dot|at|slash)\b")
