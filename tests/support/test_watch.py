"""A step is followed although the clock goes on between deciding it and looking at it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from chat.decision import Value, Write
from support.ratings import RATING, Ratings
from support.rota import ASSIGN, Rota
from support.settings import AssignmentSettings, SupportSettings
from support.states import State
from support.watch import Watch

NOW = datetime(2026, 11, 23, 10, 0, 0, 40_000, tzinfo=UTC)


def watch(settings: SupportSettings) -> Watch:
    desk: Any = SimpleNamespace(
        clock=SimpleNamespace(now=lambda: NOW),
        timekeeper=SimpleNamespace(rings_at=lambda clocks: None),
        settings=settings,
    )
    return Watch(desk, cast(Rota, None), Ratings(desk))


def change(state: State, ago: timedelta) -> Write:
    values: dict[str, Value] = {
        "key": "one",
        "new_clocks": '{"policy": "", "runs": [], "call": null}',
        "new_state": state.value,
        "new_assignee_person": None,
        "new_changed_at": NOW - ago,
        "new_closed_by_person": "rae",
        "new_card_platform": None,
        "new_card_space": None,
        "new_card_thread": None,
    }
    return Write("support.change", values)


@pytest.mark.parametrize(
    ("ago", "follows"),
    [(timedelta(), True), (timedelta(milliseconds=40), True), (timedelta(minutes=1), False)],
)
async def test_a_step_of_a_moment_ago_is_a_step(ago: timedelta, follows: bool) -> None:
    turns = SupportSettings(assignment=AssignmentSettings(mode="round_robin"))
    closed = await watch(SupportSettings()).changed(change(State.RESOLVED, ago))
    opened = await watch(turns).changed(change(State.NEW, ago))
    assert [one.kind for one in closed.alarms if one.kind == RATING and one.at] == [RATING] * follows
    assert [one.kind for one in opened.alarms if one.kind == ASSIGN] == [ASSIGN] * follows
