"""A question piece by piece: the ideas and words that it is about, without those that say nothing (pure)."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from chat.people import Language
from faq.views import PHRASE, ideas, openers
from faq.wordings import stem, tokens

_BARE = frozenset(("=how", "=can", "=which", "=why", "=meaning"))
"""Ideas of the manner of asking alone."""

_ASKED = frozenset(("=price", "=howlong", "=when", "=where", "=howmany"))
"""Ideas of what is asked: an answer that has them has the kind of thing that is wanted."""

_FILLER, _IDEA, _LETTER = 0.55, 0.5, 1.0
"""What taking Chinese characters together costs; of all ways to take a text apart the cheapest is taken."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that a question is about, as terms of `views.words`."""

    spelt: tuple[str, ...]
    """As it is said: the share of these counts."""

    ideas: tuple[str, ...] = ()
    """What is meant, where that is known: one of them is nearly as good."""

    @property
    def asks(self) -> bool:
        """Whether it is what is asked for (a price, a time, a place) rather than what it is asked about."""
        return bool(self.ideas) and _ASKED.issuperset(self.ideas)


def pieces(text: str, language: Language) -> tuple[Piece, ...]:
    """The pieces of a text, each once, in their order."""
    found = tokens(text)
    return tuple(dict.fromkeys(_chinese(found) if language == "zh" else _english(found)))


def _english(found: list[str]) -> list[Piece]:
    known, fillers, several = ideas("en"), _fillers()["en"], openers()
    taken, at = list[Piece](), 0
    while at < len(found):
        for length in range(PHRASE if found[at] in several else 1, 0, -1):
            phrase = " ".join(found[at : at + length])
            named = known.get(phrase) or (known.get(stem(phrase)) if length == 1 else None)
            if named is not None and at + length <= len(found):
                taken += _idea(tuple(map(stem, found[at : at + length])), named)
                at += length
                break
        else:
            word, at = found[at], at + 1
            if not word.isascii() or (word not in fillers and (len(word) > 1 or word.isdigit())):
                taken.append(Piece((stem(word) if word.isascii() else word,)))
    return taken


def _chinese(found: list[str]) -> list[Piece]:
    known = ideas("zh")
    taken, run = list[Piece](), ""

    def close() -> None:
        nonlocal run
        if run:
            taken.append(Piece(_pairs(run)))
        run = ""

    for part, kind in _apart(found, known, _fillers()["zh"]):
        if kind == _LETTER and not part.isascii():
            run += part
            continue
        close()
        if kind == _IDEA:
            taken += _idea((part,) if part.isascii() else _pairs(part), known[part])
        elif kind == _LETTER:
            taken.append(Piece((part,)))
    close()
    return taken


def _apart(
    found: list[str], known: Mapping[str, tuple[str, ...]], fillers: frozenset[str]
) -> list[tuple[str, float]]:
    """The cheapest way to read tokens as spellings of ideas, fillers and single letters, with the kind of each."""
    best, back = [0.0], list[tuple[str, float, int]]()
    longest = _longest()
    for end in range(1, len(found) + 1):
        part, cheapest, way = "", best[end - 1] + _LETTER, (found[end - 1], _LETTER, end - 1)
        for begin in range(end - 1, max(end - longest, 0) - 1, -1):
            part = found[begin] + part
            kind = _FILLER if part in fillers else _IDEA
            if (kind == _FILLER or part in known) and best[begin] + kind < cheapest:
                cheapest, way = best[begin] + kind, (part, kind, begin)
        best.append(cheapest)
        back.append(way)
    taken, end = list[tuple[str, float]](), len(found)
    while end:
        part, kind, end = back[end - 1]
        taken.append((part, kind))
    return taken[::-1]


def _idea(spelt: tuple[str, ...], named: tuple[str, ...]) -> list[Piece]:
    return [] if _BARE.issuperset(named) else [Piece(spelt, named)]


def _pairs(run: str) -> tuple[str, ...]:
    return tuple(one + other for one, other in itertools.pairwise(run)) or (run,)


@cache
def _longest() -> int:
    return max(map(len, (*ideas("zh"), *_fillers()["zh"])))


@cache
def _fillers() -> Mapping[Language, frozenset[str]]:
    common = tomllib.loads(files("faq").joinpath("common.toml").read_text("utf-8"))
    words = common["fillers"]
    return {"zh": frozenset((*common["zh"], *words["zh"].split())), "en": frozenset(words["en"].split())}
