"""What the words of a text tell: its letters alone, how it sounds, what is odd; each word is looked at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import compress
from operator import itemgetter

from language.parts import PARTS, has_parts
from language.sounds import is_pinyin, read, sound_of
from language.words import MOST, Measured, Remembered, is_number, is_short

_COUNTED = (
    "latin", "pinyin", "single", "telling", "leet", "dashed", "wedged", "bare", "turned", "figures", "split",
)  # fmt: skip
_SHIFT = 16
_MASK = (1 << _SHIFT) - 1
_MOST_SUMS = 20_000


def spoken_places(folded: str) -> tuple[Sequence[int], Sequence[int]]:
    """The start and end of each syllable of `sound_of_all` in the folded text.

    Latin words that are no pinyin are spelt by letters when they are short, else they break the row.
    """
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for run in _LATIN.finditer(folded):
        start, end = run.span()
        between = _said(folded, last, start)
        starts += between
        ends += [place + 1 for place in between]
        for _, length in read(run[0]):
            starts.append(start)
            start += length
            ends.append(start)
        last = end
    between = _said(folded, last, len(folded))
    return [*starts, *between], [*ends, *[place + 1 for place in between]]


def _said(folded: str, start: int, end: int) -> Sequence[int]:
    """The places of the letters and digits of a stretch."""
    stretch = folded[start:end]
    places = range(start, end)
    return places if stretch.isalnum() else [*compress(places, map(str.isalnum, stretch))]


class Traits:
    """How many words of a text have a property. `number` holds all, sixteen bits for each, the frequent ones first.

    `latin`: Latin words, `pinyin`: those that may be pinyin. `single`: characters of any script that stand alone.
    `telling`: words that may be a part of an address, a number, a price or a disguise.
    `are_rare`: whether any has one of the properties that follow.
    `leet`: words in which digits or signs touch letters, or a letter stands three times in a row. `dashed`: with a
    dash, star or the like between two letters. `wedged`: in which a character stands alone between two signs. `bare`:
    without a vowel. `turned`: English words from behind. `figures`: English words of which numbers are made, and that
    name letters. `split`: with parts of characters that nobody writes alone.
    """

    __slots__ = (*_COUNTED, "are_rare", "number")

    latin: int
    pinyin: int
    single: int
    telling: int
    leet: int
    dashed: int
    wedged: int
    bare: int
    turned: int
    figures: int
    split: int

    def __init__(self, number: int) -> None:
        self.number = number
        self.are_rare = number > _FREQUENT
        for name in _COUNTED:
            setattr(self, name, number & _MASK)
            number >>= _SHIFT


_FREQUENT = (1 << 4 * _SHIFT) - 1
_PINYIN, _SINGLE, _TELLING, _LEET, _DASHED, _WEDGED, _BARED, _BACK, _FIGURE, _SPLIT = (
    1 << _SHIFT * n for n in range(1, 11)
)
_FIGURES = frozenset(
    "zero oh nil one two three four five six seven eight nine double triple hundred plus then "
    "em en ell ess tee dee gee jay kay pee cue ex zee zed bee cee aitch vee alpha bravo charlie delta echo foxtrot "
    "golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey "
    "yankee zulu".split()
)
_TURNED = frozenset(
    "morf uoy eht eerf nioj ot em rof ruoy yub llac siht taht yadot pohs yenom tsaf knil ecirp pleh".split()
)
_WEB = frozenset(
    "com cn net cc top vip me xyz gg club icu ly co c org io bet site info shop store online ru link live pro dot "
    "slash tg w www".split()
)
_BARE = re.compile("[b-df-hj-np-tv-z]{3,}")
_TRIPLED = re.compile(r"([a-z])\1\1")
_TOUCHED = re.compile(r"[0-9@$!|€£+](?:[a-z]|(?<=[a-z].))")
_MARKED = re.compile(r"[-_*|~`\\](?<=\w.)[-_*|~`\\]{0,3}(?=\w)")
_WEDGE = re.compile(r"[^\w\s][^\W_][^\w\s]")
_SIGNS = r"0-9@$¥€£%/\\:<>\[\](){}【】（）_*~`|+=^\-"
_NAMING = "号微薇威葳徽💚🛰斜吸西康抗靠拼元"
_TELLTALE = re.compile(
    rf"[{_SIGNS}{_NAMING}{PARTS}白禾卫日月年块中空汉括星拆分a-z!.]"
    rf"(?:(?<=[{_SIGNS}{_NAMING}{PARTS}])|(?<=白)勺|(?<=禾)斗|(?<=卫)星|(?<=[日月年])化|(?<=块)钱|(?<=中)文|(?<=空)格|(?<=汉)字|(?<=括)号|(?<=星)号"
    r"|(?<=[拆分])开|(?<=[a-z])!|[a-z](?<=[!.].)|(?<=^\.)|(?<=v)(?![a-z])|x(?<=[vw].)|(?<=w)信|[a-z]{33}|(?<=h)xxp"
    "|(?<=d)iscord|(?<=c)omma|(?<=r)emove|(?<=w)ithout|(?<=r)eplace)"
)
"""What the patterns of addresses, numbers, prices and disguises need: a first character, then what makes it one."""

_RUN = re.compile(r"[a-z]+|[^\W_a-z]+")
_LATIN = re.compile("[a-z]+")


class _Known(dict[int, Traits]):
    """Most texts have the properties that many have."""

    def __missing__(self, number: int) -> Traits:
        if len(self) >= _MOST_SUMS:
            self.clear()
        found = self[number] = Traits(number)
        return found


def _traits(word: str) -> int:
    """Of what stands between two spaces: one word or, in Chinese, a clause and more."""
    if is_number(word):
        return _TELLING if len(word) > 1 else _TELLING + _SINGLE
    runs = _RUN.findall(word)
    traits = 0
    if single := [*map(len, runs)].count(1):
        traits += single * _SINGLE + bool(_WEDGE.search(word)) * _WEDGED
    if _TELLTALE.search(word):
        traits += _TELLING + bool(_MARKED.search(word)) * _DASHED + has_parts(word) * _SPLIT
    if latin := _LATIN.findall(word):
        traits += sum(map(_LATIN_TRAITS.__getitem__, latin))
        if _TOUCHED.search(word) or _TRIPLED.search(word):
            traits += _LEET
    return traits


def _latin_traits(run: str) -> int:
    traits = 1 + is_pinyin(run) * _PINYIN + (run in _WEB) * _TELLING
    return (
        traits + bool(_BARE.fullmatch(run)) * _BARED + (run in _TURNED) * _BACK + (run in _FIGURES) * _FIGURE
    )


def _sound(word: str) -> str:
    if is_number(word):
        return word
    if word.isalnum():
        sound = _LATIN.sub(_heard, sound_of(word))
        return word if sound == word else sound
    return "".join(map(_sound_of_run, _RUN.findall(word)))


def _heard(run: re.Match[str]) -> str:
    return _sound_of_run(run[0])


def _read(run: str) -> str:
    return "".join([piece for piece, _ in read(run)]) if "a" <= run[0] <= "z" else sound_of(run)


_KNOWN = _Known()
_TRAITS = Measured(_traits)
_LATIN_TRAITS = Remembered(_latin_traits)
_SOUNDS = Remembered(_sound)
_traits_of_word, _sound_of_word = _TRAITS.__getitem__, _SOUNDS.__getitem__
_sound_of_run = Remembered(_read).__getitem__


class _Usual:
    """How short words sound that have nothing rare, as most: what was met is kept in a plain dict, since nearly every
    text with Han in it is looked up here, and a `Remembered` is slower.
    """

    __slots__ = ("_met",)

    def __init__(self) -> None:
        self._met: dict[str, str] = {}

    def met_sound_of(self, words: Sequence[str]) -> str | None:
        """How two and more words sound that were all met in folded texts, so that the fold leaves a text of them with
        one space between each two as it is; None where one was not. Numbers sound as they are written.
        """
        try:
            return "".join(itemgetter(*words)(self._met))  # faster than any loop
        except KeyError:
            met = self._met
            if all(word in met or is_number(word) for word in words):
                return "".join([met.get(word, word) for word in words])
            return None

    def sound_of(self, words: Sequence[str]) -> str | None:
        """How two and more such words sound; None where others are among them."""
        met = self._met
        if all(word in met or self._is_usual(word) for word in words):
            return "".join(map(_sound_of_word, words))
        return None

    def _is_usual(self, word: str) -> bool:
        """Whether it is such a word; how it sounds is kept for the next text, but of long numbers."""
        if is_number(word):
            return True
        if not is_short(word) or _traits_of_word(word) > _FREQUENT:
            return False
        if len(self._met) >= MOST:
            self._met.clear()
        self._met[word] = _sound_of_word(word)
        return True


_USUAL = _Usual()
usual_sound_of, met_sound_of = _USUAL.sound_of, _USUAL.met_sound_of


def traits_of(words: Sequence[str]) -> Traits:
    """What is odd about the words of a folded text of at most 8,193 characters: what is judged of a message."""
    return _KNOWN[sum(map(_traits_of_word, words))]


def sound_of_all(words: Sequence[str]) -> str:
    """How the words of a folded text sound."""
    return "".join(map(_sound_of_word, words))
