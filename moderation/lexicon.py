"""The weighted signals of lexicon/*.toml: what solicitations are made of, in every reading, in one automaton."""

from __future__ import annotations

import tomllib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from operator import itemgetter
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from language.disguise import bare, leet_of
from language.fold import fold
from language.reading import Reading, squeezed_out
from language.sounds import initials_of, sound_of
from moderation.breaches import View
from moderation.matcher import bounded, readable
from moderation.readings import Look, lines

Hit = tuple[int, int, int]
"""A key of the automaton, with its start and end in a reading."""


class Kind(StrEnum):
    """What a signal is in a solicitation; signals of one kind do not add up in full."""

    __hash__ = str.__hash__  # that of Enum is written in Python, and many are looked up for each text

    TRADE = "trade"
    LURE = "lure"
    URGENCY = "urgency"
    PRETENCE = "pretence"
    CALL = "call"
    CONTACT = "contact"
    LINK = "link"
    PRICE = "price"
    DISGUISE = "disguise"
    RELIEF = "relief"
    MODEL = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Terms that mean the same; `weight` is what one of them adds to a score."""

    name: str
    kind: Kind
    weight: float
    terms: Mapping[str, float]
    unless: tuple[str, ...] = ()


class Found(NamedTuple):
    """A signal at `start:end` of the folded text; `weight` is what it may add."""

    signal: str
    kind: Kind
    term: str
    start: int
    end: int
    view: View
    weight: float


class _Key(NamedTuple):
    """What a spelling in the automaton speaks for, or takes back, and where it must begin or end a word."""

    signals: tuple[tuple[Signal, float], ...] = ()
    unless: tuple[Signal, ...] = ()
    before: bool = False
    after: bool = False


_SOUND = {1: 0.0, 2: 0.45, 3: 0.65}
_MOST_HITS = 200
SOMETIMES = 0.6
OFTEN = 0.35
"""How much is left of the weight of words that ordinary people say too."""


class Lexicon:
    """Finds signals in readings of a text."""

    def __init__(self, signals: Sequence[Signal]) -> None:
        keys: dict[tuple[str, str], _Key] = {}
        alike: dict[
            object, _Key
        ] = {}  # twenty thousand spellings share a few thousand keys: each is held once
        usual = usual_sounds()
        for signal in signals:
            for term, weight in signal.terms.items():
                for form, text, factor in _spellings(term):
                    if form == "sound" and text in usual:
                        continue
                    if signal.kind is Kind.RELIEF and form != "plain":
                        continue
                    known = keys.get((form, text), _Key())
                    is_bounded = form in ("plain", "leet")
                    key = _Key(
                        (*known.signals, (signal, weight * factor)),
                        known.unless,
                        is_bounded and bounded(squeezed_out(term)[0]),
                        is_bounded and bounded(squeezed_out(term)[-1]),
                    )
                    keys[form, text] = alike.setdefault(_likeness(key), key)
            for term in signal.unless:
                place = ("plain", squeezed_out(fold(term)))
                known = keys.get(place, _Key())
                keys[place] = known._replace(unless=(*known.unless, signal))
        spelt = [(text, key) for (_, text), key in keys.items() if text]
        self._keys = [key for _, key in spelt]
        self._most = array(
            "f", (sum(weight for _, weight in key.signals if weight > 0) for key in self._keys)
        )
        self._automaton = AhoCorasick(
            [readable(text) for text, _ in spelt],
            MatchKind.Standard,
            implementation=Implementation.ContiguousNFA,
        )
        self.words = _bare_words(signals)

    def find(
        self, hits: Sequence[Hit], reading: Reading, folded: str, view: View, factor: float
    ) -> Iterator[Found]:
        """The signals behind hits in a reading, each with its place in the folded text."""
        keys, (starts, ends) = self._keys, reading.places
        spared = [(start, end, keys[index][1]) for index, start, end in hits if keys[index][1]]
        for index, start, end in hits:
            signals, _, before, after = keys[index]
            if not signals:
                continue
            first, last = starts[start], ends[end - 1]
            if last < first:
                first, last = reading.span(start, end)
            elif (before and first and bounded(folded[first - 1])) or (
                after and last < len(folded) and bounded(folded[last])
            ):
                continue
            for signal, weight in signals:
                if spared and any(a <= start and end <= b and signal in unless for a, b, unless in spared):
                    continue
                yield Found(
                    signal.name, signal.kind, reading.text[start:end], first, last, view, weight * factor
                )

    def most(self, hits: Sequence[Hit]) -> float:
        """The weight of all that speaks for a solicitation in these hits, were all of them to count."""
        most = self._most
        return sum([most[index] for index, _, _ in hits])

    def hits(self, plain: str, looks: Sequence[Look] = ()) -> list[list[Hit]]:
        """The keys that stand in a text and in each of its readings, found in one pass over all; of very many the first
        and the last.
        """
        whole = lines(plain, looks) if looks else plain
        try:
            found = self._automaton.find_matches_as_indexes(whole, overlapping=True)
        except UnicodeEncodeError:
            found = self._automaton.find_matches_as_indexes(readable(whole), overlapping=True)
        if not found:
            return [found] * (1 + len(looks))
        if not looks:
            return [_some(found)]
        parted: list[list[Hit]] = []
        begin, first = 0, 0
        # Hits stand by their ends: the readings follow one another.
        for text in (plain, *[one[0] for one in looks]):
            last = bisect_right(found, begin + len(text), first, key=_end)
            here = _some(found[first:last])
            parted.append(
                [(index, start - begin, end - begin) for index, start, end in here] if begin else here
            )
            begin, first = begin + len(text) + 1, last
        return parted


_end = itemgetter(2)


def _some(hits: list[Hit]) -> list[Hit]:
    return hits if len(hits) <= _MOST_HITS else hits[: _MOST_HITS // 2] + hits[-_MOST_HITS // 2 :]


def _likeness(key: _Key) -> object:
    """Equal where keys say the same of the same signals."""
    signals = tuple((id(signal), weight) for signal, weight in key.signals)
    return signals, tuple(map(id, key.unless)), key.before, key.after


def _spellings(term: str) -> Iterable[tuple[str, str, float]]:
    """The forms of a term in the alphabets of the readings, each with how much of its weight is left."""
    text = squeezed_out(term)
    if not text:
        return
    yield "plain", text, 1.0
    if text.isascii():
        if len(text) >= 4:
            yield "leet", leet_of(text), 1.0
        return
    if any("a" <= one <= "z" or one.isdigit() for one in text) or len(text) < 2:
        return
    factor = _SOUND.get(len(text), 0.85)
    yield "sound", sound_of(text), factor
    for spelling in initials_of(text):
        yield "sound", spelling, factor * (0.8 if len(text) > 2 else 0.6)


def _bare_words(signals: Sequence[Signal]) -> dict[str, str]:
    """Words without vowels, back to the words: the first word wins."""
    found: dict[str, str] = {}
    for signal in signals:
        if signal.kind is not Kind.RELIEF:
            for term in signal.terms:
                for word in term.split():
                    if word.isascii() and word.isalpha() and len(bare(word)) >= 3 and bare(word) != word:
                        found.setdefault(bare(word), word)
    return found


@cache
def usual_sounds() -> frozenset[str]:
    """What ordinary text is full of: a term that sounds so is not sought by its sound."""
    table = tomllib.loads(files("moderation").joinpath("lexicon/zh.toml").read_text("utf-8"))
    return frozenset(map(sound_of, table["ordinary"]["heard"]))


@cache
def shipped() -> tuple[Signal, ...]:
    """All signals that come with Steward."""
    return tuple(signal for name in ("zh", "en") for signal in _read(name))


def _read(name: str) -> Iterator[Signal]:
    table = tomllib.loads(files("moderation").joinpath(f"lexicon/{name}.toml").read_text("utf-8"))
    said = table.pop("ordinary")
    factors = dict.fromkeys(said["sometimes"], SOMETIMES) | dict.fromkeys(said["often"], OFTEN)
    for key, one in table.items():
        weight = float(one["weight"])
        terms = {
            term: weight * factors.get(squeezed_out(term), 1.0) if weight > 0 else weight
            for term in map(fold, one["terms"])
        }
        yield Signal(
            name=f"{key}_{name}",
            kind=Kind(one["kind"]),
            weight=weight,
            terms=terms,
            unless=tuple(one.get("unless", ())),
        )
