"""Guilds in which we are and which we do not serve: a new one is left at once, of an old one the staff hear."""

from __future__ import annotations

import discord

from bot.adapters.discord.settings import DiscordSettings
from bot.unserved import UNSERVED
from chat.events import ServiceChanged, TroubleArose
from chat.people import Space
from chat.ports import Clock

NAME = "discord"


class Strangers:
    """Knows the guilds of the configuration, and those of the channels in it; where it names none, each is ours."""

    def __init__(self, settings: DiscordSettings, clock: Clock) -> None:
        self._guilds = frozenset(settings.guilds)
        self._channels = frozenset((settings.staff_channel, *settings.channels))
        self._clock = clock

    def added(self, guild: discord.Guild) -> ServiceChanged | None:
        """Somebody added us to a guild."""
        space, now = self._place(guild), self._clock.now()
        if space is None:
            return None
        key = f"{NAME}:added:{guild.id}:{now.timestamp()}"
        return ServiceChanged(key=key, at=now, space=space, present=True)

    def found(self, guild: discord.Guild) -> TroubleArose | None:
        """We are in a guild since before the start."""
        space = self._place(guild)
        if space is None:
            return None
        key, now = f"{NAME}:{UNSERVED}:{guild.id}", self._clock.now()
        return TroubleArose(key=key, at=now, space=space, code=UNSERVED, detail=guild.name)

    def _place(self, guild: discord.Guild) -> Space | None:
        """Where in a guild that is none of ours we may speak (else any channel), None for one of ours."""
        if not guild.text_channels or self._is_ours(guild):
            return None
        mine = (one for one in guild.text_channels if one.permissions_for(guild.me).send_messages)
        return Space(NAME, str(next(mine, guild.text_channels[0]).id))

    def _is_ours(self, guild: discord.Guild) -> bool:
        if not self._guilds or guild.id in self._guilds:
            return True
        return any(one.id in self._channels for one in guild.text_channels)
