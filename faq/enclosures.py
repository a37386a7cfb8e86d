"""Files that an editor sent with the command that opened a form: they wait until it is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from chat.decision import Write
from chat.messages import Carried
from chat.people import PersonId
from chat.ports import Clock, Reader
from faq.attached import in_words, read_file

WAITS = timedelta(minutes=30)
"""How long files wait for a command of their sender that can open a form."""

MARK = "+"
"""Ends the subject of a form for which files wait."""


class Enclosures:
    """One set of files a person; reads, and makes the writes."""

    def __init__(self, *, reader: Reader, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock

    def keep(self, person: PersonId, files: Sequence[Carried]) -> Write:
        """These files wait; what waited before is forgotten."""
        words = "\n".join(map(in_words, files))
        return Write("faq.enclose", {"person": person, "files": words, "at": self._clock.now()}, expect=1)

    async def of(self, person: PersonId) -> tuple[Carried, ...]:
        """The files that wait for the person's form."""
        row = await self._reader.row("faq.enclosed", p=person)
        return tuple(map(read_file, row["files"].splitlines())) if row else ()

    async def are_fresh(self, person: PersonId) -> bool:
        """Whether files that the person just sent still wait for a form."""
        row = await self._reader.row("faq.enclosed", p=person)
        return row is not None and self._clock.now() - row["at"] <= WAITS

    def used(self, person: PersonId) -> Write:
        """The form was sent: nothing waits any more."""
        return Write("faq.unenclose", {"p": person})
