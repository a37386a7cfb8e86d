"""Other hours or policies: what was promised to the tickets that are open is reckoned anew, some tickets at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chat.actions import Action
from chat.decision import Alarm, Audit, Decision, Write
from support.clocks import Kind, Run
from support.desk import Desk
from support.rows import change_ticket
from support.targets import Target
from support.tickets import Ticket
from support.timekeeping import Timekeeper, budget_of, promise_of
from worktime.calendar import Calendar
from worktime.clock import due

RECOUNT = "support.recount"
AT_ONCE = 100
"""Most tickets that are looked at in one event."""
FIRST = Alarm(kind=RECOUNT, subject="0", at=None)
"""The alarm of a recount, of which each part orders the next: its subject is the last number that is done."""


class Recount:
    """Decides what other hours mean to open tickets; what was used of a clock before it last stood still stays."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def go_on(self, after: int) -> Decision:
        """The tickets with the next numbers: printed moments and alarms move at once; what stays the same is left."""
        desk, now = self._desk, self._desk.clock.now()
        tickets = await desk.open_after(after, AT_ONCE)
        actions: list[Action] = []
        writes: list[Write] = []
        audit: list[Audit] = []
        for ticket in tickets:
            anew = recounted(ticket, desk.timekeeper, now)
            if anew.clocks != ticket.clocks:
                changed, write = change_ticket(ticket, anew)
                actions += await desk.refreshed(changed)
                writes.append(write)
                audit.append(_audit(changed))
        rest = replace(FIRST, subject=str(tickets[-1].number), at=now) if len(tickets) == AT_ONCE else None
        return Decision(
            reason=f"support.recounted.{len(writes)}",
            actions=tuple(actions),
            writes=tuple(writes),
            alarms=(rest,) if rest else (),
            audit=tuple(audit),
        )


def _audit(ticket: Ticket) -> Audit:
    due_at = ticket.clocks.due_at
    data = {"number": ticket.number, "due": due_at.isoformat() if due_at else None}
    return Audit(code="ticket.recounted", subject=ticket.id, data=data)


def recounted(ticket: Ticket, timekeeper: Timekeeper, now: datetime) -> Ticket:
    """The ticket with its clocks by the policies and calendars as they are now."""
    policy = timekeeper.policy(ticket)
    clocks = timekeeper.reckoned(ticket.clocks, policy, now)
    calendar = timekeeper.calendar_of(clocks)
    promised = ((one, promise_of(policy, one.kind)) for one in clocks.runs)
    runs = (_anew(run, target, calendar) if target else run for run, target in promised)
    clocks = replace(clocks, runs=tuple(runs))
    first = clocks.run(Kind.FIRST)
    return replace(
        ticket, clocks=clocks, first_due_at=(first.due_at if first else None) or ticket.first_due_at
    )


def _anew(run: Run, target: Target, calendar: Calendar) -> Run:
    """A clock that has run without a stop since its beginning ends where it would if it began by this calendar."""
    budget = budget_of(target, calendar, run.started_at)
    if run.since is None:
        return replace(run, budget=budget)
    if run.since == run.started_at and not run.spent:
        return replace(run, budget=budget, due_at=target.due(calendar, run.started_at))
    left = max(budget - run.spent, timedelta())
    return replace(run, budget=budget, due_at=due(calendar, run.since, left))
