"""What the words of a text may have been before they were disguised: other wordings for the models to weigh."""

from __future__ import annotations

import re
from collections.abc import Iterator

from language.disguise import columns
from language.fold import fold
from language.sounds import as_han
from language.whole_words import mended, whole_words
from moderation.breaches import View
from moderation.glance import Glance
from moderation.readings import Looks
from moderation.vocabulary import Vocabulary

_TURNED = re.compile("[\u202e\u2067](.*?)(?:[\u202c\u2069]|$)", re.DOTALL)
_READABLE = frozenset({View.PICTURE, View.PARTS})
_FEW = 2
_NEARLY_ALL = 0.75

Wording = tuple[str, View]
"""A text as it may have been, folded, and how one gets there."""


def wordings(seen: Glance, looks: Looks, known: Vocabulary) -> Iterator[Wording]:
    """Each that is worth a look. `looks`: its other readings."""
    folded, traits = seen.folded, seen.traits
    for text, view, _, _ in looks:
        if view in _READABLE:
            yield text, view
    if traits.leet or traits.dashed or traits.single > _FEW or traits.bare > 1 or "/" in folded:
        yield whole_words(folded, known.words, known.bared), View.LEET
    if traits.latin > _FEW and (whole := mended(folded, known.words)) is not None:
        yield whole, View.JOINED
    if traits.latin > _FEW and (meant := known.spelling.respelt(folded)) is not None:
        yield meant, View.SPELLING
    if not folded.isascii() and (traits.single > _FEW or traits.wedged or traits.dashed):
        yield seen.plain, View.JOINED
    if "\n" in folded:
        shown = ["".join([folded[start:end] for start, end in column]) for column in columns(folded)]
        if shown:
            yield " ".join(shown), View.JOINED
            yield " ".join(reversed(shown)), View.JOINED
    if traits.turned >= _FEW and folded.isascii():
        yield folded[::-1], View.BACKWARDS
    if seen.odd and _TURNED.search(seen.original):
        yield fold(_TURNED.sub(lambda turned: turned[1][::-1], seen.original)), View.BACKWARDS


def is_reworded(seen: Glance, looks: Looks, known: Vocabulary) -> bool:
    """Whether there is anything else that it may have been."""
    return bool(sounding(seen, looks)) or any(True for _ in wordings(seen, looks, known))


def sounding(seen: Glance, looks: Looks) -> str:
    """How a text sounds whose Latin words are pinyin, nearly all of them; nothing for any other."""
    traits = seen.traits
    if traits.pinyin < _FEW or traits.pinyin < _NEARLY_ALL * traits.latin:
        return ""
    return next((as_han(text) for text, view, _, _ in looks if view in (View.SOUND, View.PINYIN)), "")
