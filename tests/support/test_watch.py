"""A step is followed although the clock goes on between deciding it and looking at it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from chat.people import PersonId, Space
from support.ratings import RATING, Ratings
from support.rota import ASSIGN, Rota
from support.rows import change_ticket, open_ticket
from support.settings import AssignmentSettings, SupportSettings
from support.states import State
from support.tickets import Priority, Reach, Ticket, Why
from support.watch import Watch

NOW = datetime(2026, 11, 23, 10, 0, 0, 40_000, tzinfo=UTC)
BEFORE = NOW - timedelta(milliseconds=40)


def watch(settings: SupportSettings) -> Watch:
    desk: Any = SimpleNamespace(
        clock=SimpleNamespace(now=lambda: NOW),
        timekeeper=SimpleNamespace(rings_at=lambda clocks: None),
        settings=settings,
    )
    return Watch(desk, cast(Rota, None), Ratings(desk))


def ticket(state: State) -> Ticket:
    return Ticket(
        id="one",
        number=1,
        person=PersonId("ann"),
        topic="general",
        topic_title="",
        state=state,
        priority=Priority.ORDINARY,
        why=Why.ASKED,
        language="en",
        question="where is it",
        origin=Space("local", "ann"),
        origin_message=None,
        opened_at=BEFORE,
        changed_at=BEFORE,
        state_since=BEFORE,
        first_due_at=BEFORE,
        closed_by=PersonId("rae"),
    )


async def followed(watching: Watch, before: Ticket, after: Ticket) -> list[str]:
    _, write = change_ticket(before, after)
    decision = await watching.changed(write)
    return [one.kind for one in decision.alarms if one.at is not None]


async def test_the_rating_is_asked_for_after_the_end_and_not_for_a_card_that_moved() -> None:
    watching, open_, ended = watch(SupportSettings()), ticket(State.OPEN), ticket(State.RESOLVED)
    assert await followed(watching, open_, ended) == [RATING]
    assert await followed(watching, ended, replace(ended, card=replace(ended.card, message="7"))) == []
    assert await followed(watching, ended, replace(ended, reach=Reach.PRIVATE)) == []


async def test_a_ticket_that_has_nobody_is_given_out_after_each_step_and_not_for_its_card() -> None:
    watching = watch(SupportSettings(assignment=AssignmentSettings(mode="round_robin")))
    claimed, back = replace(ticket(State.OPEN), assignee=PersonId("rae")), ticket(State.NEW)
    opened = await watching.changed(open_ticket(back))
    assert [one.kind for one in opened.alarms if one.at is not None] == [ASSIGN]
    assert await followed(watching, claimed, back) == [ASSIGN]
    assert await followed(watching, back, replace(back, card=replace(back.card, tries=1))) == []
