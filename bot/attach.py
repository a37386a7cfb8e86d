"""The real platforms that are configured; an SDK is imported only when its platform is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.adapters.telegram.settings import TelegramSettings
from bot.app import App
from bot.places import Place
from bot.platform import Platform
from bot.settings import Settings
from chat.people import Space, SpaceKind


@dataclass(frozen=True, slots=True)
class Attached:
    """A platform that is not connected yet, the spaces that its configuration lists, and its web routes."""

    platform: Platform
    places: Sequence[Place]
    routes: Sequence[Any] = ()


def attach_real(names: Sequence[str], every: Settings, app: App) -> list[Attached]:
    """Telegram and Discord, as far as they are named."""
    settings = every.platforms
    found: list[Attached] = []
    if "telegram" in names and settings.telegram is not None:
        from bot.adapters.telegram.connect import Telegram

        own = telegram_of(settings.telegram, every.web.public_url)
        telegram = Telegram(own, handbook=app.commands, texts=app.texts, clock=app.system.clock)
        telegram.adopted = partial(app.places.adopted, "telegram")
        telegram.tell_names(partial(app.places.entitle, "telegram"))
        places = _places("telegram", own.spaces, own.staff_chat)
        found.append(Attached(telegram, places, telegram.routes))
    if "discord" in names and settings.discord is not None:
        from bot.adapters.discord.connect import Discord

        discord = Discord(
            settings.discord,
            handbook=app.commands,
            texts=app.texts,
            clock=app.system.clock,
            reader=app.store,
        )
        discord.found = app.places.found
        found.append(
            Attached(discord, _places("discord", settings.discord.channels, settings.discord.staff_channel))
        )
    return found


def telegram_of(settings: TelegramSettings, public_url: str) -> TelegramSettings:
    """With the whole address of a webhook that is a path alone."""
    if not settings.webhook_url.startswith("/"):
        return settings
    return settings.model_copy(update={"webhook_url": public_url.rstrip("/") + settings.webhook_url})


def _places(platform: str, spaces: Sequence[int], staff: int | None) -> list[Place]:
    found = [Place(space=Space(platform, str(one))) for one in spaces]
    if staff is not None:
        found.append(Place(space=Space(platform, str(staff), kind=SpaceKind.STAFF)))
    return found
