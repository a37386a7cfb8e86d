"""The searchable form of all entries: built whole, never changed, swapped for the next one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from faq.calibration import probability
from faq.entries import Entry
from faq.followups import readings, shares, what_differs
from faq.matching import Candidate, Matcher, confidence
from faq.wordings import Wording

TOP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An entry that may answer, and how likely it does (0 to 1)."""

    entry: Entry
    probability: float


class Index:
    """All entries by id and by name, and the matcher over their questions."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: Mapping[str, Entry] = {one.id: one for one in sorted(entries, key=_place)}
        self.by_name: Mapping[str, Entry] = {one.name: one for one in self.entries.values()}
        self._matcher = Matcher(
            [
                Wording(entry_id=one.id, language=question.language, text=question.text)
                for one in self.entries.values()
                if not one.draft
                for question in one.questions
            ]
        )

    def find(self, query: str, context: Sequence[str] = ()) -> tuple[Finding, ...]:
        """The entries that fit best, at most three, best first.

        `context` is what the same person said there within the last minutes, oldest first; a question that leans on
        it is read with it.
        """
        found = self._matcher.best(query, k=TOP)
        what = what_differs(query) if context else None
        for reading in readings(query, context) if what else ():
            read = self._matcher.best(reading, k=TOP)
            if what and read and shares(what, read[0].wording.text) and confidence(read) > confidence(found):
                found = read
        return tuple(
            Finding(entry=self.entries[one.entry_id], probability=probability(_sureness(found, place)))
            for place, one in enumerate(found)
        )

    def named(self, name: str) -> Entry | None:
        """The entry that editors call so, in whatever case."""
        exact = self.by_name.get(name)
        if exact is not None:
            return exact
        return next((one for one in self.entries.values() if one.name.lower() == name.lower()), None)


def _place(entry: Entry) -> tuple[bool, int, str]:
    """Numbered entries first, by number, then the others by name."""
    numbered = entry.name.isascii() and entry.name.isdigit()
    return not numbered, int(entry.name) if numbered else 0, entry.name


def _sureness(found: Sequence[Candidate], place: int) -> float:
    """How sure one candidate is, the best of the others being its rival."""
    return confidence((found[place], *found[:place], *found[place + 1 :]))
