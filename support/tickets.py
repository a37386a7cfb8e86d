"""A ticket, and what each step makes of it (pure)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from chat.decision import Audit
from chat.messages import MessageRef
from chat.people import Language, PersonId, Space
from support.clocks import NO_CLOCKS, Clocks
from support.states import Illegal, State, Step, led, legal

__all__ = ["GENERAL", "Card", "Illegal", "Priority", "Reach", "State", "Step", "Ticket", "Why", "audited"]


class Why(StrEnum):
    """What opened a ticket."""

    ASKED = "asked"
    BUTTON = "button"
    COMPLAINT = "complaint"
    FORM = "form"
    APPEAL = "appeal"
    STAFF = "staff"
    UNANSWERED = "unanswered"
    INCIDENT = "incident"
    SPLIT = "split"
    FOLLOWS = "follows"


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

    `topic` is the subject: a FAQ entry's id, a department's category or GENERAL, `topic_title` what people call it; one
    open ticket for each (person, topic). `revision` grows with every change, `state_since` is when the state last did.
    `first_due_at` is when the first human reply is due, later by `shut`, the time that it was closed in between.
    `sentiment` is the complaint tone of the question, 0 to 1; `attempts` what the FAQ had to offer, as JSON rows
    `{entry, title, probability}`, best first. `merged_into` and `follows` name other tickets by id.
    `asked_at` is the member's first message after the last reply, None while the staff spoke last.
    """

    id: str
    number: int
    person: PersonId
    topic: str
    state: State
    priority: Priority
    why: Why
    reasons: str = "[]"
    attempts: str = "[]"
    sentiment: float = 0.0
    topic_title: str = ""
    department: str = ""
    tags: tuple[str, ...] = ()
    language: Language
    question: str
    origin: Space
    origin_message: str | None
    opened_at: datetime
    changed_at: datetime
    state_since: datetime
    first_due_at: datetime
    shut: timedelta = timedelta()
    first_reply_at: datetime | None = None
    asked_at: datetime | None = None
    clocks: Clocks = NO_CLOCKS
    assignee: PersonId | None = None
    snoozed_until: datetime | None = None
    closed_at: datetime | None = None
    closed_by: PersonId | None = None
    close_reason: str = ""
    merged_into: str | None = None
    follows: str | None = None
    card: Card = Card()
    reach: Reach = Reach.UNKNOWN
    revision: int = 0

    def may(self, step: Step) -> bool:
        """Whether the step is legal now."""
        return legal(step, self.state)

    def take(self, step: Step, now: datetime) -> Ticket:
        """The ticket after a step that changes nothing but the state. Raises Illegal."""
        return self._taken(step, now, self.assignee)

    def _taken(self, step: Step, now: datetime, assignee: PersonId | None) -> Ticket:
        state = led(step, self.state, held=assignee is not None)
        asks = step in (Step.MEMBER_WROTE, Step.REOPENED, Step.CLEARED)
        return replace(
            self,
            state=state,
            asked_at=(self.asked_at or now) if asks else self.asked_at,
            assignee=assignee,
            changed_at=now,
            state_since=self.state_since if state is self.state else now,
            snoozed_until=self.snoozed_until if state is State.SNOOZED else None,
        )

    def claimed(self, by: PersonId, now: datetime) -> Ticket:
        """Taken by a representative."""
        return self._taken(Step.CLAIMED, now, by)

    def assigned(self, to: PersonId, now: datetime) -> Ticket:
        """Given to a representative by somebody else, or by a rule."""
        return self._taken(Step.ASSIGNED, now, to)

    def released(self, now: datetime) -> Ticket:
        """Back in the queue."""
        return self._taken(Step.RELEASED, now, None)

    def transferred(self, department: str, to: PersonId | None, now: datetime) -> Ticket:
        """Handed over to another department, to somebody in it or into its queue."""
        return replace(self._taken(Step.TRANSFERRED, now, to), department=department)

    def replied(self, by: PersonId, now: datetime) -> Ticket:
        """Answered in public by a human: the first time stops the clock; whoever answers an unclaimed ticket has it."""
        after = self._taken(Step.REPLIED, now, self.assignee or by)
        return replace(after, first_reply_at=self.first_reply_at or now, asked_at=None)

    def snoozed(self, until: datetime, now: datetime) -> Ticket:
        """Laid aside until a moment, or until the member writes."""
        return replace(self.take(Step.SNOOZED, now), snoozed_until=until)

    def closed(self, by: PersonId, reason: str, now: datetime) -> Ticket:
        """Ended, for the time being."""
        return self._ended(Step.CLOSED, by, reason, now)

    def spammed(self, by: PersonId, now: datetime) -> Ticket:
        """Ended as nothing that deserves an answer."""
        return self._ended(Step.SPAMMED, by, "", now)

    def merged(self, into: Ticket, by: PersonId, now: datetime) -> Ticket:
        """Ended because another ticket of the same person goes on with it."""
        return replace(self._ended(Step.MERGED, by, "", now), merged_into=into.id)

    def _ended(self, step: Step, by: PersonId, reason: str, now: datetime) -> Ticket:
        after = self.take(step, now)
        return replace(after, closed_at=self.closed_at or now, closed_by=by, close_reason=reason)

    def reopened(self, now: datetime) -> Ticket:
        """Begun again; the time it was closed does not count against the first reply."""
        return self._begun_again(Step.REOPENED, now)

    def cleared(self, now: datetime) -> Ticket:
        """No spam after all."""
        return self._begun_again(Step.CLEARED, now)

    def _begun_again(self, step: Step, now: datetime) -> Ticket:
        shut = now - self.closed_at if self.closed_at else timedelta()
        return replace(
            self.take(step, now),
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
