"""Representatives train on scripted members, are scored, and nothing of it stays."""

from __future__ import annotations

import pytest

from tests.stories.tickets import desk, ticket
from tests.world import Person, Town


async def macro(town: Town, rae: Person) -> None:
    """A macro for training."""
    await rae.commands("macro", "hello", place=town.staff)
    await rae.fills("support.macro", zh="您好，我看一下", en="hello, I am looking", then="", tags="")


async def test_a_drill_is_scored_on_clocks_and_macros_and_leaves_nothing(town: Town) -> None:
    rae = await town.representative("Rae")
    await macro(town, rae)
    await rae.commands("drill", "2", place=town.staff)
    await rae.told("bot.drill.begun", count=2)
    await town.staff.heard("support.line.member", text=town.pick(zh="三天了还没发货", en="not shipped"))
    await town.staff.heard("support.line.member", text=town.pick(zh="登录不了", en="cannot sign in"))
    await rae.commands("drill", place=town.staff)
    await rae.told("bot.drill.running")
    here = await desk(town)
    await rae.commands("m", "hello", place=here)
    assert (await ticket(town))["state"] == "pending_member"
    await town.passes(minutes=6)
    assert (await ticket(town))["state"] == "open", "the scripted member wrote again"
    await rae.commands("r", "it ships today", place=here)
    await rae.commands("close", "done", place=here)
    await town.passes(minutes=30)
    points = town.pick(zh="100 分", en="100 points")
    none = town.pick(zh="20 分", en="20 points")
    await town.staff.heard("support.drill.result", best=points, worst=none)
    assert not await town.rows("support.on_stage", stage="drill")
    assert not await town.rows("support.open")
    facts = await town.rows("analytics.facts", first="2026-01-01", last="2026-12-31")
    assert not [row["name"] for row in facts if row["name"].startswith("ticket.")]
    await town.passes(minutes=10)
    await town.garden.silent()


@pytest.mark.settings({"support": {"home": "telegram"}})
async def test_without_one_staff_space_there_is_no_drill(town: Town) -> None:
    if town.driver.platform == "telegram":
        return
    rae = await town.representative("Rae")
    await rae.commands("drill", place=town.staff)
    await rae.told("bot.drill.no_home")
