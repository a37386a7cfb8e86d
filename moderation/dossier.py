"""What a ruling needs to know of one person, read at once: a rule-breaker costs one way to the database and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chat.decision import Write
from chat.people import PersonId
from chat.ports import Reader
from moderation.cases import Case, Running, State, case_of, running_of
from moderation.ladder import Strike


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A person's record at a moment.

    `incident` is the newest case that a rule opened lately and that is in the state asked for; `strikes` what stands,
    by case; `running` the penalties that have not ended; `turn` counts the rulings so far (None = there was none);
    `top_number` is the highest number of any case.
    """

    person: PersonId
    incident: Case | None
    strikes: Mapping[str, Strike]
    running: Sequence[Running]
    turn: int | None
    top_number: int

    def next_turn(self) -> Write:
        """Guards a decision that rests on this record: of two at once, the second is decided again."""
        return turn_after(self.person, self.turn)


def turn_after(person: PersonId, turn: int | None) -> Write:
    """The write that lets only one ruling follow the one of that turn."""
    if turn is None:
        return Write("moderation.first_turn", {"person": person, "turn": 1}, expect=1)
    return Write("moderation.next_turn", {"p": person, "was": turn}, expect=1)


async def read_dossier(
    reader: Reader, person: PersonId, state: State, *, incident_since: datetime, strikes_since: datetime
) -> Dossier:
    """All of it in one read; an incident counts since one moment, strikes since another."""
    oldest = min(incident_since, strikes_since)
    rows, running, numbers = await reader.together(
        ("moderation.cases_since", {"p": person, "since": oldest}),
        ("moderation.running_of", {"p": person}),
        ("moderation.turn_and_top", {"p": person}),
    )
    cases = [case_of(row) for row in rows]
    return Dossier(
        person=person,
        incident=next((one for one in cases if _goes_on(one, state, incident_since)), None),
        strikes={one.id: _strike(one) for one in cases if _stands(one, strikes_since)},
        running=[running_of(row) for row in running],
        turn=numbers[0]["turn"],
        top_number=int(numbers[0]["number"] or 0),
    )


def _goes_on(case: Case, state: State, since: datetime) -> bool:
    """Whether it is an incident, in that state, that may have further messages."""
    return case.by is None and case.state is state and case.opened_at >= since


def _stands(case: Case, since: datetime) -> bool:
    return case.state is State.STANDING and case.points > 0 and case.opened_at >= since


def _strike(case: Case) -> Strike:
    return Strike(points=case.points, at=case.opened_at)
