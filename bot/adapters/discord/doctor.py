"""What Discord's side lacks, and the feature that each lack breaks."""

from __future__ import annotations

from collections.abc import Iterable

import aiohttp
import discord

from bot.adapters.discord.gateway import wanted_intents
from bot.adapters.discord.places import served_channels
from bot.adapters.discord.settings import DiscordSettings
from bot.platform import Finding
from chat.text import Text

TALK = ("send_messages", "read_message_history", "attach_files")
RULES = (
    "manage_messages",
    "moderate_members",
    "kick_members",
    "ban_members",
    "manage_channels",
    "manage_roles",
    "manage_guild",
    "pin_messages",
)
"""What order among members takes; not needed where only the staff is."""
DESK = ("create_public_threads", "send_messages_in_threads", "manage_threads")
"""What tickets take, each in a thread of its own."""
THREADS = ("send_messages_in_threads", "create_public_threads")
"""Among members: to answer in their threads, and to lock a channel; a right that we lack we cannot take from others."""
OPTIONAL = frozenset({"manage_guild", "pin_messages", "manage_threads", "attach_files"})
"""Needed for one feature that has a substitute."""

POWERS = discord.Permissions(
    administrator=True,
    ban_members=True,
    kick_members=True,
    manage_channels=True,
    manage_guild=True,
    manage_messages=True,
    manage_roles=True,
    moderate_members=True,
)
"""Who has one of these is no ordinary member."""


UNKNOWN_INTENTS, FORBIDDEN_INTENTS = 4013, 4014
"""Close codes of the gateway: intents that are none, and such as were not granted."""


class _Visitor(discord.Client):
    """Logs in, looks around, logs out."""

    def __init__(
        self, settings: DiscordSettings, connector: aiohttp.BaseConnector | None, guild_patience: float
    ) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks aloud here
        super().__init__(intents=wanted_intents(), connector=connector, guild_ready_timeout=guild_patience)
        self._settings = settings
        self.seen: list[Finding] = []

    async def on_ready(self) -> None:
        """The guilds are known."""
        self.seen = list(_look(self, self._settings))
        await self.close()


async def findings(
    settings: DiscordSettings, connector: aiohttp.BaseConnector | None, guild_patience: float
) -> list[Finding]:
    """Log in with the configured token, look, and log out."""
    visitor = _Visitor(settings, connector, guild_patience)
    try:
        await visitor.start(settings.token.get_secret_value(), reconnect=False)
    except discord.LoginFailure:
        return [Finding(text=Text("bot.doctor.discord.token"))]
    except discord.ConnectionClosed as error:
        return [Finding(text=_closed(error.code))]
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        return [Finding(text=Text("bot.doctor.discord.unreachable", {"why": type(error).__name__}))]
    finally:
        await visitor.close()
    return visitor.seen


def _closed(code: int) -> Text:
    """Why the gateway hung up: without reconnecting discord.py gives no name to its close codes."""
    if code in (UNKNOWN_INTENTS, FORBIDDEN_INTENTS):
        return Text("bot.doctor.discord.intents")
    return Text("bot.doctor.discord.unreachable", {"why": str(code)})


def _look(client: discord.Client, settings: DiscordSettings) -> Iterable[Finding]:
    for guild in settings.guilds:
        if client.get_guild(guild) is None:
            yield Finding(text=Text("bot.doctor.discord.no_guild", {"guild": str(guild)}))
    staff = (settings.staff_channel,) if settings.staff_channel else ()
    served = settings.channels or tuple(one.id for one in served_channels(client.guilds, settings))
    channels = {native: client.get_channel(native) for native in (*served, *staff)}
    for native, channel in channels.items():
        if not isinstance(channel, discord.TextChannel):
            yield Finding(text=Text("bot.doctor.discord.no_channel", {"channel": str(native)}))
        elif native in staff:
            yield from _permissions(channel, (*TALK, *DESK))
        else:
            yield from _permissions(channel, (*TALK, *RULES))
            yield from _threads(channel)
    yield from _staff(client, settings)
    guilds = {channel.guild for channel in channels.values() if isinstance(channel, discord.TextChannel)}
    for one in sorted(guilds, key=lambda guild: guild.id):
        yield from _hierarchy(one)
        yield from _second_factor(client, one)
    yield from _roles(client, settings)
    yield from _interactions(client)


def _staff(client: discord.Client, settings: DiscordSettings) -> Iterable[Finding]:
    """The staff's channel is for the staff."""
    channel = client.get_channel(settings.staff_channel) if settings.staff_channel else None
    if settings.staff_channel is None:
        yield Finding(text=Text("bot.doctor.discord.no_staff"), is_error=False)
    elif not isinstance(channel, discord.TextChannel):
        return
    elif channel.permissions_for(channel.guild.default_role).view_channel:
        yield Finding(text=Text("bot.doctor.discord.staff_visible", {"channel": channel.name}))
    else:
        for role in _onlookers(channel, settings):
            told = {"channel": channel.name, "role": role.name}
            theirs = 2 * len(role.members) > len(channel.guild.members)
            yield Finding(text=Text("bot.doctor.discord.staff_role_sees", told), is_error=theirs)


def _onlookers(channel: discord.TextChannel, settings: DiscordSettings) -> Iterable[discord.Role]:
    """Roles that see the staff's channel though they mean no duty and hold no power."""
    named = settings.roles
    duties = {*named.moderator, *named.representative, *named.editor, *named.manager}
    for role in channel.guild.roles:
        harmless = not (role.permissions.value & POWERS.value)
        plain = not (role.is_default() or role.managed or role.id in duties)
        if plain and harmless and channel.permissions_for(role).view_channel:
            yield role


def _hierarchy(guild: discord.Guild) -> Iterable[Finding]:
    """Nobody is sanctioned whose highest role stands above ours; that is right for staff, wrong for members."""
    above = [
        role.name
        for role in guild.roles
        if role > guild.me.top_role and not role.managed and not role.permissions.moderate_members
    ]
    if above:
        yield Finding(text=Text("bot.doctor.discord.hierarchy", {"roles": ", ".join(above)}), is_error=False)


def _second_factor(client: discord.Client, guild: discord.Guild) -> Iterable[Finding]:
    """A guild may demand it of whoever moderates; a bot has it when its owner's account does."""
    demands = guild.mfa_level is discord.MFALevel.require_2fa
    if demands and client.user is not None and not client.user.mfa_enabled:
        yield Finding(text=Text("bot.doctor.discord.second_factor", {"guild": guild.name}))


def _roles(client: discord.Client, settings: DiscordSettings) -> Iterable[Finding]:
    """Roles of the configuration that exist in no guild give nobody a duty."""
    there = {role.id for guild in client.guilds for role in guild.roles}
    for duty, roles in settings.roles:
        for role in roles:
            if role not in there:
                told = {"duty": duty, "role": str(role)}
                yield Finding(text=Text("bot.doctor.discord.no_role", told))


def _interactions(client: discord.Client) -> Iterable[Finding]:
    """Where an application names an address for them, the gateway hears of no commands and presses."""
    if client.application is not None and client.application.interactions_endpoint_url:
        yield Finding(text=Text("bot.doctor.discord.interactions_elsewhere"))


def _threads(channel: discord.TextChannel) -> Iterable[Finding]:
    mine = channel.permissions_for(channel.guild.me)
    if mine.administrator or not mine.view_channel:
        return
    for permission in THREADS:
        if not getattr(mine, permission):
            told = {"channel": channel.name}
            yield Finding(text=Text(f"bot.doctor.discord.members_{permission}", told))


def _permissions(channel: discord.TextChannel, needed: Iterable[str]) -> Iterable[Finding]:
    """What the bot lacks there. Where it sees nothing, or says nothing, what follows from that is not named."""
    mine = channel.permissions_for(channel.guild.me)
    if mine.administrator:
        return
    for permission in needed if mine.view_channel else ("view_channel",):
        follows = permission == "attach_files" and not mine.send_messages
        if not getattr(mine, permission) and not follows:
            text = Text(f"bot.doctor.discord.lacks_{permission}", {"channel": channel.name})
            yield Finding(text=text, is_error=permission not in OPTIONAL)
