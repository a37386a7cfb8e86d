"""A ticket, its states and the steps between them (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from chat.decision import Audit
from chat.messages import MessageRef
from chat.people import Language, PersonId, Space


class State(StrEnum):
    """Where a ticket stands. The last three are ends; RESOLVED can be reopened for a while."""

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
        return self not in (State.RESOLVED, State.CLOSED, State.SPAM)


class Step(StrEnum):
    """What moves a ticket; the word of its audit code `ticket.<step>`."""

    CLAIMED = "claimed"
    RELEASED = "released"
    REPLIED = "replied"
    MEMBER_WROTE = "member_wrote"
    CLOSED = "closed"
    REOPENED = "reopened"
    SETTLED = "settled"


class Why(StrEnum):
    """What opened a ticket."""

    ASKED = "asked"
    BUTTON = "button"
    COMPLAINT = "complaint"


class Priority(IntEnum):
    """How urgent: 1 is the most urgent."""

    SAFETY = 1
    MONEY = 2
    COMPLAINT = 3
    ORDINARY = 4


class Reach(StrEnum):
    """Whether the member can be written to, as far as the last attempt told."""

    UNKNOWN = "unknown"
    PRIVATE = "private"
    PUBLIC = "public"
    NONE = "none"


GENERAL = "general"
"""The topic of a ticket that is about nothing more special."""

_OPEN = frozenset(state for state in State if state.is_open)
_LEADS: Mapping[Step, Mapping[State, State]] = {
    Step.CLAIMED: {**{state: state for state in _OPEN}, State.NEW: State.OPEN},
    Step.RELEASED: {**{state: state for state in _OPEN}, State.OPEN: State.NEW},
    Step.REPLIED: dict.fromkeys(_OPEN, State.PENDING_MEMBER),
    Step.MEMBER_WROTE: {
        **{state: state for state in _OPEN},
        State.PENDING_MEMBER: State.OPEN,
        State.SNOOZED: State.OPEN,
    },
    Step.CLOSED: dict.fromkeys(_OPEN, State.RESOLVED),
    Step.REOPENED: {State.RESOLVED: State.OPEN},
    Step.SETTLED: {State.RESOLVED: State.CLOSED},
}


class Illegal(Exception):
    """The step does not lead anywhere from the ticket's state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Where a ticket is shown to the staff.

    `space` is the staff space, with the thread once that is made; `message` the card in it. `threadless` = the card is
    a message in the space itself and replies to it are the thread. `asked` = it is on its way, do not make another.
    `tries` counts failures in a row.
    """

    space: Space | None = None
    message: str | None = None
    threadless: bool = False
    asked: bool = False
    tries: int = 0

    @property
    def ref(self) -> MessageRef | None:
        """The card's message, None while there is none."""
        return MessageRef(self.space, self.message) if self.space and self.message else None

    @property
    def is_up(self) -> bool:
        """Whether lines can be put beside it."""
        return self.ref is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One matter of one member, from its opening to its end.

    `topic` is a FAQ entry's id or GENERAL, `topic_title` what people call it; one open ticket for each (person, topic).
    `revision` grows with every change.
    `first_due_at` is when the first human reply is due, later by `shut`, the time that it was closed in between.
    """

    id: str
    number: int
    person: PersonId
    topic: str
    state: State
    priority: Priority
    why: Why
    reasons: str = "[]"
    topic_title: str = ""
    language: Language
    question: str
    origin: Space
    origin_message: str | None
    opened_at: datetime
    changed_at: datetime
    first_due_at: datetime
    shut: timedelta = timedelta()
    first_reply_at: datetime | None = None
    assignee: PersonId | None = None
    closed_at: datetime | None = None
    closed_by: PersonId | None = None
    close_reason: str = ""
    card: Card = Card()
    reach: Reach = Reach.UNKNOWN
    revision: int = 0

    def may(self, step: Step) -> bool:
        """Whether the step is legal now."""
        return self.state in _LEADS[step]

    def take(self, step: Step, now: datetime) -> Ticket:
        """The ticket after a step that changes nothing but the state. Raises Illegal."""
        if not self.may(step):
            raise Illegal(f"{step} from {self.state}")
        return replace(self, state=_LEADS[step][self.state], changed_at=now)

    def claimed(self, by: PersonId, now: datetime) -> Ticket:
        """Taken by a representative."""
        return replace(self.take(Step.CLAIMED, now), assignee=by)

    def released(self, now: datetime) -> Ticket:
        """Back in the queue."""
        return replace(self.take(Step.RELEASED, now), assignee=None)

    def replied(self, by: PersonId, now: datetime) -> Ticket:
        """Answered in public by a human: the first time stops the clock; whoever answers an unclaimed ticket has it."""
        after = self.take(Step.REPLIED, now)
        return replace(after, assignee=self.assignee or by, first_reply_at=self.first_reply_at or now)

    def closed(self, by: PersonId, reason: str, now: datetime) -> Ticket:
        """Ended, for the time being."""
        return replace(self.take(Step.CLOSED, now), closed_at=now, closed_by=by, close_reason=reason)

    def reopened(self, now: datetime) -> Ticket:
        """Begun again; the time it was closed does not count against the first reply."""
        after = self.take(Step.REOPENED, now)
        shut = now - self.closed_at if self.closed_at else timedelta()
        return replace(
            after,
            state=State.OPEN if self.assignee else State.NEW,
            first_due_at=self.first_due_at + shut,
            shut=self.shut + shut,
            closed_at=None,
            closed_by=None,
            close_reason="",
        )

    def waited(self, now: datetime) -> timedelta:
        """How long it has been open since its opening."""
        return now - self.opened_at - self.shut

    @property
    def waits_for_first_reply(self) -> bool:
        """Whether the first-response clock runs."""
        return self.state.is_open and self.first_reply_at is None


def audited(step: Step, before: Ticket, after: Ticket, **data: str | float | None) -> Audit:
    """The record of a transition."""
    return Audit(
        code=f"ticket.{step}",
        subject=before.id,
        data={"number": before.number, "from": before.state.value, "to": after.state.value, **data},
    )
