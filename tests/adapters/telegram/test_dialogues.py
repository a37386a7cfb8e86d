"""Forms where a platform has none: what comes between the questions of a dialogue in the private chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.counterparts.telegram.people import User
from tests.towns.telegram import TelegramDriver
from tests.world import Person, Town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    town = Town(TelegramDriver(), "en", tmp_path, Settings())
    await town.open()
    yield town
    await town.close()


def account(town: Town, person: Person) -> User:
    assert isinstance(town.driver, TelegramDriver)
    return town.driver.server.users[int(person.native)]


async def test_a_sticker_answers_no_question(town: Town) -> None:
    eve = await town.editor("Eve")
    await eve.commands("giveaway", place=town.staff)
    async with town.act():
        account(town, eve).sends_media(None, "sticker")
    await eve.private.heard("bot.form.words")
    await eve.whispers("A T-shirt")
    await eve.private.heard("bot.form.question", step="(2/5)")


async def test_an_answer_that_comes_too_late_is_told_so_once(town: Town) -> None:
    eve = await town.editor("Eve")
    await eve.commands("giveaway", place=town.staff)
    await eve.whispers("A T-shirt")
    await town.passes(minutes=31)
    await eve.whispers("3")
    await eve.told("bot.form.lapsed", title="New giveaway")
    await eve.whispers("3")
    await eve.private.silent()


async def test_who_never_began_a_private_chat_is_told_where_they_asked(town: Town) -> None:
    eve = await town.editor("Eve")
    account(town, eve).started = False
    await eve.commands("giveaway", place=town.staff)
    await eve.told("bot.form.closed")
    account(town, eve).starts()
    await eve.commands("giveaway", place=town.staff)
    await eve.private.heard("bot.form.question", step="(1/5)")
    await town.passes(minutes=11)
    await town.staff.not_heard("bot.form.closed")
