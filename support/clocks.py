"""The three clocks of a ticket: first reply, next reply, resolution (pure)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from worktime.calendar import Calendar
from worktime.clock import NeverOpen, due, elapsed

FULL = 100
"""Per cent of its budget at which a clock is due."""


class Kind(StrEnum):
    """What a clock waits for: a human's first reply, their reply to what was said since, the end."""

    FIRST = "first"
    NEXT = "next"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One clock from its start until what it waits for.

    `budget` and `spent` are business time; `spent` is what was used before `since`, where `since` None = it stands
    still. `due_at` is when the budget is used up if it goes on running (None while it stands still), `warned` the last
    per cent of the budget that somebody was called at.
    """

    kind: Kind
    started_at: datetime
    budget: timedelta
    spent: timedelta = timedelta()
    since: datetime | None
    due_at: datetime | None
    warned: int = 0

    def used(self, calendar: Calendar, now: datetime) -> timedelta:
        """Business time that it has used by now."""
        return self.spent + (elapsed(calendar, self.since, now) if self.since else timedelta())

    def paused(self, calendar: Calendar, now: datetime) -> Run:
        """Standing still from now on."""
        return (
            self
            if self.since is None
            else replace(self, spent=self.used(calendar, now), since=None, due_at=None)
        )

    def resumed(self, calendar: Calendar, now: datetime) -> Run:
        """Running from now on; one that is overdue is due at once."""
        if self.since is not None:
            return self
        left = max(self.budget - self.spent, timedelta())
        return replace(self, since=now, due_at=due(calendar, now, left))

    def rebudgeted(self, calendar: Calendar, budget: timedelta, now: datetime) -> Run:
        """The same clock with another budget; whoever was called for the share it now has is not called again."""
        changed = replace(self.paused(calendar, now), budget=budget)
        return changed if self.since is None else changed.resumed(calendar, now)

    def reaches(self, calendar: Calendar, percent: int) -> datetime | None:
        """When that share of the budget is used up; None while it stands still, or never."""
        if self.since is None:
            return None
        if percent == FULL:
            return self.due_at
        share = self.budget * percent // FULL - self.spent
        try:
            return due(calendar, self.since, share) if share > timedelta() else self.since
        except NeverOpen:
            return None

    def percent(self, calendar: Calendar, now: datetime) -> int:
        """The share of the budget that is used, in whole per cent."""
        return int(self.used(calendar, now) * FULL // self.budget) if self.budget else FULL


class Level(StrEnum):
    """Who is called: whoever has the ticket, the representatives on duty, the managers."""

    ASSIGNEE = "assignee"
    SECOND = "second"
    MANAGER = "manager"

    @property
    def above(self) -> Level | None:
        """Who is called when these do not answer."""
        return _ABOVE[self]


_ABOVE: Mapping[Level, Level | None] = {
    Level.ASSIGNEE: Level.SECOND,
    Level.SECOND: Level.MANAGER,
    Level.MANAGER: None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The call that stands: for which clock, at which share, to whom; at `rises_at` the next level hears it."""

    kind: Kind
    percent: int
    level: Level
    rises_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """All that time means to a ticket: the policy that promised it, the clocks that run, the call that stands."""

    policy: str = ""
    runs: tuple[Run, ...] = ()
    call: Call | None = None

    def run(self, kind: Kind) -> Run | None:
        """The clock of a kind, None when nothing is waited for."""
        return next((one for one in self.runs if one.kind is kind), None)

    @property
    def due(self) -> Run | None:
        """The running clock that is due first."""
        running = [one for one in self.runs if one.due_at is not None]
        return min(running, key=lambda one: one.due_at or one.started_at, default=None)

    @property
    def due_at(self) -> datetime | None:
        """When the first of the running clocks is due."""
        return self.due.due_at if self.due else None

    def with_run(self, run: Run) -> Clocks:
        """The clocks with this one in the place of its kind."""
        kept = [one for one in self.runs if one.kind is not run.kind]
        return replace(self, runs=(*kept, run))


NO_CLOCKS = Clocks()


def dump(clocks: Clocks) -> str:
    """The clocks as one column holds them."""
    if clocks == NO_CLOCKS:
        return "{}"
    rows = [
        {
            "kind": one.kind,
            "started": one.started_at.isoformat(),
            "budget": one.budget.total_seconds(),
            "spent": one.spent.total_seconds(),
            "since": _text(one.since),
            "due": _text(one.due_at),
            "warned": one.warned,
        }
        for one in clocks.runs
    ]
    call = clocks.call
    said = call and {
        "kind": call.kind,
        "percent": call.percent,
        "level": call.level,
        "rises": _text(call.rises_at),
    }
    return json.dumps({"policy": clocks.policy, "runs": rows, "call": said}, ensure_ascii=False)


def load(text: str) -> Clocks:
    """The clocks that a column holds."""
    data: dict[str, Any] = json.loads(text)
    call = data.get("call")
    return Clocks(
        policy=data.get("policy", ""),
        runs=tuple(_runs(data.get("runs", ()))),
        call=Call(
            kind=Kind(call["kind"]),
            percent=call["percent"],
            level=Level(call["level"]),
            rises_at=_moment(call["rises"]),
        )
        if call
        else None,
    )


def _runs(rows: list[dict[str, Any]]) -> Iterator[Run]:
    for row in rows:
        yield Run(
            kind=Kind(row["kind"]),
            started_at=datetime.fromisoformat(row["started"]),
            budget=timedelta(seconds=row["budget"]),
            spent=timedelta(seconds=row["spent"]),
            since=_moment(row["since"]),
            due_at=_moment(row["due"]),
            warned=row["warned"],
        )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
