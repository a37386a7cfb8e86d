"""Who is answering a ticket at this moment, so that two do not answer at once; lost with the process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chat.people import PersonId

MOST = 1_000
JUST_ANSWERED = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Answering:
    """Somebody began an answer; `until` is how long that protects them."""

    person: PersonId
    until: datetime


class Presence:
    """Remembers the one who began last, for a short while."""

    def __init__(self) -> None:
        self._answering: dict[str, Answering] = {}

    def began(self, ticket: str, person: PersonId, now: datetime, span: timedelta) -> bool:
        """Somebody begins to answer; False when somebody else is at it."""
        if self.other(ticket, person, now) is not None:
            return False
        self._answering.pop(ticket, None)
        while len(self._answering) >= MOST:
            del self._answering[next(iter(self._answering))]
        self._answering[ticket] = Answering(person, now + span)
        return True

    def done(self, ticket: str, person: PersonId, now: datetime) -> None:
        """Their answer is out: for a moment nobody else answers without having read it."""
        self._answering.pop(ticket, None)
        self.began(ticket, person, now, JUST_ANSWERED)

    def other(self, ticket: str, person: PersonId, now: datetime) -> PersonId | None:
        """Who else is answering, None when nobody is."""
        found = self._answering.get(ticket)
        return found.person if found and found.person != person and now < found.until else None
