"""One ledger over Telegram and Discord, each by its real adapter against its own counterpart."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings import Settings
from chat.people import Language
from tests.stories.test_rule_warnings import case, offends, scam
from tests.towns.both import Beside, BothDriver
from tests.world import Person, Town

CODE = re.compile(r"\b[2-9a-z]{10}\b")


@pytest.fixture
async def sides(language: Language, tmp_path: Path) -> AsyncIterator[tuple[Town, Town]]:
    """One community on Telegram and on Discord."""
    values = {"community": {"name": "Garden", "language": language, "timezone": "Asia/Shanghai"}}
    driver = BothDriver()
    town = Town(driver, language, tmp_path, Settings.model_validate(values))
    await town.open()
    yield town, Beside(town, driver)
    await town.close()


async def links(here: Person, there: Person) -> None:
    """Say that both accounts are one person, by a code of one side that is confirmed on both."""
    await here.commands("link", place=here.private)
    found = CODE.search((await here.private.heard("bot.link.code")).text)
    assert found is not None
    await there.commands("link", found[0], place=there.private)
    await there.presses("link.yes")
    await here.presses("link.yes")


async def test_a_member_of_both_has_one_record_and_appeals_on_the_other_platform(
    sides: tuple[Town, Town],
) -> None:
    telegram, discord = sides
    ann, ann_too = await telegram.member("Ann"), await discord.member("Ann")
    mo = await discord.moderator("Mo")
    await ann.says(scam(telegram))
    assert (telegram.muted(ann), discord.muted(ann_too)) == (True, False)
    await links(ann, ann_too)
    said = await offends(discord, ann_too, 1)
    assert discord.deleted(said)
    assert discord.muted(ann_too)
    assert (await case(telegram, 2))["person"] == (await case(discord, 1))["person"]
    for one in (ann, ann_too):
        await one.commands("strikes", place=one.private)
        await one.told("moderation.view.lines", total="6.0", first="#1", second="#2")
    await ann.commands("appeal", "2", place=ann.private)
    await ann.fills("moderation.appeal", words=telegram.pick(zh="我只是在转发公告", en="It was only news"))
    card = await discord.staff.heard("moderation.card.appeal", number="#2")
    await mo.presses("moderation.grant", on=card)
    assert (telegram.muted(ann), discord.muted(ann_too)) == (True, False)
    await ann.private.heard("moderation.appeal.granted", number="#2")
    assert [(await case(discord, number))["state"] for number in (1, 2)] == ["standing", "undone"]
