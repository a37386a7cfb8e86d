"""What a report weighs, and how many one member may make."""

from __future__ import annotations

from dataclasses import replace

import pytest

from moderation.reports import Reporter
from tests.moderation.desk import ANN, BO, MO, Desk


@pytest.mark.parametrize(
    ("right", "wrong", "trusted", "weight"),
    [
        (0, 0, False, 1.0),
        (0, 1, False, 0.667),
        (3, 0, False, 1.6),
        (0, 8, False, 0.2),
        (3, 0, True, 2.1),
        (0, 1, True, 0.667),
    ],
)
def test_who_was_right_weighs_more(right: int, wrong: int, trusted: bool, weight: float) -> None:
    assert Reporter(right=right, wrong=wrong, trusted=trusted).weight == weight


@pytest.mark.settings({"reports": {"threshold": 2, "most": 2}})
async def test_thresholds_limits_and_the_staff(desk: Desk) -> None:
    said = [desk.posted(ANN, f"something rude {word}") for word in ("one", "other", "third")]
    for one in said:
        await desk.hears(one)
    ann = desk.speaker(ANN)

    async def flags(who: str, which: int) -> None:
        command = replace(
            desk.command(BO if who == "bo" else MO, "flag"), about=said[which].message, about_by=ann
        )
        assert await desk.commits(await desk.moderation.reports.report(command, ""))

    await flags("bo", 0)
    await flags("bo", 1)
    no = replace(desk.command(BO, "flag"), about=said[2].message, about_by=ann)
    decision = await desk.moderation.reports.report(no, "")
    assert decision.reason == "said_no.moderation.refused.too_many_reports"
    assert not decision.writes
    assert await desk.rows("moderation.cases") == []
    await flags("mo", 1)
    (case,) = await desk.rows("moderation.cases")
    assert (case["rule"], case["state"], case["message"]) == ("reports", "review", said[1].message.id)
