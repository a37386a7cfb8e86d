"""What must stand in a text before a phrase can be found in it: cheap to see, so that most phrases are never sought."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

_WORD = re.compile(r"[a-z0-9]+")

_Thing = TypeVar("_Thing")


def needs_of(phrase: str) -> tuple[str, ...]:
    """What a text must hold for a folded phrase (`*` is a gap), the longest first: its words, else its pieces."""
    parts = _WORD.findall(phrase) if phrase.isascii() else phrase.split("*")
    return tuple(sorted(filter(None, parts), key=len, reverse=True))


def matches(automaton: AhoCorasick, text: str) -> list[tuple[int, int, int]]:
    """Every occurrence of every pattern: its number, start and end; half a pair counts as a question mark."""
    try:
        return automaton.find_matches_as_indexes(text, overlapping=True)
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
        return automaton.find_matches_as_indexes(text, overlapping=True)


class Marked(Generic[_Thing]):
    """Things that are found by phrases, each sought only where all that one of its phrases needs is there."""

    def __init__(self, phrases: Iterable[tuple[_Thing, Iterable[str]]]) -> None:
        found: dict[str, list[tuple[_Thing, tuple[str, ...]]]] = {}
        always: list[_Thing] = []
        for thing, spellings in phrases:
            for phrase in spellings:
                needs = needs_of(phrase)
                if needs:
                    found.setdefault(needs[0], []).append((thing, needs))
                else:
                    always.append(thing)
        self._always = frozenset(always)
        self._behind = list(found.values())
        self._marks = AhoCorasick(list(found))

    def may_be_in(self, spelt: str) -> frozenset[_Thing]:
        """The things whose phrases may stand in a folded text; the others surely do not."""
        hits = {mark for mark, _, _ in matches(self._marks, spelt)}
        if not hits:
            return self._always
        words = frozenset(_WORD.findall(spelt))
        found = set(self._always)
        for mark in hits:
            for thing, needs in self._behind[mark]:
                if thing not in found and all(
                    one in words or (not one.isascii() and one in spelt) for one in needs
                ):
                    found.add(thing)
        return frozenset(found)
