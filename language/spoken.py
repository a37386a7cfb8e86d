"""How a whole text sounds, with what is odd about its words: one quick pass, each word looked at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from language.sounds import is_pinyin, read, sound_of

_SHIFT = 10
_MASK = (1 << _SHIFT) - 1
_LONGEST_WORD = 24
_LONGEST_HAN = 6


def heard(folded: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """How a folded text sounds, with the start and end of each syllable in it.

    Latin words that are no pinyin are spelt by letters when they are short, else they break the row.
    """
    return spoken(folded).text, *spoken_places(folded)


def spoken_places(folded: str) -> tuple[Sequence[int], Sequence[int]]:
    """The start and end of each character of `spoken(folded).text` in the folded text."""
    starts: list[int] = []
    ends: list[int] = []
    for run in _RUN.finditer(folded):
        start, end = run.span()
        if "a" <= run[0][0] <= "z":
            for _, length in read(run[0]):
                starts.append(start)
                start += length
                ends.append(start)
            continue
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))
    return starts, ends


class Spoken(NamedTuple):
    """What a quick look at the words of a folded text tells: how it sounds, and what is odd about its words.

    `traits` holds eight counts of ten bits, read by the properties.
    """

    text: str
    traits: int

    @property
    def latin(self) -> int:
        """Latin words."""
        return self.traits & _MASK

    @property
    def pinyin(self) -> int:
        """Words that may be pinyin."""
        return self.traits >> _SHIFT & _MASK

    @property
    def bare(self) -> int:
        """Words without a vowel."""
        return self.traits >> 2 * _SHIFT & _MASK

    @property
    def turned(self) -> int:
        """English words from behind."""
        return self.traits >> 3 * _SHIFT & _MASK

    @property
    def tripled(self) -> int:
        """Words with a letter three times in a row."""
        return self.traits >> 4 * _SHIFT & _MASK

    @property
    def single(self) -> int:
        """Single characters of any script that stand alone."""
        return self.traits >> 5 * _SHIFT & _MASK

    @property
    def figures(self) -> int:
        """English words of which numbers are made."""
        return self.traits >> 6 * _SHIFT & _MASK

    @property
    def web(self) -> int:
        """Latin words that stand in addresses, or tell how to put one together."""
        return self.traits >> 7 * _SHIFT & _MASK


_SINGLE = 1 << 5 * _SHIFT
_FIGURES = frozenset(
    "zero oh nil one two three four five six seven eight nine double hundred plus then".split()
)
_WEB = frozenset(
    "com cn net cc top vip me xyz gg club icu ly co c org io bet site info shop store online ru link live pro dot "
    "slash hxxp hxxps discord discordgg comma remove without replace tg w www".split()
)
_BARE = re.compile("[b-df-hj-np-tv-z]{3,}")
_TURNED = frozenset(("morf", "uoy", "eht", "eerf", "nioj", "ot", "em"))
_TRIPLED = re.compile(r"(.)\1\1")
_RUN = re.compile(r"[a-z]+|[^\W_a-z]+")
_MOST_WORDS = 20_000
_LONGEST_TEXT = 1_000
"""So many words are counted: more would not fit ten bits."""


class _Words(dict[str, tuple[str, int]]):
    """Runs of letters that were met, the short ones looked at once: the sound and the traits."""

    def __missing__(self, run: str) -> tuple[str, int]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        if "a" <= run[0] <= "z":
            found = "".join(piece for piece, _ in read(run)), _traits(run)
        else:
            found = sound_of(run), _SINGLE if len(run) == 1 else 0
        if len(run) <= (_LONGEST_WORD if run.isascii() else _LONGEST_HAN):
            self[run] = found
        return found


def _traits(word: str) -> int:
    traits = (
        1,
        is_pinyin(word),
        _BARE.fullmatch(word) is not None,
        word in _TURNED,
        _TRIPLED.search(word) is not None,
        len(word) == 1,
        word in _FIGURES,
        word in _WEB,
    )
    return sum(one << _SHIFT * n for n, one in enumerate(traits))


_WORDS = _Words()


def spoken(folded: str) -> Spoken:
    """How a folded text sounds, without the places, and the traits of its first thousand words."""
    found = [*map(_WORDS.__getitem__, _RUN.findall(folded))]
    counted = found if len(found) <= _LONGEST_TEXT else found[:_LONGEST_TEXT]
    return Spoken("".join([sound for sound, _ in found]), sum([traits for _, traits in counted]))
