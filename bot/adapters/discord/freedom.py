"""How freely everybody may speak in a channel and come into its guild: slow mode, locks, paused invites."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import discord

from chat.actions import Degraded, Done, Gate, Lock, Outcome, Refused, Restore, SlowMode, Survey
from chat.ports import Clock

LONGEST_SLOW_MODE = 21_600
LONGEST_PAUSE = timedelta(hours=24) - timedelta(minutes=1)
SPEAKING = ("send_messages", "send_messages_in_threads", "create_public_threads")

Held = tuple[bool | None, ...]
Openness = SlowMode | Lock | Gate | Survey | Restore


@dataclass(slots=True)
class Freedom:
    """Closes channels and gives them back. What a lock changed is kept in memory; a survey writes it down."""

    http: discord.http.HTTPClient
    clock: Clock
    speakers: frozenset[int]
    _before: dict[int, dict[int, Held]] = field(default_factory=dict)

    async def use(self, channel: discord.TextChannel, action: Openness) -> Outcome:
        """Change, read or restore the freedom of a channel."""
        match action:
            case SlowMode():
                return await self.slow(channel, action)
            case Lock():
                return await self.lock(channel, action)
            case Gate():
                return await self.gate(channel.guild, action)
            case Survey():
                return self.survey(channel)
            case Restore():
                return await self.restore(channel, action)

    async def gate(self, guild: discord.Guild, action: Gate) -> Outcome:
        """Nobody can ask to join by way of a bot: invites are paused, at most for 24 hours."""
        if not action.closed:
            await self._pause(guild, None)
            return Done()
        longest = self.clock.now() + LONGEST_PAUSE
        await self._pause(guild, min(action.until or longest, longest))
        return Degraded("gate.invites_paused")

    async def _pause(self, guild: discord.Guild, until: datetime | None) -> None:
        """The pause of direct messages stays what it is."""
        private = guild.dms_paused_until
        payload: Any = {
            "invites_disabled_until": until.isoformat() if until else None,
            "dms_disabled_until": private.isoformat() if private else None,
        }
        await self.http.edit_incident_actions(guild.id, payload=payload)

    def survey(self, channel: discord.TextChannel) -> Outcome:
        """Slow mode, who may speak, and whether invites are paused."""
        paused = channel.guild.invites_paused_until
        speaking = {str(one.id): self._held(channel, one) for one in self._concerned(channel)}
        found = {
            "slow": channel.slowmode_delay,
            "speaking": speaking,
            "paused": paused.isoformat() if paused else None,
        }
        return Done((json.dumps(found, sort_keys=True),))

    def _held(self, channel: discord.TextChannel, target: discord.Member | discord.Role) -> Any:
        """None where there is no overwrite at all."""
        if target not in channel.overwrites:
            return None
        return [getattr(channel.overwrites_for(target), name) for name in SPEAKING]

    def _concerned(self, channel: discord.TextChannel) -> list[discord.Member | discord.Role]:
        return [channel.guild.default_role, *reversed(self._still_speaking(channel))]

    async def restore(self, channel: discord.TextChannel, action: Restore) -> Outcome:
        """Exactly what a survey found; without one the roles' own rights decide. What a right lacks for is told."""
        self._before.pop(channel.id, None)
        found: Mapping[str, Any] = json.loads(action.snapshot or "{}")
        mine, missing = channel.permissions_for(channel.guild.me), False
        slow = int(found.get("slow", 0))
        if channel.slowmode_delay != slow:
            missing |= not mine.manage_channels
            if mine.manage_channels:
                await channel.edit(slowmode_delay=slow)
        missing |= not await self._reopen(channel.guild, found.get("paused"))
        if mine.manage_roles:
            held = found.get("speaking", {})
            for target in self._concerned(channel):
                before = held.get(str(target.id))
                keep = before is not None
                await _give(channel, target, tuple(before) if keep else (None, None, None), keep=keep)
        else:
            missing |= channel.overwrites_for(channel.guild.default_role).send_messages is False
        if missing:
            return Refused("right.missing")
        return Done() if action.snapshot else Degraded("permissions.usual")

    async def _reopen(self, guild: discord.Guild, paused: str | None) -> bool:
        now, there = self.clock.now(), guild.invites_paused_until
        until = datetime.fromisoformat(paused) if paused else None
        until = until if until and until > now else None
        if there == until or (until is None and (there is None or there <= now)):
            return True
        if not guild.me.guild_permissions.manage_guild:
            return False
        await self._pause(guild, until)
        return True

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


async def _give(
    channel: discord.TextChannel, target: discord.Member | discord.Role, wanted: Held, *, keep: bool = False
) -> Held:
    """Set the speaking rights of somebody in a channel; returns what they were. `keep`: an empty overwrite stays."""
    overwrite = channel.overwrites_for(target)
    before = tuple(getattr(overwrite, name) for name in SPEAKING)
    if before == wanted:
        return before
    for name, value in zip(SPEAKING, wanted, strict=True):
        setattr(overwrite, name, value)
    empty = overwrite.is_empty() and not keep
    await channel.set_permissions(target, overwrite=None if empty else overwrite)
    return before
