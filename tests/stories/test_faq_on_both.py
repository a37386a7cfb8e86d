"""One FAQ over Telegram and Discord, where only one of them has a place for the staff."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.adapters.discord.settings import DiscordSettings
from bot.places import Place
from bot.settings import Settings
from chat.people import Language
from tests.stories.test_faq import refund, stocked
from tests.stories.test_faq_learning import abroad
from tests.towns.both import Beside, BothDriver
from tests.towns.discord import DiscordDriver
from tests.world import Town


class Members(DiscordDriver):
    """A server without a channel of the staff."""

    def adapter_settings(self) -> DiscordSettings:
        return super().adapter_settings().model_copy(update={"staff_channel": None})


@pytest.fixture
async def sides(language: Language, tmp_path: Path) -> AsyncIterator[tuple[Town, Town]]:
    """One community on Telegram and on Discord; the staff meets on Telegram alone."""
    values = {"community": {"name": "Garden", "language": language, "timezone": "Asia/Shanghai"}}
    driver = BothDriver()
    driver.beside = Members()
    town = Town(driver, language, tmp_path, Settings.model_validate(values))
    await town.open()
    places = [(driver.garden, "Garden"), (driver.staff, "Staff"), (driver.beside.garden, "Garden")]
    town.app.places.configure(Place(space=space, title=title) for space, title in places)
    yield town, Beside(town, driver)
    await town.close()


async def test_an_editor_of_the_other_platform_is_shown_the_gaps_where_the_staff_is(
    sides: tuple[Town, Town],
) -> None:
    telegram, discord = sides
    await stocked(telegram)
    ann, eve = await discord.member("Ann"), await discord.editor("Eve")
    await ann.says(refund(discord))
    await discord.garden.heard("faq.answer.sourced")
    await ann.says(abroad(discord)[0])
    await telegram.passes(days=1)
    await eve.commands("faq", "gaps")
    await telegram.staff.heard("faq.gap.head", question=abroad(discord)[0])


async def test_what_is_learnt_on_the_other_platform_is_shown_where_the_staff_is(
    sides: tuple[Town, Town],
) -> None:
    telegram, discord = sides
    ann, rita = await discord.member("Ann"), await discord.representative("Rita")
    asked = await ann.says(abroad(discord)[0])
    said = await rita.says(
        discord.pick(zh="可以，寄往二十个国家。", en="Yes, to twenty countries."), reply_to=asked
    )
    await rita.says(f"/learn {abroad(discord)[0]}", reply_to=said)
    await telegram.staff.heard("faq.draft.made", question=abroad(discord)[0])
    await discord.garden.not_heard("faq.draft.made")
