"""The searchable form of all entries: built whole, never changed, swapped for the next one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from chat.people import Language
from faq.corpus import Corpus, corpora
from faq.encoder import Encoder
from faq.entries import Entry
from faq.floors import Floors, Verdict
from faq.followups import is_hanging, readings, shares, what_differs
from faq.lane import Lane
from faq.learned import Learned, prior
from faq.matching import VERBATIM, Candidate, Matcher
from faq.postings import Floats
from language.lanes import language_of

TOP = 5
"""Entries that are found: some may not count where the question was asked."""

_HANGING = 0.6
"""What the chance is worth of a question that leans on one before which nobody knows (“what about the watch?”)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An entry that may answer, how likely it does (0 to 1), how likely it settles the message, whoever answers,
    and how likely it must be.
    """

    entry: Entry
    probability: float
    settles: float = 0.0
    floors: Floors | None = None

    def is_sure(self, rate: float, *, private: bool = False) -> bool:
        """Whether an answer as likely as this one is wrong in at most `rate` of the cases."""
        floor = 1 - rate if self.floors is None else self.floors.at(rate, private=private)
        return self.probability >= floor


class Index:
    """All entries by id and by name, and a matcher for each language that they are asked in."""

    def __init__(
        self,
        entries: Iterable[Entry],
        learned: Mapping[Language, Learned] | None = None,
        encoder: Encoder | None = None,
    ) -> None:
        self.entries: Mapping[str, Entry] = {one.id: one for one in sorted(entries, key=_place)}
        self.by_name: Mapping[str, Entry] = {one.name: one for one in self.entries.values()}
        self.corpora = corpora(self.entries.values())
        self._encoder = encoder
        self._matchers = {
            language: _matcher(corpus, (learned or {}).get(language))
            for language, corpus in self.corpora.items()
        }

    @property
    def learnable(self) -> int:
        """How many wordings stand beside another one of their entry."""
        return sum(int((one.counts[one.owners] >= 2).sum()) for one in self.corpora.values())

    def hear(self, verdicts: Sequence[Verdict]) -> None:
        """What people said about answers that were given; before the index is asked for the first time."""
        for matcher in self._matchers.values():
            matcher.floors = Floors.of(matcher.learned, verdicts)

    def find(self, query: str, context: Sequence[str] = ()) -> tuple[Finding, ...]:
        """The entries that fit best, best first; `context` is what the same person said before, oldest first."""
        language = language_of(query)
        found: tuple[Candidate, ...] = ()
        floors: Floors | None = None
        for lane in self._lanes(query, language):
            matcher = self._matchers[lane]
            behind = partial(self._behind, f"{context[-1]} {query}", lane, matcher) if context else None
            there = matcher.best(query, self._vector(query, lane, matcher), TOP, behind)
            if there and (not found or there[0].chance > found[0].chance):
                found, floors = there, matcher.floors
            for read in self._readings(query, context, lane, matcher):
                if not found or read[0].chance > found[0].chance:
                    found, floors = read, matcher.floors
        doubt = (
            _HANGING if not context and is_hanging(query) and found and found[0].chance < VERBATIM else 1.0
        )
        return tuple(
            Finding(
                entry=self.entries[one.entry_id],
                probability=one.chance * doubt,
                settles=one.settles,
                floors=floors,
            )
            for one in found
        )

    def exact(self, query: str) -> Finding | None:
        """What `find` puts first for a wording that one entry alone has in the query's language, without a search."""
        language = language_of(query)
        matcher = self._matchers.get(language) if language is not None else None
        named = matcher.lane.verbatim(query) if matcher is not None else frozenset[int]()
        if matcher is None or len(named) != 1:
            return None
        entry = self.entries[matcher.lane.corpus.ids[min(named)]]
        return Finding(entry=entry, probability=VERBATIM, settles=VERBATIM, floors=matcher.floors)

    def _behind(self, joined: str, lane: Language, matcher: Matcher) -> tuple[str, Floats | None]:
        return joined, self._vector(joined, lane, matcher)

    def _readings(
        self, query: str, context: Sequence[str], lane: Language, matcher: Matcher
    ) -> Iterator[tuple[Candidate, ...]]:
        """What a question that leans on the one before may mean, where the entry speaks of what differs."""
        what = what_differs(query) if context else None
        for reading in readings(query, context) if what else ():
            read = matcher.best(reading, self._vector(reading, lane, matcher), TOP)
            if (
                what
                and read
                and any(shares(what, one.text) for one in self.entries[read[0].entry_id].questions)
            ):
                yield read

    def _lanes(self, query: str, language: Language | None) -> list[Language]:
        """The question's own language; others where it stands verbatim, or when there is nothing in its own."""
        if language is None or language not in self._matchers:
            return list(self._matchers)
        said = [one for one, matcher in self._matchers.items() if matcher.lane.verbatim(query)]
        return list(dict.fromkeys((language, *said)))

    def _vector(self, text: str, lane: Language, matcher: Matcher) -> Floats | None:
        if self._encoder is None or matcher.lane.meaning is None or language_of(text) not in (lane, None):
            return None
        return self._encoder.vector(text)

    def named(self, name: str) -> Entry | None:
        """The entry that editors call so, in whatever case."""
        exact = self.by_name.get(name)
        if exact is not None:
            return exact
        return next((one for one in self.entries.values() if one.name.lower() == name.lower()), None)


def _matcher(corpus: Corpus, learned: Learned | None) -> Matcher:
    known = learned or prior(corpus.language, meaning=False)
    return Matcher(Lane(corpus, known.vectors, known.linear), known)


def _place(entry: Entry) -> tuple[bool, int, str]:
    """Numbered entries first, by number, then the others by name."""
    numbered = entry.name.isascii() and entry.name.isdigit()
    return not numbered, int(entry.name) if numbered else 0, entry.name
