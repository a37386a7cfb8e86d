"""The readings of a text that are worth a look: each only where a quick sign calls for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from language import disguise
from language.parts import assembled
from language.reading import Places, Reading, Through
from language.sounds import sound_of
from language.spoken import Traits, sound_of_all, spoken_places
from moderation.breaches import View
from moderation.glance import Glance

_SOUND = View.SOUND
_HAN = re.compile("[\u4e00-\u9fff]")

Look = tuple[str, View, float, Callable[[str], Places]]
"""What a reading says, its view, how much of a weight it keeps, and what tells its places in the folded text."""

Looks = list[Look]


def readings(seen: Glance, words: Mapping[str, str]) -> Looks:
    """Every other reading that is worth it. `words`: bare words to whole ones."""
    if seen.sound is not None:
        return [(seen.sound, _SOUND, 0.9, spoken_places)]
    return _rarely(seen, words)


def lines(plain: str, looks: Sequence[Look]) -> str:
    """What a text says and all its readings, one a line."""
    if len(looks) == 1:
        return f"{plain}\n{looks[0][0]}"
    return "\n".join([plain, *[one[0] for one in looks]])


def _rarely(seen: Glance, words: Mapping[str, str]) -> Looks:
    folded, traits = seen.folded, seen.traits
    if not (traits.are_rare or seen.odd or "\n" in folded):  # so are most
        if not folded.isascii():
            return [_sound(seen)]
        if not traits.pinyin and seen.original.isascii():
            return []
    if seen.original.isascii():
        return _latin(seen, words)
    if seen.odd and (pictured := disguise.pictured(folded)) is not None:
        found = [_look(pictured, View.PICTURE, 0.9), _look(_heard(pictured, folded), _SOUND, 0.9)]
    elif not folded.isascii():
        found = [_sound(seen)] if _HAN.search(folded) else []
        if traits.split and (made := assembled(seen.said, folded)) is not None:
            found.append(_look(made, View.PARTS, 1.0))
    else:
        found = []
    if "\n" in folded and (made := disguise.downwards(folded)) is not None:
        found.append(_look(made, View.JOINED, 0.8))
    if not traits.latin:
        return found
    found += _latin(seen, words)
    if folded.isascii() or not (seen.odd or traits.turned > 1):
        return found
    return found + _backwards(seen)


def _latin(seen: Glance, words: Mapping[str, str]) -> Looks:
    folded, traits = seen.folded, seen.traits
    found: Looks = []
    if folded.isascii():
        if looks_pinyin(traits):
            found.append((_sound(seen)[0], View.PINYIN, 1.5, spoken_places))
        if not seen.original.isascii() or traits.turned > 1:
            found += _backwards(seen)
    if traits.leet and (made := disguise.leet(folded)) is not None:
        found.append(_look(made, View.LEET, 0.9))
    if traits.bare > 1 and (made := disguise.vowelled(folded, words)) is not None:
        found.append(_look(made, View.VOWELS, 0.8))
    return found


def looks_pinyin(traits: Traits) -> bool:
    """Whether nearly all words of a Latin text can be read as pinyin."""
    return traits.latin > 3 and traits.pinyin >= 0.75 * traits.latin


def _sound(seen: Glance) -> Look:
    sound = sound_of_all(seen.words) if seen.traits.latin else sound_of(seen.plain)
    return sound, _SOUND, 0.9, spoken_places


def _look(made: Reading, view: View, factor: float) -> Look:
    return made.text, view, factor, made.places_in


def _backwards(seen: Glance) -> Looks:
    made = disguise.backwards(seen.folded, seen.original)
    return [] if made is None else [_look(made, View.BACKWARDS, 1.0)]


def _heard(pictured: Reading, folded: str) -> Reading:
    """How it sounds; a picture sounds as its word."""
    return Reading(sound_of_all([pictured.text]), folded, partial(_heard_places, pictured))


def _heard_places(pictured: Reading, _folded: str) -> Places:
    starts, ends = spoken_places(pictured.text)
    first, last = pictured.places
    return Through(starts, first.__getitem__), Through(ends, lambda end: last[end - 1])
