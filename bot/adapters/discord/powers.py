"""What Steward may do to people: time-outs, kicks, bans; and leaving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import discord

from chat.actions import (
    Ban,
    Degraded,
    Done,
    LeaveSpace,
    Mute,
    Outcome,
    Refused,
    Remove,
    Sanction,
    Unban,
    Unmute,
    Unsupported,
)
from chat.ports import Clock, Errand

LONGEST_TIMEOUT = timedelta(days=28) - timedelta(minutes=1)
REASON = 512
UNKNOWN_MEMBER = 10007


@dataclass(slots=True)
class Powers:
    """Acts in guild channels."""

    clock: Clock

    async def use(
        self, channel: discord.TextChannel, action: LeaveSpace | Sanction, errand: Errand
    ) -> Outcome:
        """Act in a channel, or in the guild to which it belongs."""
        match action:
            case LeaveSpace():
                await channel.guild.leave()
                return Done()
            case _:
                return await self.sanction(channel, action, errand)

    async def sanction(self, channel: discord.TextChannel, action: Sanction, errand: Errand) -> Outcome:
        """An act upon a member, or upon an account that is none any more."""
        guild = channel.guild
        if not errand.account.isdigit():
            return Refused("person.unknown")
        reason = action.why[:REASON] or None
        user = discord.Object(int(errand.account))
        match action:
            case Ban():
                await guild.ban(user, reason=reason, delete_message_seconds=0)
            case Unban():
                await _unban(guild, user, reason)
            case Remove():
                await _kick(guild, user, reason)
            case Mute():
                return await self._mute(await _member(guild, user.id), action.until, reason)
            case Unmute():
                await (await _member(guild, user.id)).timeout(None, reason=reason)
            case _:
                return Unsupported()
        return Done()

    async def _mute(self, member: discord.Member, until: datetime, reason: str | None) -> Outcome:
        longest = self.clock.now() + LONGEST_TIMEOUT
        await member.timeout(min(until, longest), reason=reason)
        return Done() if until <= longest else Degraded("mute.28_days")


async def _member(guild: discord.Guild, user: int) -> discord.Member:
    return guild.get_member(user) or await guild.fetch_member(user)


async def _kick(guild: discord.Guild, user: discord.Object, reason: str | None) -> None:
    """Whoever is not there is removed already."""
    try:
        await guild.kick(user, reason=reason)
    except discord.NotFound as error:
        if error.code != UNKNOWN_MEMBER:
            raise


async def _unban(guild: discord.Guild, user: discord.Object, reason: str | None) -> None:
    """Whoever is not banned may come back already."""
    try:
        await guild.unban(user, reason=reason)
    except discord.NotFound:
        return
