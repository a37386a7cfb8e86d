"""Unmodified python-telegram-bot, pointed at the town."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, TypeHandler

from tests.counterparts.telegram.server import TelegramServer


@dataclass(slots=True)
class Listener:
    """A running application that only listens. `errors` are what its polling met.

    Updates and the bot's answers are not typed: a test reads fields that the SDK calls optional.
    """

    bot: Any
    updates: list[Any] = field(default_factory=list)
    errors: list[TelegramError] = field(default_factory=list)

    def messages(self) -> list[str]:
        return [update.message.text or "" for update in self.updates if update.message]


@asynccontextmanager
async def bot_of(town: TelegramServer) -> AsyncIterator[Any]:
    async with Bot(town.token, base_url=town.url, base_file_url=town.file_url) as bot:
        yield bot


def application(town: TelegramServer) -> Application:
    return ApplicationBuilder().token(town.token).base_url(town.url).base_file_url(town.file_url).build()


@asynccontextmanager
async def listening(
    town: TelegramServer, allowed: Sequence[str] | None = Update.ALL_TYPES
) -> AsyncIterator[Listener]:
    """Long polling by PTB's own updater; from the first poll on, so that its update kinds are known."""
    app = application(town)
    listener = Listener(app.bot)

    async def note(update: Update, _: object) -> None:
        listener.updates.append(update)

    app.add_handler(TypeHandler(Update, note))
    async with app:
        await app.start()
        assert app.updater is not None
        polled = len(town.calls.of("getUpdates"))
        await app.updater.start_polling(
            poll_interval=0.0, timeout=5, allowed_updates=allowed, error_callback=listener.errors.append
        )
        try:
            await town.wait_for(lambda: len(town.calls.of("getUpdates")) > polled)
            yield listener
        finally:
            await app.updater.stop()
            await app.stop()
