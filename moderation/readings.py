"""The readings of a text that are worth a look: each only where a quick sign calls for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from language import disguise, sounds
from language.disguise import Reading, joined
from moderation.breaches import View

_LATIN = re.compile("[a-z]")
_PLAIN = re.compile("[^\\x00-\\x7f\\u4e00-\\u9fff\\u3000-\\u301c\\uff00-\\uff65\\u2010-\\u2027\\u00b7]")


class Lazy(Sequence[int]):
    """Places in a folded text that are worked out when the first is asked for."""

    __slots__ = ("_after", "_folded", "_places")

    def __init__(self, folded: str, after: int) -> None:
        self._folded = folded
        self._after = after
        self._places: Sequence[int] | None = None

    def __getitem__(self, index: int) -> int:  # type: ignore[override]  # nobody slices it
        if self._places is None:
            self._places = joined(self._folded).starts
        return self._places[index] + self._after

    def __len__(self) -> int:
        return len(self._folded)


def readings(
    folded: str, original: str, plain: str, words: Mapping[str, str]
) -> Iterator[tuple[Reading, View, float]]:
    """Each reading with its view and with how much of a weight it keeps."""
    if folded.isascii() and original.isascii():
        yield from _latin(folded, words)
        return
    pictured = disguise.pictured(folded) if _PLAIN.search(original) else None
    if pictured is not None:
        yield pictured, View.PICTURE, 0.9
        yield _heard(pictured), View.SOUND, 0.9
    elif not folded.isascii():
        if _LATIN.search(folded):
            yield Reading(*sounds.heard(folded)), View.SOUND, 0.9
        else:
            yield Reading(sounds.sound_of(plain), Lazy(folded, 0), Lazy(folded, 1)), View.SOUND, 0.9
        made = disguise.assembled(folded)
        if made is not None:
            yield made, View.PARTS, 1.0
    if "\n" in folded and (made := disguise.columns(folded)) is not None:
        yield made, View.JOINED, 0.8
    if _LATIN.search(folded):
        yield from _latin(folded, words)
        if (made := disguise.backwards(folded, original)) is not None:
            yield made, View.BACKWARDS, 1.0


def _latin(folded: str, words: Mapping[str, str]) -> Iterator[tuple[Reading, View, float]]:
    if folded.isascii():
        if looks_pinyin(folded):
            yield Reading(*sounds.heard(folded)), View.PINYIN, 1.5
        if (made := disguise.backwards(folded, "")) is not None:
            yield made, View.BACKWARDS, 1.0
    if (made := disguise.leet(folded)) is not None:
        yield made, View.LEET, 0.9
    if (made := disguise.vowelled(folded, words)) is not None:
        yield made, View.VOWELS, 0.8


def looks_pinyin(folded: str) -> bool:
    """Whether most words of a Latin text can be read as pinyin; the first four decide soon about English."""
    words = [word for word in folded.split() if word.isalpha()]
    if len(words) < 4 or sum(map(sounds.is_pinyin, words[:4])) < 2:
        return False
    return sum(map(sounds.is_pinyin, words)) >= 0.75 * len(words)


def _heard(pictured: Reading) -> Reading:
    """How it sounds; a picture sounds as its word."""
    text, starts, ends = sounds.heard(pictured.text)
    return Reading(text, [pictured.starts[n] for n in starts], [pictured.ends[n - 1] for n in ends])
