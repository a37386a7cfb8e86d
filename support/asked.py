"""What members lately asked or complained of, place by place: who says the same, and what nobody has answered yet."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from rapidfuzz import fuzz, process

from chat.messages import MessageRef
from chat.people import PersonId, Space
from language.cues import Cue, complaint_tone
from language.fold import fold
from language.lanes import language_of
from language.remembered import remembered
from support.conversations import Saying

SHARED_WITHIN = timedelta(hours=2)
"""How long people who say the same belong together."""
ALIKE = 85
SHORTEST = 6
KEPT = 200
OPEN = 50
PLACES = 500

_Key = TypeVar("_Key")
_Kept = TypeVar("_Kept")
_HAN = re.compile(r"([\u3400-\u9fff])")
_UNSAID = re.compile(r"[\W_]+")
_OVER = frozenset((Cue.SETTLED, Cue.PRAISE))


def alike(one: str, other: str) -> bool:
    """Whether two people say nearly the same: by words, in Chinese by characters."""
    first, second = _apart(one), _apart(other)
    if min(len(first), len(second)) < SHORTEST:
        return False
    return fuzz.token_set_ratio(first, second) >= ALIKE


def like(text: str, said: Collection[Saying]) -> list[Saying]:
    """Those that are nearly the same as the text, in the order given: one pass in C over all of them."""
    asked = _apart(text)
    if len(asked) < SHORTEST:
        return []
    words = {at: _apart(one.text) for at, one in enumerate(said)}
    long = {at: one for at, one in words.items() if len(one) >= SHORTEST}
    found = process.extract(asked, long, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, limit=None)
    same = {at for _, _, at in found}
    return [one for at, one in enumerate(said) if at in same]


@remembered
def _apart(text: str) -> str:
    return _UNSAID.sub(" ", _HAN.sub(r" \1 ", fold(text))).strip()


@dataclass(slots=True)
class _Place:
    """By message: everything asked or complained of lately, and the questions that wait."""

    told: OrderedDict[str, Saying] = field(default_factory=OrderedDict)
    open: OrderedDict[str, Saying] = field(default_factory=OrderedDict)


class Asked:
    """200 troubles and 50 open questions of each of the 500 liveliest places; lost with the process."""

    def __init__(self) -> None:
        self._places: OrderedDict[Space, _Place] = OrderedDict()

    def tell(self, saying: Saying) -> None:
        """Somebody asks or complains; the same message counts once."""
        told = self._place(saying.ref.space).told
        told[saying.ref.id] = saying
        _bound(told, KEPT)
        while (oldest := next(iter(told.values()))).at < saying.at - SHARED_WITHIN:
            del told[oldest.ref.id]

    def wait(self, saying: Saying) -> None:
        """A question waits for an answer from now on."""
        waiting = self._place(saying.ref.space).open
        waiting[saying.ref.id] = saying
        _bound(waiting, OPEN)

    def told(self, space: Space, now: datetime) -> list[Saying]:
        """What was asked or complained of there within two hours, oldest first."""
        place = self._places.get(space)
        return [one for one in place.told.values() if now - one.at <= SHARED_WITHIN] if place else []

    def heard(self, saying: Saying) -> None:
        """Whatever is said may answer what waits: by a reply, by a name, from the staff, or its author is content."""
        place = self._places.get(saying.ref.space)
        if place is None or not place.open:
            return
        for question in [one for one in place.open.values() if _answers(saying, one)]:
            del place.open[question.ref.id]

    def waits(self, ref: MessageRef) -> Saying | None:
        """The question, while nobody has answered it."""
        place = self._places.get(ref.space)
        return place.open.get(ref.id) if place else None

    def forget(self, person: PersonId) -> None:
        """Drop everything a person said."""
        for place in self._places.values():
            for kept in (place.told, place.open):
                for ref in [ref for ref, one in kept.items() if one.person == person]:
                    del kept[ref]

    def _place(self, space: Space) -> _Place:
        place = self._places.get(space)
        if place is None:
            place = self._places[space] = _Place()
            _bound(self._places, PLACES)
        else:
            self._places.move_to_end(space)
        return place


def _answers(saying: Saying, question: Saying) -> bool:
    if saying.person == question.person:
        return saying.ref != question.ref and _content(saying.text)
    return saying.staff or saying.reply_to == question.ref.id or question.account in saying.named


def _content(text: str) -> bool:
    tone = complaint_tone(text, language_of(text))
    return any(signal.cue in _OVER for signal in tone.signals)


def _bound(kept: OrderedDict[_Key, _Kept], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)
