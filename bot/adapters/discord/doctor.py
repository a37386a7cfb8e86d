"""What Discord's side lacks, and the feature that each lack breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import aiohttp
import discord

from bot.adapters.discord.capabilities import BY_PERMISSION
from bot.adapters.discord.settings import DiscordSettings
from bot.platform import Finding
from chat.text import Text

Connector = Callable[[DiscordSettings], aiohttp.BaseConnector | None]
READY_WITHIN = 20.0


async def findings(settings: DiscordSettings, connector: Connector) -> list[Finding]:
    """Log in with the configured token, look, and log out."""
    found: list[Finding] = []
    intents = discord.Intents.default()
    intents.message_content = intents.members = True
    made = connector(settings)
    client = discord.Client(intents=intents, **({"connector": made} if made else {}))

    async def look() -> None:
        await client.wait_until_ready()
        found.extend(_look(client, settings))
        await client.close()

    client.setup_hook = lambda: _later(client, look)  # type: ignore[method-assign]
    try:
        await client.start(settings.token.get_secret_value())
    except discord.LoginFailure:
        found.append(Finding(text=Text("bot.doctor.discord.token")))
    except discord.PrivilegedIntentsRequired:
        found.append(Finding(text=Text("bot.doctor.discord.intents")))
    except (discord.DiscordException, OSError) as error:
        found.append(Finding(text=Text("bot.doctor.discord.unreachable", {"why": type(error).__name__})))
    finally:
        await client.close()
    return found


async def _later(client: discord.Client, look: Callable[[], object]) -> None:
    client.loop.create_task(look())  # type: ignore[arg-type]


def _look(client: discord.Client, settings: DiscordSettings) -> Iterable[Finding]:
    for guild in settings.guilds:
        if client.get_guild(guild) is None:
            yield Finding(text=Text("bot.doctor.discord.no_guild", {"guild": str(guild)}))
    for native in (*settings.channels, *((settings.staff_channel,) if settings.staff_channel else ())):
        channel = client.get_channel(native)
        if not isinstance(channel, discord.TextChannel):
            yield Finding(text=Text("bot.doctor.discord.no_channel", {"channel": str(native)}))
            continue
        yield from _permissions(channel)
    staff = client.get_channel(settings.staff_channel) if settings.staff_channel else None
    if isinstance(staff, discord.TextChannel):
        everyone = staff.permissions_for(staff.guild.default_role)
        if everyone.view_channel:
            yield Finding(text=Text("bot.doctor.discord.staff_visible", {"channel": staff.name}))
    elif settings.staff_channel is None:
        yield Finding(text=Text("bot.doctor.discord.no_staff"), is_error=False)


def _permissions(channel: discord.TextChannel) -> Iterable[Finding]:
    mine = channel.permissions_for(channel.guild.me)
    if mine.administrator:
        return
    missing: dict[str, list[str]] = {}
    for capability, permission in BY_PERMISSION.items():
        if not getattr(mine, permission):
            missing.setdefault(permission, []).append(capability.value)
    for permission, broken in missing.items():
        arguments = {"channel": channel.name, "permission": permission, "features": ", ".join(broken)}
        yield Finding(text=Text("bot.doctor.discord.permission", arguments))
