"""Points decay, and the ladder only leads up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from moderation.breaches import Severity
from moderation.ladder import Penalty, Strike
from moderation.settings import LadderSettings, ModerationSettings

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LADDER = ModerationSettings().as_ladder()


def after(severity: Severity, times: int) -> Penalty:
    """What the last of so many breaches in a row leads to."""
    points = LADDER.points[severity]
    return LADDER.step(LADDER.total([Strike(points=points, at=NOON)] * times, NOON)).penalty


def test_the_shipped_ladder_leads_from_a_note_to_a_ban() -> None:
    minor = [after(Severity.MINOR, times) for times in range(1, 12)]
    assert minor == [
        Penalty.NOTE,
        Penalty.WARN,
        *[Penalty.MUTE] * 5,
        *[Penalty.REMOVE] * 3,
        Penalty.BAN,
    ]
    assert after(Severity.SERIOUS, 1) is Penalty.MUTE
    assert after(Severity.SERIOUS, 3) is Penalty.REMOVE


def test_points_halve_in_the_half_life() -> None:
    strike = Strike(points=4, at=NOON)
    assert LADDER.left(strike, NOON) == 4
    assert LADDER.left(strike, NOON + LADDER.half_life) == pytest.approx(2)
    assert LADDER.left(strike, NOON + 2 * LADDER.half_life) == pytest.approx(1)
    assert LADDER.left(strike, NOON + LADDER.memory) < 0.004


def test_a_strike_from_a_clock_that_runs_ahead_weighs_no_more_than_whole() -> None:
    assert LADDER.left(Strike(points=4, at=NOON + timedelta(hours=1)), NOON) == 4


@given(
    st.lists(st.tuples(st.floats(0, 5), st.integers(0, 400)), max_size=12),
    st.integers(0, 400),
    st.sampled_from([*Severity]),
)
def test_more_points_are_never_milder_and_time_never_makes_it_harder(
    given_strikes: list[tuple[float, int]], days: int, severity: Severity
) -> None:
    strikes = [Strike(points=points, at=NOON - timedelta(days=age)) for points, age in given_strikes]
    total = LADDER.total(strikes, NOON)
    later = LADDER.total(strikes, NOON + timedelta(days=days))
    assert later <= total + 1e-9
    assert LADDER.step(later).hardness <= LADDER.step(total).hardness
    assert LADDER.outlook(total, severity).hardness >= LADDER.step(total).hardness


@pytest.mark.parametrize(
    "steps",
    [
        [],
        ["1 warn", "1 ban"],
        ["2 warn", "1 ban"],
        ["1 mute"],
        ["1 warn 1h"],
        ["1 mute 60d"],
        ["1 mute 5s"],
        ["1 mute soon"],
        ["1 execute"],
        ["many warn"],
        ["nan warn"],
        ["-1 warn"],
        ["warn"],
        [""],
    ],
)
def test_a_ladder_that_leads_nowhere_is_refused(steps: list[str]) -> None:
    with pytest.raises(ValidationError):
        LadderSettings.model_validate({"steps": steps})


def test_a_half_life_of_nothing_is_refused() -> None:
    with pytest.raises(ValidationError):
        LadderSettings.model_validate({"half_life": "0s"})
