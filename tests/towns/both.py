"""Telegram and Discord in one installation: each its real adapter against its own counterpart."""

from __future__ import annotations

from pathlib import Path

from bot.app import App
from bot.places import Place
from bot.settings import Settings
from tests.towns.discord import DiscordDriver
from tests.towns.telegram import TelegramDriver
from tests.world import Town


class BothDriver(TelegramDriver):
    """Telegram, with Discord `beside` it."""

    def __init__(self) -> None:
        super().__init__()
        self.beside = DiscordDriver()

    async def open(self, app: App) -> None:
        await super().open(app)
        await self.beside.open(app)
        app.places.configure(
            Place(space=space, title=title)
            for one in (self, self.beside)
            for space, title in ((one.garden, "Garden"), (one.staff, "Staff"))
        )

    async def settle(self) -> None:
        await super().settle()
        await self.beside.settle()

    async def close(self) -> None:
        await super().close()
        await self.beside.close()


class Beside(Town):
    """The Discord side of a town whose driver is BothDriver: its own people and places, the same Steward and clock."""

    def __init__(self, town: Town, driver: BothDriver) -> None:
        super().__init__(driver.beside, town.language, Path(), Settings())
        self._town = town
        self.app, self.store, self.clock = town.app, town.store, town.clock

    async def settles(self) -> None:
        await self._town.settles()
