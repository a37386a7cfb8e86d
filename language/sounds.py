"""How Chinese sounds: a text as a row of syllables, one character each, whether written in Han or in pinyin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

from language.fold import fold

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROUGHLY = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_READING = re.compile(r'"(\d+)": *"([^",]+)')
"""A character's number and its first reading in the dictionary, whose tens of thousands need never all be held."""
_LONGEST_WORD = 24
_MOST_SWAPPED = 2
_FIRST_HAN = 0x4E00
_MOST_READ = 16_384


def _dictionary() -> Path:
    """The file of readings; importing its package would load 50 MB of phrases."""
    package = find_spec("pypinyin")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("pypinyin")
    return Path(package.origin).with_name("pinyin_dict.json")


@cache
def _marks() -> Mapping[str, str]:
    """What stands for a letter; and, under "", all that may stand for syllables.

    These are characters that the fold always spells otherwise, so that no folded text holds one. Up to U+07FF they
    take two bytes in UTF-8, private ones would take three: an automaton has that much less to read.
    """
    unused = "".join(one for one in map(chr, range(0x80, 0x800)) if fold(one) != one)
    return {**dict(zip(_LETTERS, unused, strict=False)), "": unused[len(_LETTERS) :]}


@cache
def _syllables() -> tuple[dict[int, int], dict[str, str]]:
    """Han to the character that stands for its most usual sound, and the spelling of each sound to that character.

    Tones, and what many speakers do not tell apart (zh and z, ing and in), are one.
    """
    readings = _READING.finditer(_dictionary().read_text("utf-8"))
    marks: dict[str, str] = {}
    unused = _marks()[""]
    spelt: dict[str, str] = {}
    table = {}
    for code, sound in ((int(one[1]), one[2]) for one in readings):
        if 0x4E00 <= code <= 0x9FFF and _is_common(chr(code)):
            plain = _toneless(sound)
            mark = marks.setdefault(_roughly(plain), unused[len(marks)])
            table[code] = ord(mark)
            if plain.isalpha() and plain.isascii():
                spelt[plain] = mark
    return table, spelt


def _is_common(character: str) -> bool:
    """Whether it is among the 6,763 of GB 2312: texts are folded to simplified characters before they sound."""
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _toneless(sound: str) -> str:
    bare = unicodedata.normalize("NFD", sound.replace("ü", "v"))
    return "".join(letter for letter in bare if letter.isascii()) or sound


def _roughly(sound: str) -> str:
    for long, short in _ROUGHLY:
        if sound.startswith(long):
            sound = short + sound[len(long) :]
    return sound[:-1] if sound.endswith(("ing", "eng")) else sound


def initials_of(han: str) -> Iterator[str]:
    """The ways to write some of the syllables by their first letter: 刷 d, s 单. Never all of them in a short word."""
    sounds = sound_of(han)
    letters = [_letter(sound) for sound in sounds]
    if len(han) < 2 or None in letters:
        return
    most = 1 if len(han) == 2 else _MOST_SWAPPED
    for count in range(1, most + 1):
        for places in combinations(range(len(han)), count):
            yield "".join(str(letters[n]) if n in places else sound for n, sound in enumerate(sounds))
    if len(han) >= 4:
        yield "".join(map(str, letters))


@cache
def _first_letters() -> dict[str, str]:
    found: dict[str, str] = {}
    for spelling, mark in _syllables()[1].items():
        found.setdefault(mark, _marks()[spelling[0]])
    return found


def _letter(sound: str) -> str | None:
    return _first_letters().get(sound)


def as_han(sounds: str) -> str:
    """A row of syllables with a character of the Han block for each, the same for the same, and nothing but these: for
    who knows what to do with Han.
    """
    return sounds.translate(_numbered())


def spelling_of(numbered: str) -> str:
    """Such characters as one would type them, single letters large, a space between them."""
    return " ".join(map(_spellings().__getitem__, numbered))


def numbered_of(spelling: str) -> str:
    """The characters that were spelt so."""
    return "".join(map(_unspelt().__getitem__, spelling.split(" ")))


@cache
def _spellings() -> dict[str, str]:
    """The spelling of each character of `as_han`."""
    spelt = {mark: spelling for spelling, mark in _syllables()[1].items()}
    spelt |= {_marks()[letter]: letter.upper() for letter in _LETTERS}
    return {chr(_FIRST_HAN + number): spelt[mark] for number, mark in enumerate(sorted(spelt))}


@cache
def _unspelt() -> dict[str, str]:
    return {spelling: han for han, spelling in _spellings().items()}


class _Numbered(dict[int, str]):
    """The character of `as_han` for each mark; a space for anything else."""

    def __missing__(self, code: int) -> str:
        return " "


@cache
def _numbered() -> _Numbered:
    unspelt = _unspelt()
    spelt = {mark: spelling for spelling, mark in _syllables()[1].items()}
    table = {ord(mark): unspelt[spelling] for mark, spelling in spelt.items()}
    return _Numbered(table | {ord(_marks()[letter]): unspelt[letter.upper()] for letter in _LETTERS})


def sound_of(han: str) -> str:
    """The syllables of folded Chinese, each in its character's place; other characters stay."""
    return han.translate(_table())


@cache
def _table() -> list[int]:
    """The sound of every character up to the last that has one: quicker to look up than a mapping with gaps."""
    sounds = _syllables()[0]
    return [sounds.get(code, code) for code in range(max(sounds) + 1)]


@lru_cache(maxsize=_MOST_READ)
def read(word: str) -> tuple[tuple[str, int], ...]:
    """The sounds of a Latin word, each with how many of its letters it takes."""
    pinyin = _segmented(word) if 2 <= len(word) <= _LONGEST_WORD else None
    if pinyin is not None:
        return pinyin
    if len(word) <= 4:
        return tuple((_marks()[letter], 1) for letter in word)
    return (("\n", len(word)),)


def is_pinyin(word: str) -> bool:
    """Whether a Latin word can be read as pinyin."""
    return 2 <= len(word) <= _LONGEST_WORD and _segmented(word) is not None


@lru_cache(maxsize=_MOST_READ)
def _segmented(word: str) -> tuple[tuple[str, int], ...] | None:
    """The syllables of a word, the longest first; None when it is no pinyin."""
    if not word:
        return ()
    spelt = _syllables()[1]
    for length in range(min(6, len(word)), 0, -1):
        mark = spelt.get(word[:length])
        if (mark is not None and length > 1) or (mark is not None and word[0] in "aeo"):
            rest = _segmented(word[length:])
            if rest is not None:
                return ((str(mark), length), *rest)
    return None
