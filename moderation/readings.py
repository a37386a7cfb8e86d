"""The readings of a text that are worth a look: each only where a quick sign calls for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from language import disguise
from language.disguise import Reading
from language.sounds import is_pinyin
from language.spoken import heard, spoken_places
from moderation.breaches import View
from moderation.glance import Glance


def readings(seen: Glance, words: Mapping[str, str]) -> Iterator[tuple[Reading, View, float]]:
    """Each reading with its view and with how much of a weight it keeps. `words`: bare words to whole ones."""
    folded, original, spoken = seen.folded, seen.original, seen.spoken
    if original.isascii():
        yield from _latin(seen, words)
        return
    pictured = disguise.pictured(folded) if seen.odd else None
    if pictured is not None:
        yield pictured, View.PICTURE, 0.9
        yield _heard(pictured), View.SOUND, 0.9
    elif not folded.isascii():
        yield Reading(spoken.text, find=lambda: spoken_places(folded)), View.SOUND, 0.9
        made = disguise.assembled(folded)
        if made is not None:
            yield made, View.PARTS, 1.0
    if "\n" in folded and (made := disguise.columns(folded)) is not None:
        yield made, View.JOINED, 0.8
    if spoken.latin:
        yield from _latin(seen, words)
        if folded.isascii() or (spoken.turned < 2 and not seen.odd):
            return
        if (made := disguise.backwards(folded, original)) is not None:
            yield made, View.BACKWARDS, 1.0


def _latin(seen: Glance, words: Mapping[str, str]) -> Iterator[tuple[Reading, View, float]]:
    folded, spoken = seen.folded, seen.spoken
    if folded.isascii():
        if spoken.pinyin > 1 and looks_pinyin(folded):
            yield Reading(spoken.text, find=lambda: spoken_places(folded)), View.PINYIN, 1.5
        turned = spoken.turned > 1 or not seen.original.isascii()
        if turned and (made := disguise.backwards(folded, seen.original)) is not None:
            yield made, View.BACKWARDS, 1.0
    if seen.leet and (made := disguise.leet(folded)) is not None:
        yield made, View.LEET, 0.9
    if spoken.bare > 1 and (made := disguise.vowelled(folded, words)) is not None:
        yield made, View.VOWELS, 0.8


def looks_pinyin(folded: str) -> bool:
    """Whether most words of a Latin text can be read as pinyin; the first four decide soon about English."""
    words = [word for word in folded.split() if word.isalpha()]
    if len(words) < 4 or sum(map(is_pinyin, words[:4])) < 2:
        return False
    return sum(map(is_pinyin, words)) >= 0.75 * len(words)


def _heard(pictured: Reading) -> Reading:
    """How it sounds; a picture sounds as its word."""
    text, starts, ends = heard(pictured.text)
    return Reading(text, ([pictured.starts[n] for n in starts], [pictured.ends[n - 1] for n in ends]))
