"""The real platforms that are configured; an SDK is imported only when its platform is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.app import App
from bot.places import Place
from bot.platform import Platform
from bot.settings import PlatformsSettings
from chat.people import Space, SpaceKind


@dataclass(frozen=True, slots=True)
class Attached:
    """A platform that is not connected yet, the spaces that its configuration lists, and its web routes."""

    platform: Platform
    places: Sequence[Place]
    routes: Sequence[Any] = ()


def attach_real(names: Sequence[str], settings: PlatformsSettings, app: App) -> list[Attached]:
    """Telegram and Discord, as far as they are named."""
    found: list[Attached] = []
    if "telegram" in names and settings.telegram is not None:
        from bot.adapters.telegram.connect import Telegram

        telegram = Telegram(settings.telegram, handbook=app.commands, texts=app.texts, clock=app.system.clock)
        telegram.adopted = partial(app.places.adopted, "telegram")
        telegram.tell_names(partial(app.places.entitle, "telegram"))
        places = _places("telegram", settings.telegram.spaces, settings.telegram.staff_chat)
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


def _places(platform: str, spaces: Sequence[int], staff: int | None) -> list[Place]:
    found = [Place(space=Space(platform, str(one))) for one in spaces]
    if staff is not None:
        found.append(Place(space=Space(platform, str(staff), kind=SpaceKind.STAFF)))
    return found
