"""What is sure never appears where the platform can block it; elsewhere it goes as soon as it is posted."""

from __future__ import annotations

from contextlib import suppress

import pytest

from chat.actions import Capability
from tests.counterparts.discord.refusals import NotAllowed
from tests.world import Person, Said, Town

ON = {
    "moderation": {
        "wall": True,
        "rules": {
            "words": {"forbidden": ["薅羊毛", "lorem"], "allowed": ["薅羊毛衫"], "patterns": ["zz[0-9]{3}"]}
        },
    }
}


def has_wall(town: Town) -> bool:
    return town.app.platforms.can(town.garden.space, Capability.WALL)


async def tries(town: Town, person: Person, text: str) -> Said | None:
    """Say something; None when the platform did not post it."""
    with suppress(NotAllowed):
        return await person.says(text)
    await town.settles()
    return None


@pytest.mark.settings(ON)
async def test_what_the_platform_blocks_is_a_case_and_was_never_seen(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await ann.says(town.pick(zh="大家好", en="hello everybody"))
    said = await tries(town, ann, town.pick(zh="一起来薅羊毛呀", en="some lorem here"))
    if has_wall(town):
        assert said is None
    else:
        assert said is not None
        assert town.deleted(said)
    (row,) = await town.rows("moderation.cases")
    assert (row["rule"], row["person"], row["state"]) == ("words", ann.person, "standing")
    (kept,) = await town.rows("moderation.evidence", of=row["id"])
    assert town.pick(zh="薅羊毛", en="lorem") in kept["text"]
    await mo.commands("why", "1", place=town.staff)
    await mo.told("moderation.view.lines", found=town.pick(zh="薅羊毛", en="lorem"))
    await mo.commands("undo", "1", place=town.staff)
    assert (await town.rows("moderation.cases"))[0]["state"] == "undone"


@pytest.mark.settings(ON)
async def test_moderators_see_what_the_wall_blocks_and_what_it_cannot(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await ann.says("hello")
    await mo.commands("wall", place=town.staff)
    if not has_wall(town):
        await mo.told("moderation.wall.nowhere")
        return
    await mo.told("moderation.wall.status", rules="words", after="flood")
    blocked = await tries(town, ann, "zz123")
    assert blocked is None
    assert await tries(town, ann, town.pick(zh="新买的薅羊毛衫", en="loremology")) is not None


async def test_without_the_setting_there_is_no_wall(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await ann.says("hello")
    await mo.commands("wall", place=town.staff)
    await mo.told("moderation.wall.off" if has_wall(town) else "moderation.wall.nowhere")
    assert await town.rows("raids.wall", on=town.driver.platform) == []


@pytest.mark.settings(ON)
async def test_a_rule_that_goes_less_far_is_no_part_of_the_wall(town: Town) -> None:
    ann, mia = await town.member("Ann"), await town.manager("Mia")
    await ann.says(town.pick(zh="大家好", en="hello everybody"))
    bad = town.pick(zh="一起来薅羊毛呀", en="some lorem here")
    await mia.commands("rule", town.pick(zh="模式 违禁词 只记录", en="mode words shadow"), place=town.staff)
    await ann.says(town.pick(zh="今天天气不错", en="what fine weather"))
    said = await tries(town, ann, bad)
    assert said is not None
    assert not town.deleted(said)
    assert await town.rows("moderation.cases") == []
    await mia.commands(
        "rule", town.pick(zh="模式 违禁词 按配置", en="mode words configured"), place=town.staff
    )
    await ann.says(town.pick(zh="明天也不错", en="tomorrow, too"))
    said = await tries(town, ann, bad)
    assert said is None if has_wall(town) else said and town.deleted(said)
