"""A kill between any two steps of answer, escalation and end: nobody is forgotten, and the card shows the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.chaos.reckonings import reckonings
from tests.conftest import count

KILLS = {"keyed": count(16, 100), "keyless": count(8, 100)}


@pytest.fixture(scope="module")
def left() -> Mapping[str, dict[str, Any]]:
    """What is left after the kills."""
    return reckonings("desk", KILLS, count(400, 1800))


def holds_always(result: dict[str, Any], kills: int) -> None:
    """One ticket for each member, answered and ended; its card says so; nothing is stuck."""
    assert sum(result["kills"].values()) >= kills
    assert result["tickets"] == result["owners"] == result["members"]
    assert result["states"] == {"resolved": result["tickets"]}
    assert all("closed" in shown for shown in result["cards"].values()), result["cards"]
    assert result["calls"] >= 1, "no clock ran out at all: the test tries nothing"
    assert result["untold"] == 0, "somebody was to be called, and was not"
    assert (result["waiting"], result["parked"]) == (0, 0)
    for number, native in result["natives"].items():
        assert set(result["replies"][number]) == {native}, "an answer reached somebody else, or nobody"
        assert set(result["ends"][number]) == {native}


def test_where_the_platform_has_keys_every_answer_arrives_once(
    left: Mapping[str, dict[str, Any]], record_property: Callable[[str, object], None]
) -> None:
    result = left["keyed"]
    holds_always(result, KILLS["keyed"])
    assert all(len(one) == 1 for one in (*result["replies"].values(), *result["ends"].values()))
    record_property("says", f"kills of the desk by point: {result['kills']}; tickets {result['tickets']}")


def test_where_it_has_none_nothing_is_lost(
    left: Mapping[str, dict[str, Any]], record_property: Callable[[str, object], None]
) -> None:
    result = left["keyless"]
    holds_always(result, KILLS["keyless"])
    twice = sum(len(one) - 1 for one in (*result["replies"].values(), *result["ends"].values()))
    assert twice <= KILLS["keyless"]
    record_property("says", f"tickets {result['tickets']}, answers or ends told twice {twice}")
