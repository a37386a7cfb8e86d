"""What was said while we were away: the history of every served channel and active thread since we last looked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import discord
import structlog

from bot.adapters.discord.receive import POSTED, Receiver
from chat.events import Event
from chat.ports import Clock, Reader

FURTHEST = timedelta(hours=24)
MOST = 1_000
MARGIN = timedelta(minutes=1)
"""Messages of different channels may have been stored in another order than they were written."""

Readable = discord.TextChannel | discord.Thread

log = structlog.get_logger()


class Catchup:
    """Reads histories. What was seen before has the same key and is stored once."""

    def __init__(
        self, client: discord.Client, receiver: Receiver, clock: Clock, reader: Reader | None
    ) -> None:
        self._client = client
        self._receiver = receiver
        self._clock = clock
        self._reader = reader

    async def read(self, channels: Sequence[discord.TextChannel]) -> list[Event]:
        """What was missed, of all channels together in the order in which it was written.

        One order for all, so that whoever is interrupted while storing them goes on at the right place.
        """
        seen = await self._last_seen()
        found: list[tuple[int, Event]] = []
        for place in _places(channels):
            try:
                found += await self._one(place, seen)
            except discord.HTTPException as error:
                log.warning("discord.catchup", channel=place.id, status=error.status)
        return [event for _, event in sorted(found, key=lambda one: one[0])]

    async def _last_seen(self) -> datetime | None:
        """When the newest message that is stored was written."""
        row = await self._reader.row("inbox.newest", like=f"{POSTED}%") if self._reader else None
        native = str(row["key"] or "").removeprefix(POSTED) if row else ""
        return discord.utils.snowflake_time(int(native)) if native.isdigit() else None

    async def _one(self, place: Readable, seen: datetime | None) -> list[tuple[int, Event]]:
        came = place.guild.me.joined_at
        since = max(
            one for one in (self._clock.now() - FURTHEST, seen - MARGIN if seen else came) if one is not None
        )
        if (place.last_message_id or 0) <= discord.utils.time_snowflake(since):
            return []
        found: list[tuple[int, Event]] = []
        async for message in place.history(after=since, limit=MOST, oldest_first=True):
            event = self._receiver.posted(message)
            if event is not None:
                found.append((message.id, event))
        return found


def _places(channels: Sequence[discord.TextChannel]) -> Iterable[Readable]:
    for channel in channels:
        yield channel
        yield from channel.threads
