"""How a whole text sounds, with what is odd about its words: one quick pass, each word looked at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from language.sounds import is_pinyin, read, sound_of

_SHIFT = 10
_MASK = (1 << _SHIFT) - 1
_LONGEST_WORD = 24


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
    """Latin words that were met, each looked at once: the sound and the traits."""

    def __missing__(self, word: str) -> tuple[str, int]:
        if len(self) >= _MOST_WORDS:
            self.clear()
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
        sound = "".join(piece for piece, _ in read(word))
        found = sound, sum(one << _SHIFT * n for n, one in enumerate(traits))
        if len(word) <= _LONGEST_WORD:
            self[word] = found
        return found


_WORDS = _Words()


def spoken(folded: str) -> Spoken:
    """How a folded text sounds, without the places, and the traits of its first thousand words."""
    words = _WORDS
    runs = _RUN.findall(folded)
    row: list[str] = []
    traits = 0
    for run in runs if len(runs) <= _LONGEST_TEXT else runs[:_LONGEST_TEXT]:
        if "a" <= run[0] <= "z":
            sound, one = words[run]
            traits += one
            row.append(sound)
        else:
            row.append(run)
            if len(run) == 1:
                traits += _SINGLE
    row += [words[run][0] if "a" <= run[0] <= "z" else run for run in runs[_LONGEST_TEXT:]]
    return Spoken(sound_of("".join(row)), traits)
