"""One automaton over all word lists, with word boundaries as each script writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from language.fold import fold
from moderation.breaches import Mode, Severity

_SMALL = 2_000
"""Up to here the faster automaton is also quick to build."""

_LONE = re.compile("[\ud800-\udfff]")

_UNBOUNDED = re.compile(
    "[々〆〇\u2e80-\u2fd5\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\u0e00-\u0eff\U00020000-\U000323af]"
)
"""Scripts that put no spaces between words (Han, kana, Thai, Lao) and Hangul, whose words carry endings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordList:
    """Terms that mean the same for a rule. Where a term stands inside one of `unless`, it does not count.

    `owner` is the rule whose list it is, `cap` how far a hit may go; `severity` None = the rule's own.
    """

    name: str
    owner: str = ""
    terms: tuple[str, ...]
    unless: tuple[str, ...] = ()
    cap: Mode = Mode.ENFORCE
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A term of a list at `start:end` of the folded text."""

    words: WordList
    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Term:
    words: WordList
    text: str
    wanted: bool
    bounded_before: bool
    bounded_after: bool


class Matcher:
    """Finds all terms of all lists in one pass. Terms are folded, so must be the text."""

    def __init__(self, lists: Sequence[WordList]) -> None:
        by_text: dict[str, list[_Term]] = {}
        for term in _terms(lists):
            by_text.setdefault(term.text, []).append(term)
        self._terms = [*by_text.values()]
        kind = Implementation.DFA if len(by_text) <= _SMALL else Implementation.ContiguousNFA
        self._automaton = (
            AhoCorasick([*by_text], MatchKind.Standard, implementation=kind) if by_text else None
        )

    def find(self, folded: str, most: int | None = None) -> tuple[Hit, ...]:
        """Every term that stands there as a word of its own; of nested terms of one list the longest.

        Where more than `most` terms stand, the first and the last of them are looked at.
        """
        if self._automaton is None:
            return ()
        try:
            found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        except UnicodeEncodeError:  # half of a surrogate pair: replaced one by one, so that offsets hold
            found = self._automaton.find_matches_as_indexes(readable(folded), overlapping=True)
        if most is not None and len(found) > most:
            found = found[: most // 2] + found[-most // 2 :]
        if not found:
            return ()
        standing = [
            (term, start, end)
            for index, start, end in found
            for term in self._terms[index]
            if _stands(term, folded, start, end)
        ]
        return tuple(_outermost(standing))


@lru_cache(maxsize=4)
def compiled_lists(lists: tuple[WordList, ...]) -> Matcher:
    """The automaton over these lists; the last few are remembered, since rules change more often than words."""
    return Matcher(lists)


def readable(text: str) -> str:
    """The text without lone surrogates, as long as before."""
    return _LONE.sub("\ufffd", text)


@lru_cache(maxsize=4096)
def bounded(character: str) -> bool:
    """Whether words of the character's script end at spaces, so that a neighbour of its kind continues a word."""
    return character.isalnum() and not _UNBOUNDED.match(character)


def _terms(lists: Sequence[WordList]) -> Iterable[_Term]:
    for words in lists:
        for wanted, spellings in ((True, words.terms), (False, words.unless)):
            for text in dict.fromkeys(fold(spelling).strip() for spelling in spellings):
                if text:
                    yield _Term(words, readable(text), wanted, bounded(text[0]), bounded(text[-1]))


def _stands(term: _Term, folded: str, start: int, end: int) -> bool:
    """Whether no neighbour continues the term's first or last word."""
    if term.bounded_before and start and bounded(folded[start - 1]):
        return False
    return not (term.bounded_after and end < len(folded) and bounded(folded[end]))


def _outermost(found: Iterable[tuple[_Term, int, int]]) -> Iterable[Hit]:
    """Hits that lie neither in an innocent term nor in another hit of their list, by one sweep from the left."""
    reached: dict[tuple[str, str, bool], int] = {}
    for term, start, end in sorted(found, key=lambda one: (one[1], one[0].wanted, -one[2])):
        owner, name = term.words.owner, term.words.name
        if term.wanted:
            if max(reached.get((owner, name, True), 0), reached.get((owner, name, False), 0)) >= end:
                continue
            yield Hit(words=term.words, term=term.text, start=start, end=end)
        last = reached.get((owner, name, term.wanted), 0)
        reached[owner, name, term.wanted] = max(end, last)
