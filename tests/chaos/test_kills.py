"""A kill at any point loses nothing and doubles nothing that the platform lets us protect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.chaos.forge import POINTS
from tests.chaos.reckonings import reckonings
from tests.conftest import count

KILLS = count(104, 500)
KINDS = ("reply", "winner", "delete", "thread", "ring")


@pytest.fixture(scope="module")
def left() -> Mapping[str, dict[str, Any]]:
    """What is left after the kills."""
    return reckonings("effects", {"keyed": KILLS, "keyless": KILLS}, count(300, 1800))


def holds_always(result: dict[str, Any], kills: int) -> set[str]:
    """What no platform excuses; returns the names of all messages."""
    everything = {str(number) for number in range(1, result["sent"] + 1)}
    assert sum(result["kills"].values()) >= kills
    assert set(result["kills"]) == set(POINTS)
    assert result["seen"] == dict.fromkeys(everything, 1)
    assert result["rang"] == dict.fromkeys(everything, 1)
    assert result["waiting"] == 0
    assert result["untold"] == 0
    assert result["told_twice"] == []
    assert set(result["states"]) <= {"done", "parked"}
    return everything


def test_on_a_platform_with_keys_everything_happens_exactly_once(
    left: Mapping[str, dict[str, Any]], record_property: Callable[[str, object], None]
) -> None:
    result = left["keyed"]
    everything = holds_always(result, KILLS)
    for kind in KINDS:
        assert result["effects"][kind] == dict.fromkeys(everything, 1), kind
    assert result["parked"] == 0
    record_property("says", f"kills by point (keyed platform): {result['kills']}")


def test_on_a_platform_without_keys_nothing_is_lost_and_what_must_not_double_waits_for_a_person(
    left: Mapping[str, dict[str, Any]], record_property: Callable[[str, object], None]
) -> None:
    result = left["keyless"]
    everything = holds_always(result, KILLS)
    for kind in ("reply", "delete", "thread", "ring"):
        times = result["effects"][kind]
        assert set(times) == everything, kind
        assert sum(times.values()) - len(times) <= KILLS
    winners = result["effects"]["winner"]
    assert set(winners.values()) == {1}
    assert len(everything - set(winners)) <= result["parked"]
    repeated = {kind: sum(result["effects"][kind].values()) - len(result["effects"][kind]) for kind in KINDS}
    held = f"done again {repeated}; held for a person {result['parked']}"
    record_property("says", f"kills by point (keyless platform): {result['kills']}; {held}")
