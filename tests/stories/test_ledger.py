"""One ledger over two platforms: whoever is one person has one record, and may appeal from where they still can."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.places import Place
from chat.actions import Remove
from chat.events import MessagePosted
from chat.messages import Message
from chat.people import Space
from tests.bot.desk import GARDEN, STAFF, Desk, desk
from tests.bot.recorder import Recorder
from tests.stories.test_linking import Side

MILL = Space("mill", "square")
SCAMS = ("日结兼职，宝妈学生都来", "guaranteed profit for everybody here", "真人视讯百家乐，上车")


@pytest.fixture
async def sides(tmp_path: Path) -> AsyncIterator[tuple[Side, Side]]:
    """The same human on two platforms, each with a public place."""
    mill = Recorder("mill")
    async with desk(tmp_path, "handlers", more=[mill]) as one:
        one.app.places.configure([Place(space=GARDEN), Place(space=MILL), Place(space=STAFF)])
        tower, other = Side(one, one.tower, "7"), Side(one, mill, "70")
        for side in (tower, other):
            await side.commands("help")
        yield tower, other


async def offends(side: Side, space: Space, which: int) -> None:
    """Break the rules in a new incident."""
    await side.one.passes(timedelta(hours=2))
    now = side.one.clock.now()
    message = Message(id=f"{space.platform}-{which}", space=space, text=SCAMS[which])
    said = MessagePosted(key=message.id, at=now, space=space, by=side.speaker, message=message)
    await side.one.hears(said)


async def linked(tower: Side, mill: Side) -> None:
    await mill.commands("link", await tower.offers())
    await mill.presses("link.yes")
    await tower.presses("link.yes")


async def penalties(one: Desk, side: Side) -> list[str]:
    rows = await one.rows("moderation.cases_of", p=await side.person())
    return [row["penalty"] for row in rows]


async def test_strikes_on_both_platforms_add_up_and_an_appeal_comes_from_either(
    sides: tuple[Side, Side],
) -> None:
    tower, mill = sides
    one = tower.one
    await offends(tower, GARDEN, 0)
    await offends(mill, MILL, 1)
    assert (await penalties(one, tower), await penalties(one, mill)) == (["mute"], ["mute"])
    await linked(tower, mill)
    assert await penalties(one, tower) == ["mute", "mute"]
    await offends(mill, MILL, 2)
    assert await penalties(one, tower) == ["remove", "mute", "mute"]
    assert [errand.action.to for errand in mill.platform.done if isinstance(errand.action, Remove)] == [MILL]
    assert "cases 3, points 9.0" in await tower.commands("strikes")
    assert "#3" in await tower.commands("appeal", "3 I am no bot")
    (appeal,) = await one.rows("moderation.appeals_open")
    assert (appeal["person"], appeal["origin"]) == (await mill.person(), "tower")
