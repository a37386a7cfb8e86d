"""The states of a ticket and the one table of steps between them (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a ticket stands. The last three are ends; RESOLVED can be reopened for a while.

    NEW = nobody has it, OPEN = somebody has it; PENDING_MEMBER, PENDING_INTERNAL and SNOOZED wait for the member, for
    colleagues, for a moment: the clocks of the staff stand still in them.
    """

    NEW = "new"
    OPEN = "open"
    PENDING_MEMBER = "pending_member"
    PENDING_INTERNAL = "pending_internal"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    CLOSED = "closed"
    SPAM = "spam"

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes somebody something."""
        return self in _OPEN

    @property
    def waits(self) -> bool:
        """Whether the staff's clocks stand still: it is not their turn."""
        return self in (State.PENDING_MEMBER, State.PENDING_INTERNAL, State.SNOOZED)


class Step(StrEnum):
    """What moves a ticket; the word of its audit code `ticket.<step>`."""

    CLAIMED = "claimed"
    ASSIGNED = "assigned"
    RELEASED = "released"
    REPLIED = "replied"
    MEMBER_WROTE = "member_wrote"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    TAKEN_UP = "taken_up"
    WOKEN = "woken"
    TRANSFERRED = "transferred"
    CLOSED = "closed"
    REOPENED = "reopened"
    SETTLED = "settled"
    MERGED = "merged"
    SPAMMED = "spammed"
    CLEARED = "cleared"


class Illegal(Exception):
    """The step does not lead anywhere from the ticket's state."""


_OPEN = frozenset((State.NEW, State.OPEN, State.PENDING_MEMBER, State.PENDING_INTERNAL, State.SNOOZED))
_WAITS = frozenset((State.PENDING_MEMBER, State.PENDING_INTERNAL, State.SNOOZED))
_STAYS: Mapping[State, State] = {state: state for state in _OPEN}
_ENDS = _OPEN | {State.RESOLVED}

LEADS: Mapping[Step, Mapping[State, State]] = {
    Step.CLAIMED: {**_STAYS, State.NEW: State.OPEN},
    Step.ASSIGNED: {**_STAYS, State.NEW: State.OPEN},
    Step.RELEASED: {**_STAYS, State.OPEN: State.NEW},
    Step.REPLIED: dict.fromkeys(_OPEN, State.PENDING_MEMBER),
    Step.MEMBER_WROTE: {**_STAYS, State.PENDING_MEMBER: State.OPEN, State.SNOOZED: State.OPEN},
    Step.WAITING: dict.fromkeys(_OPEN - {State.PENDING_INTERNAL}, State.PENDING_INTERNAL),
    Step.SNOOZED: dict.fromkeys(_OPEN, State.SNOOZED),
    Step.TAKEN_UP: dict.fromkeys(_WAITS, State.OPEN),
    Step.WOKEN: {State.SNOOZED: State.OPEN},
    Step.TRANSFERRED: {**_STAYS, State.OPEN: State.NEW},
    Step.CLOSED: dict.fromkeys(_OPEN, State.RESOLVED),
    Step.REOPENED: {State.RESOLVED: State.OPEN},
    Step.SETTLED: {State.RESOLVED: State.CLOSED},
    Step.MERGED: dict.fromkeys(_ENDS, State.CLOSED),
    Step.SPAMMED: dict.fromkeys(_ENDS, State.SPAM),
    Step.CLEARED: {State.SPAM: State.OPEN},
}
"""Where each step leads from each state in which it is legal. OPEN means NEW for a ticket that nobody has."""


def legal(step: Step, state: State) -> bool:
    """Whether the step is legal in the state."""
    return state in LEADS[step]


def led(step: Step, state: State, *, held: bool) -> State:
    """Where the step leads; `held` = somebody has the ticket afterwards. Raises Illegal."""
    if not legal(step, state):
        raise Illegal(f"{step} from {state}")
    after = LEADS[step][state]
    if after in (State.NEW, State.OPEN):
        return State.OPEN if held else State.NEW
    return after
