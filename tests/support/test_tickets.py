"""A ticket's states, its steps and its clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.people import PersonId
from support.tickets import Illegal, State, Step, Ticket, audited
from tests.support.office import NOON, a_ticket

RAE = PersonId("rae")


def test_a_claim_opens_a_new_ticket_and_a_release_puts_it_back() -> None:
    claimed = a_ticket().claimed(RAE, NOON)
    assert (claimed.state, claimed.assignee) == (State.OPEN, RAE)
    released = claimed.released(NOON)
    assert (released.state, released.assignee) == (State.NEW, None)


def test_a_reply_waits_for_the_member_and_belongs_to_who_wrote_it() -> None:
    replied = a_ticket().replied(RAE, NOON + timedelta(minutes=5))
    assert (replied.state, replied.assignee) == (State.PENDING_MEMBER, RAE)
    assert replied.first_reply_at == NOON + timedelta(minutes=5)
    later = replied.replied(PersonId("ray"), NOON + timedelta(minutes=9))
    assert (later.assignee, later.first_reply_at) == (RAE, replied.first_reply_at)


def test_the_member_writing_opens_what_waited_for_them() -> None:
    waiting = a_ticket().replied(RAE, NOON)
    assert waiting.take(Step.MEMBER_WROTE, NOON).state is State.OPEN
    assert a_ticket().take(Step.MEMBER_WROTE, NOON).state is State.NEW


def test_a_reopened_ticket_does_not_count_the_time_it_was_closed() -> None:
    closed = a_ticket().closed(RAE, "done", NOON + timedelta(minutes=10))
    again = closed.reopened(NOON + timedelta(hours=5))
    assert again.first_due_at == NOON + timedelta(hours=4, minutes=50) + timedelta(minutes=30)
    assert (again.state, again.closed_at, again.closed_by, again.close_reason) == (State.NEW, None, None, "")


def test_a_reopened_ticket_stays_with_who_had_it() -> None:
    closed = a_ticket().claimed(RAE, NOON).closed(RAE, "", NOON)
    assert closed.reopened(NOON).state is State.OPEN


@pytest.mark.parametrize("state", [State.RESOLVED, State.CLOSED, State.SPAM])
@pytest.mark.parametrize("step", [Step.CLAIMED, Step.REPLIED, Step.CLOSED, Step.MEMBER_WROTE, Step.SNOOZED])
def test_nothing_happens_to_a_ticket_that_ended(state: State, step: Step) -> None:
    with pytest.raises(Illegal):
        a_ticket(state=state).take(step, NOON)


@pytest.mark.parametrize("state", [one for one in State if one is not State.RESOLVED])
def test_only_a_resolved_ticket_is_reopened_or_settled(state: State) -> None:
    assert not a_ticket(state=state).may(Step.REOPENED)
    assert not a_ticket(state=state).may(Step.SETTLED)


def test_what_waits_inside_or_sleeps_goes_on_when_somebody_takes_it_up() -> None:
    mine = a_ticket().claimed(RAE, NOON)
    assert mine.take(Step.WAITING, NOON).state is State.PENDING_INTERNAL
    assert mine.take(Step.WAITING, NOON).take(Step.TAKEN_UP, NOON).state is State.OPEN
    asleep = mine.snoozed(NOON + timedelta(hours=2), NOON)
    assert (asleep.state, asleep.snoozed_until) == (State.SNOOZED, NOON + timedelta(hours=2))
    woken = asleep.take(Step.WOKEN, NOON + timedelta(hours=2))
    assert (woken.state, woken.snoozed_until) == (State.OPEN, None)
    assert asleep.take(Step.MEMBER_WROTE, NOON).state is State.OPEN
    assert a_ticket().snoozed(NOON, NOON).take(Step.WOKEN, NOON).state is State.NEW, "nobody has it"


def test_a_transfer_goes_into_the_queue_of_the_department_or_to_somebody_there() -> None:
    mine = a_ticket().claimed(RAE, NOON)
    moved = mine.transferred("billing", None, NOON)
    assert (moved.state, moved.assignee, moved.department) == (State.NEW, None, "billing")
    given = a_ticket().transferred("billing", PersonId("ray"), NOON)
    assert (given.state, given.assignee) == (State.OPEN, PersonId("ray"))


def test_spam_and_a_merged_ticket_end_and_spam_can_be_cleared() -> None:
    spam = a_ticket().spammed(RAE, NOON)
    assert (spam.state, spam.closed_by, spam.closed_at) == (State.SPAM, RAE, NOON)
    assert spam.cleared(NOON).state is State.NEW
    other = a_ticket(id="t2")
    merged = a_ticket().closed(RAE, "", NOON).merged(other, RAE, NOON + timedelta(hours=1))
    assert (merged.state, merged.merged_into, merged.closed_at) == (State.CLOSED, "t2", NOON)


@given(st.lists(st.sampled_from(list(Step)), max_size=30))
def test_whatever_happens_an_end_has_its_moment_and_a_reply_its_own(steps: list[Step]) -> None:
    ticket = a_ticket()
    for minute, step in enumerate(steps):
        now = NOON + timedelta(minutes=minute)
        if not ticket.may(step):
            with pytest.raises(Illegal):
                _take(ticket, step, now)
            continue
        before, ticket = ticket, _take(ticket, step, now)
        assert (ticket.closed_at is None) == ticket.state.is_open
        assert (ticket.state is State.NEW) <= (ticket.assignee is None)
        assert (ticket.state is State.OPEN) <= (ticket.assignee is not None)
        assert (ticket.snoozed_until is not None) == (ticket.state is State.SNOOZED)
        assert ticket.state_since == (before.state_since if ticket.state is before.state else now)
        assert before.first_reply_at is None or ticket.first_reply_at == before.first_reply_at
        assert ticket.first_due_at >= before.first_due_at
        assert (ticket.merged_into is not None) <= (ticket.state is State.CLOSED)
        record = audited(step, before, ticket)
        assert record.data["from"] == before.state.value
        assert record.data["to"] == ticket.state.value


def _take(ticket: Ticket, step: Step, now: datetime) -> Ticket:
    match step:
        case Step.CLAIMED:
            return ticket.claimed(RAE, now)
        case Step.ASSIGNED:
            return ticket.assigned(RAE, now)
        case Step.RELEASED:
            return ticket.released(now)
        case Step.TRANSFERRED:
            return ticket.transferred("billing", None, now)
        case Step.REPLIED:
            return ticket.replied(RAE, now)
        case Step.SNOOZED:
            return ticket.snoozed(now + timedelta(hours=1), now)
        case Step.CLOSED:
            return ticket.closed(RAE, "", now)
        case Step.SPAMMED:
            return ticket.spammed(RAE, now)
        case Step.MERGED:
            return ticket.merged(a_ticket(id="t2"), RAE, now)
        case Step.REOPENED:
            return ticket.reopened(now)
        case Step.CLEARED:
            return ticket.cleared(now)
        case _:
            return ticket.take(step, now)


def test_the_clock_runs_only_for_open_tickets_without_a_reply() -> None:
    assert a_ticket().waits_for_first_reply
    assert not a_ticket().replied(RAE, NOON).waits_for_first_reply
    assert not a_ticket().closed(RAE, "", NOON).waits_for_first_reply
    assert replace(a_ticket().closed(RAE, "", NOON)).reopened(NOON).waits_for_first_reply
