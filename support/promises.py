"""What clocks and targets are called when people read of them (pure)."""

from __future__ import annotations

from datetime import datetime, timedelta

from chat.text import Text
from support.clocks import Kind
from support.states import State
from support.tickets import Ticket
from worktime.calendar import Calendar
from worktime.clock import NeverOpen, opens


def run_words(ticket: Ticket, kind: Kind) -> Text:
    """A clock with the moment it is due: that is always printed, never a length alone."""
    run = ticket.clocks.run(kind)
    name = Text(f"support.clock.{kind}")
    if run is None:
        return Text("support.clock.over", {"clock": name})
    if run.due_at is None:
        return Text("support.clock.held", {"clock": name})
    return Text("support.clock.run", {"clock": name, "due": run.due_at})


def pressing_words(ticket: Ticket, kind: Kind, now: datetime) -> Text:
    """A clock with the moment it is due and how far off that is: no two calls for one ticket say the same."""
    words = run_words(ticket, kind)
    run = ticket.clocks.run(kind)
    if run is None or run.due_at is None:
        return words
    minutes = round((run.due_at - now).total_seconds() / 60)
    how = "left" if minutes > 0 else "late" if minutes < 0 else "now"
    return Text(f"support.call.{how}", {"clock": words, "by": timedelta(minutes=abs(minutes))})


def due_words(ticket: Ticket) -> Text:
    """The clock that is due first; else why none runs."""
    run = ticket.clocks.due
    if run is not None:
        return run_words(ticket, run.kind)
    if ticket.state.is_open:
        return Text("support.clock.waits" if ticket.state is not State.NEW else "support.clock.none")
    return Text("support.clock.ended")


def expectation(ticket: Ticket, calendar: Calendar, now: datetime) -> Text:
    """What the member may expect: until when somebody answers, and outside the hours when somebody is there again."""
    run = ticket.clocks.due
    if run is None or run.due_at is None:
        return Text("support.expect.soon")
    if calendar.is_open(now):
        return Text("support.expect.due", {"due": run.due_at})
    try:
        return Text("support.expect.closed", {"opens": opens(calendar, now), "due": run.due_at})
    except NeverOpen:
        return Text("support.expect.soon")
