"""What was said while we were away: the history of every served channel and active thread since we last looked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

import discord
import structlog

from bot.adapters.discord.receive import Receiver
from chat.events import Event
from chat.ports import Clock

FURTHEST = timedelta(hours=24)
MOST = 1_000

log = structlog.get_logger()


class Catchup:
    """Reads histories, oldest first. What was seen before has the same key and is stored once."""

    def __init__(self, client: discord.Client, receiver: Receiver, clock: Clock) -> None:
        self._client = client
        self._receiver = receiver
        self._clock = clock

    async def read(
        self,
        channels: Sequence[discord.TextChannel],
        staff: int | None,
        put: Callable[[Event | None], None],
    ) -> int:
        """Hand on every message of at most the last 24 hours and 1,000 messages a channel; returns how many."""
        found = 0
        for place in self._places(channels, staff):
            try:
                found += await self._one(place, put)
            except discord.HTTPException as error:
                log.warning("discord.catchup", channel=place.id, status=error.status)
        return found

    def _places(
        self, channels: Sequence[discord.TextChannel], staff: int | None
    ) -> Iterable[discord.TextChannel | discord.Thread]:
        desk = self._client.get_channel(staff) if staff else None
        for channel in [*channels, *([desk] if isinstance(desk, discord.TextChannel) else [])]:
            yield channel
            yield from channel.threads

    async def _one(
        self, place: discord.TextChannel | discord.Thread, put: Callable[[Event | None], None]
    ) -> int:
        since = self._clock.now() - FURTHEST
        messages = [one async for one in place.history(after=since, limit=MOST, oldest_first=False)]
        for message in sorted(messages, key=lambda one: one.id):
            put(self._receiver.posted(message))
        return len(messages)
