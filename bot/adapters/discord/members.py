"""Who is in our guilds: what they are called and which roles they hold."""

from __future__ import annotations

from collections.abc import Mapping

import discord


async def member_of(guild: discord.Guild, native: str) -> discord.Member | None:
    """A member from the cache, else asked for; None when there is none of that number, or nobody answers."""
    if not native.isdecimal():
        return None
    found = guild.get_member(int(native))
    if found is not None:
        return found
    try:
        return await guild.fetch_member(int(native))
    except (discord.HTTPException, OSError):
        return None


async def roles_of(guild: discord.Guild, native: str) -> frozenset[str]:
    """The ids of a member's roles."""
    found = await member_of(guild, native)
    return frozenset(str(role.id) for role in found.roles) if found else frozenset()


def leaders(guild: discord.Guild) -> Mapping[str, frozenset[str]]:
    """Everybody who holds a role, except bots."""
    found = {
        str(one.id): frozenset(str(role.id) for role in one.roles) for one in guild.members if not one.bot
    }
    return {native: roles for native, roles in found.items() if len(roles) > 1}


async def account(client: discord.Client, native: str) -> discord.Member | discord.User | None:
    """The account of a number, as one of our guilds knows it, else as Discord does."""
    for guild in client.guilds:
        found = await member_of(guild, native)
        if found is not None:
            return found
    try:
        return await client.fetch_user(int(native)) if native.isdecimal() else None
    except (discord.HTTPException, OSError):
        return None
