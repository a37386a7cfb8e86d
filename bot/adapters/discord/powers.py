"""What Steward may do to people and channels: time-outs, kicks, bans, slow mode, locks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import discord

from chat.actions import (
    Ban,
    Degraded,
    Done,
    LeaveSpace,
    Lock,
    Mute,
    Outcome,
    Refused,
    Remove,
    Sanction,
    SlowMode,
    Unban,
    Unmute,
    Unsupported,
)
from chat.ports import Clock, Errand

LONGEST_TIMEOUT = timedelta(days=28) - timedelta(minutes=1)
LONGEST_SLOW_MODE = 21_600
REASON = 512
SPEAKING = ("send_messages", "send_messages_in_threads", "create_public_threads")
UNKNOWN_MEMBER = 10007

Held = tuple[bool | None, ...]


@dataclass(slots=True)
class Powers:
    """Acts in guild channels. What a lock changed is kept in memory only."""

    clock: Clock
    speakers: frozenset[int]
    _before: dict[int, dict[int, Held]] = field(default_factory=dict)

    async def use(
        self, channel: discord.TextChannel, action: SlowMode | Lock | LeaveSpace | Sanction, errand: Errand
    ) -> Outcome:
        """Act in a channel, or in the guild to which it belongs."""
        match action:
            case SlowMode():
                return await self.slow(channel, action)
            case Lock():
                return await self.lock(channel, action)
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

    async def slow(self, channel: discord.TextChannel, action: SlowMode) -> Outcome:
        """At most six hours between two messages."""
        await channel.edit(slowmode_delay=min(int(action.delay.total_seconds()), LONGEST_SLOW_MODE))
        return Done()

    async def lock(self, channel: discord.TextChannel, action: Lock) -> Outcome:
        """Everybody loses the word but us and the staff's roles, or everything is as before.

        Our own right comes first and goes last, else we would lock ourselves out.
        """
        if action.locked:
            await self._lock(channel)
        else:
            await self._unlock(channel)
        return Done()

    async def _lock(self, channel: discord.TextChannel) -> None:
        if channel.overwrites_for(channel.guild.me).send_messages and channel.id in self._before:
            return  # locked already: what was before is known
        before = self._before.setdefault(channel.id, {})
        for target in self._still_speaking(channel):
            before[target.id] = await _give(channel, target, (True, True, None))
        everyone = channel.guild.default_role
        before[everyone.id] = await _give(channel, everyone, (False, False, False))

    async def _unlock(self, channel: discord.TextChannel) -> None:
        """After a restart nobody remembers what was before: then the roles' own rights decide."""
        if channel.id not in self._before and not channel.overwrites_for(channel.guild.me).send_messages:
            return  # not locked by us
        before = self._before.pop(channel.id, {})
        usual: Held = (None, None, None)
        everyone = channel.guild.default_role
        for target in (everyone, *reversed(self._still_speaking(channel))):
            await _give(channel, target, before.get(target.id, usual))

    def _still_speaking(self, channel: discord.TextChannel) -> list[discord.Member | discord.Role]:
        roles = [channel.guild.get_role(one) for one in sorted(self.speakers)]
        return [channel.guild.me, *(one for one in roles if one is not None)]


async def _give(channel: discord.TextChannel, target: discord.Member | discord.Role, wanted: Held) -> Held:
    """Set the speaking rights of somebody in a channel; returns what they were."""
    overwrite = channel.overwrites_for(target)
    before = tuple(getattr(overwrite, name) for name in SPEAKING)
    if before == wanted:
        return before
    for name, value in zip(SPEAKING, wanted, strict=True):
        setattr(overwrite, name, value)
    empty = overwrite.is_empty()
    await channel.set_permissions(target, overwrite=None if empty else overwrite)
    return before


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
