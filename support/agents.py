"""A representative as the desk knows them: hours, languages, skills, capacity, whether they are away (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from chat.people import PersonId
from support.tickets import Ticket
from worktime.calendar import Calendar
from worktime.clock import NeverOpen, closes, opens
from worktime.hours import read_hours

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_CAPACITY = re.compile(r"[x×](\d{1,3})", re.IGNORECASE)


class Mode(StrEnum):
    """How a new ticket finds somebody: nobody is chosen, whoever waited longest, whoever has least."""

    MANUAL = "manual"
    ROUND_ROBIN = "round_robin"
    LEAST_LOAD = "least_load"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """`hours` "" = those of the desk, no languages = all, `capacity` 0 = the desk's. `load` = tickets that wait for
    them; away from `away_from` until `away_until` (None = until they are back).
    """

    person: PersonId
    hours: str = ""
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    capacity: int = 0
    away_from: datetime | None = None
    away_until: datetime | None = None
    assigned_at: datetime | None = None
    load: int = 0

    def calendar(self, desk: Calendar) -> Calendar:
        """When they are there: their own hours on the desk's days, else the desk's hours."""
        if not self.hours:
            return desk
        return replace(desk, hours=read_hours(self.hours), extra={})

    def is_away(self, now: datetime) -> bool:
        """Whether they said that they are away."""
        if self.away_from is None or now < self.away_from:
            return False
        return self.away_until is None or now < self.away_until

    def on_duty(self, desk: Calendar, now: datetime) -> bool:
        """Whether they are there at this moment."""
        return not self.is_away(now) and self.calendar(desk).is_open(now)

    def shift_ends(self, desk: Calendar, now: datetime) -> datetime | None:
        """When their own hours end; None when they have none, or are not there."""
        return closes(self.calendar(desk), now) if self.hours else None

    def back_at(self, desk: Calendar, now: datetime) -> datetime | None:
        """When they are there next; None when nobody knows."""
        if self.is_away(now) and self.away_until is None:
            return None
        start = max(now, self.away_until) if self.is_away(now) and self.away_until else now
        try:
            return opens(self.calendar(desk), start)
        except NeverOpen:
            return None


def read_profile(text: str) -> Agent:
    """What a representative tells of themselves: `Mon-Fri 09:00-18:00 zh en #refund x8`. Raises ValueError."""
    languages: list[str] = []
    skills: list[str] = []
    hours: list[str] = []
    capacity = 0
    for word in text.split():
        if word.lower() in ("zh", "en"):
            languages.append(word.lower())
        elif word.startswith(("#", "＃")) and len(word) > 1:
            skills.append(word[1:].lower())
        elif found := _CAPACITY.fullmatch(word):
            capacity = int(found[1])
        else:
            hours.append(word)
    written = " ".join(hours)
    if written:
        read_hours(written)
    return Agent(
        person=PersonId(""),
        hours=written,
        languages=tuple(languages),
        skills=tuple(skills),
        capacity=capacity,
    )


def choose(ticket: Ticket, agents: Iterable[Agent], mode: Mode, capacity: int) -> Agent | None:
    """Who gets the ticket: of those with room for one more who speak its language, those with its skill if any has it.

    A ticket's skill is its department or one of its tags. Whoever was given one longest ago comes first among equals.
    """
    fit = [
        one
        for one in agents
        if one.load < (one.capacity or capacity) and (not one.languages or ticket.language in one.languages)
    ]
    wanted = {word.lower() for word in (ticket.department, *ticket.tags) if word}
    skilled = [one for one in fit if wanted & set(one.skills)]
    ordered = sorted(skilled or fit, key=lambda one: _turn(one, mode))
    return ordered[0] if ordered else None


def _turn(agent: Agent, mode: Mode) -> tuple[int, datetime, str]:
    load = agent.load if mode is Mode.LEAST_LOAD else 0
    return load, agent.assigned_at or _LONG_AGO, agent.person


def merged(
    known: Mapping[PersonId, Agent], people: Sequence[PersonId], load: Mapping[PersonId, int]
) -> list[Agent]:
    """An agent for everybody, those who told nothing with the desk's own hours."""
    found = (known.get(person) or Agent(person=person) for person in people)
    return [replace(one, load=load.get(one.person, 0)) for one in found]
