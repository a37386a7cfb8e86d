"""Wrong appeal codes: after a few nobody may go on guessing for an hour, whoever and about whichever case."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

from chat.people import PersonId
from moderation.cases import Case

MOST_OF_PERSON = 5
MOST_OF_CASE = 20
WITHIN = timedelta(hours=1)
_REMEMBERED = 5_000


class Guesses:
    """Counted in memory: six characters are far more than a restart could give away."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, deque[datetime]] = OrderedDict()

    def may_try(self, person: PersonId, case: Case, now: datetime) -> bool:
        """Whether another code may be tried."""
        mine = self._count(f"person {person}", now)
        return mine < MOST_OF_PERSON and self._count(f"case {case.id}", now) < MOST_OF_CASE

    def was_wrong(self, person: PersonId, case: Case, now: datetime) -> None:
        """One more that was not it."""
        for name in (f"person {person}", f"case {case.id}"):
            self._wrong.setdefault(name, deque(maxlen=MOST_OF_CASE)).append(now)
            self._wrong.move_to_end(name)
        while len(self._wrong) > _REMEMBERED:
            self._wrong.popitem(last=False)

    def _count(self, name: str, now: datetime) -> int:
        return sum(at > now - WITHIN for at in self._wrong.get(name, ()))
