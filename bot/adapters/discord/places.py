"""Which channels are served."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.adapters.discord.settings import DiscordSettings


def served_channels(guilds: Sequence[discord.Guild], settings: DiscordSettings) -> list[discord.TextChannel]:
    """The public channels: those listed, else every text channel in which we can read and write."""
    return [
        channel
        for guild in guilds
        if not settings.guilds or guild.id in settings.guilds
        for channel in guild.text_channels
        if is_served(channel, settings)
    ]


def is_served(channel: discord.TextChannel, settings: DiscordSettings) -> bool:
    """Whether a channel of a served guild is one of ours."""
    if channel.id == settings.staff_channel:
        return False
    if settings.channels:
        return channel.id in settings.channels
    mine = channel.permissions_for(channel.guild.me)
    return mine.view_channel and mine.send_messages


def main_channel(guild: discord.Guild, settings: DiscordSettings) -> discord.TextChannel | None:
    """The first of them in a guild."""
    return next(iter(served_channels([guild], settings)), None)


def staff_channel(client: discord.Client, settings: DiscordSettings) -> discord.TextChannel | None:
    """Where the staff works."""
    found = client.get_channel(settings.staff_channel) if settings.staff_channel else None
    return found if isinstance(found, discord.TextChannel) else None
