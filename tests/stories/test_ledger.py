"""One ledger over two platforms: whoever is one person has one record, and may appeal from where they still can."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.places import Place
from chat.actions import Mute, Post, Remove, Unmute
from chat.decision import Write
from chat.events import ButtonPressed, MessagePosted
from chat.messages import Message
from chat.people import Space
from tests.bot.desk import GARDEN, STAFF, Desk, desk
from tests.bot.recorder import Recorder
from tests.conftest import FULL
from tests.stories.test_linking import Side

HAN = re.compile("[\u4e00-\u9fff]")
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


async def grants(reviewer: Side) -> None:
    """A moderator presses the newest button of the appeal's card."""
    one = reviewer.one
    given = {"person": await reviewer.person(), "role": "moderator", "given_by_person": None}
    await one.app.committer.commit([Write("role.give", {**given, "at": one.clock.now()})])
    buttons = [
        button
        for errand in one.tower.done
        if isinstance(errand.action, Post) and errand.action.to == STAFF
        for line in errand.action.buttons
        for button in line
        if button.kind == "moderation.grant"
    ]
    press = ButtonPressed(
        key="tower:grant",
        at=one.clock.now(),
        space=STAFF,
        by=reviewer.speaker,
        payload=buttons[-1].payload,
        interaction="grant",
    )
    await one.hears(press)


WAYS = [("tower", "zh"), ("mill", "en")] + FULL * [("tower", "en"), ("mill", "zh")]


@pytest.mark.parametrize(("where", "language"), WAYS)
async def test_a_sanction_is_seen_on_the_other_side_and_an_appeal_from_there_takes_it_back(
    sides: tuple[Side, Side], where: str, language: str
) -> None:
    for side in sides:
        side.speaker = replace(side.speaker, locale=language)
    here, there = sides if where == "tower" else sides[::-1]
    place, one = (GARDEN if where == "tower" else MILL), here.one
    await offends(here, place, 0)
    assert [each.action.to for each in here.platform.done if isinstance(each.action, Mute)] == [place]
    await linked(*sides)
    for side in (there, here):
        record = await side.commands("strikes")
        assert "#1 · " in record
        assert "3.0" in record
        assert bool(HAN.search(record)) == (language == "zh")
    await there.commands("appeal", {"zh": "1 是我写的公告", "en": "1 it was my own notice"}[language])
    (appeal,) = await one.rows("moderation.appeals_open")
    assert (appeal["person"], appeal["origin"]) == (await here.person(), there.platform.name)
    await grants(Side(one, one.tower, "9"))
    lifted = [each.action.to for each in here.platform.done if isinstance(each.action, Unmute)]
    assert lifted == [place]
    assert not [each for each in there.platform.done if isinstance(each.action, Unmute)]
    (case,) = await one.rows("moderation.cases_of", p=await there.person())
    assert case["state"] == "undone"
    said = [row["said"] for row in await one.rows("outbox.all") if row["space"] == there.private.id]
    assert said[-1] == "moderation.appeal.granted"
    for side in sides:
        assert "3.0" not in await side.commands("strikes")
