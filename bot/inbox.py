"""What arrived, durable and once only, in one ordered lane for each space."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.codec import encode
from bot.committer import Committer
from bot.storage.store import Store
from chat.decision import Write
from chat.errors import Clash
from chat.events import Event
from chat.people import Space
from chat.ports import Clock

SPREAD = 16
COMMUNITY = Space("steward", "community")
"""Where what concerns no single place happens."""
ADD = "inbox.add"
"""The shape that adds a delivery."""
EVENTS = "event"
"""The source whose payload is an Event in our own JSON; any other is an adapter's name and its native form."""
RELEASED = "/restored"
"""At the end of a delivery's key: a restore had parked it, and a manager let it through."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing that arrived: `payload` as its source gave it, `seq` its place (0 until stored).

    `event` is what the payload says where that is known already; after a restart it is read from there.
    """

    key: str
    source: str
    lane: str
    payload: str
    seq: int = 0
    event: Event | None = field(default=None, compare=False)

    @classmethod
    def telling(cls, event: Event, lane: str | None = None, seq: int = 0) -> Delivery:
        """The delivery of an event that a source has read itself."""
        return cls(event.key, EVENTS, lane or event.space.lane, encode(event), seq, event)

    def part(self, event: Event, index: int) -> Delivery:
        """One of several things that it tells, in its own place."""
        key = event.key + RELEASED if self.is_released else event.key
        return Delivery(key, EVENTS, self.lane, encode(event), self.seq + index, event)

    @property
    def is_released(self) -> bool:
        """Whether a manager let it through after a restore."""
        return self.key.endswith(RELEASED)

    def placed(self, seq: int) -> Delivery:
        """The same in its place."""
        return Delivery(self.key, self.source, self.lane, self.payload, seq, self.event)


class Inbox:
    """Appends deliveries, then hands them to `handle`, those of one lane one after the other."""

    def __init__(self, store: Store, committer: Committer, clock: Clock) -> None:
        self._store = store
        self._committer = committer
        self._clock = clock
        self._seq = 0
        self._lanes: dict[str, deque[Delivery]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._inflight: set[str] = set()
        self._appending = asyncio.Lock()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._closing = False
        self.handle: Callable[[Delivery], Awaitable[None]]

    async def open(self) -> None:
        """Go on counting where the last process stopped."""
        row = await self._store.row("inbox.top")
        self._seq = int(row["seq"] or 0) if row else 0

    async def recover(self) -> int:
        """Feed what was stored but never handled; returns how many."""
        rows = await self._store.rows("inbox.waiting")
        self.feed([_delivery(row) for row in rows])
        return len(rows)

    def next_seq(self) -> int:
        """The place of the next delivery; places in between are left for the parts of one update."""
        self._seq += SPREAD
        return self._seq

    async def append(self, deliveries: Sequence[Delivery]) -> int:
        """Store what is new (durable when this returns), then queue it. Returns how many were new."""
        async with self._appending:
            fresh = await self._fresh(deliveries)
            if not fresh:
                return 0
            try:
                await self._committer.commit([self.write(one) for one in fresh])
            except Clash:  # another writer stored one of the keys in between: look again
                fresh = await self._fresh(fresh)
                await self._committer.commit([self.write(one) for one in fresh])
            self.feed(fresh)
            return len(fresh)

    async def _fresh(self, deliveries: Sequence[Delivery]) -> list[Delivery]:
        unique = {one.key: one for one in deliveries}
        known = await self._store.rows("inbox.known", keys=list(unique))
        for row in known:
            unique.pop(row["key"], None)
        return [one.placed(self.next_seq()) for one in unique.values()]

    def write(self, delivery: Delivery) -> Write:
        """The row of a delivery that gets its place now."""
        values: dict[str, Any] = {
            "seq": delivery.seq or self.next_seq(),
            "key": delivery.key,
            "source": delivery.source,
            "lane": delivery.lane,
            "payload": delivery.payload,
            "state": "new",
            "received_at": self._clock.now(),
            "fence": 0,
        }
        return Write(ADD, values)

    def event_write(self, event: Event, lane: str | None = None) -> Write:
        """The row of an event that arises inside Steward, to be part of the commit that causes it."""
        return self.write(Delivery.telling(event, lane))

    def feed_writes(self, writes: Iterable[Write]) -> None:
        """Queue the inbox rows among writes that were committed."""
        self.feed([_delivery(write.values) for write in writes if write.shape == ADD])

    def feed(self, deliveries: Iterable[Delivery], *, front: bool = False) -> None:
        """Queue stored deliveries; `front` puts them (in their order) before what waits in their lane."""
        for delivery in reversed(list(deliveries)) if front else deliveries:
            if delivery.key in self._inflight:
                continue
            self._inflight.add(delivery.key)
            self._quiet.clear()
            lane = self._lanes.get(delivery.lane)
            if lane is None:
                lane = self._lanes[delivery.lane] = deque()
                lane.append(delivery)
                task = asyncio.create_task(self._walk(delivery.lane, lane))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            elif front:
                lane.appendleft(delivery)
            else:
                lane.append(delivery)

    async def _walk(self, name: str, lane: deque[Delivery]) -> None:
        while lane and not self._closing:
            delivery = lane.popleft()
            try:
                await self.handle(delivery)
            except Exception:
                log.exception("inbox.unhandled", event_key=delivery.key)
            finally:
                self._inflight.discard(delivery.key)
        del self._lanes[name]
        if not self._lanes:
            self._quiet.set()

    async def settle(self) -> None:
        """Wait until nothing is queued."""
        await self._quiet.wait()

    @property
    def depth(self) -> int:
        """How many deliveries wait or are being handled."""
        return len(self._inflight)

    async def stop(self, patience: float) -> None:
        """Start no further delivery; wait at most that many seconds for those being handled."""
        self._closing = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


def _delivery(row: Mapping[str, Any]) -> Delivery:
    return Delivery(row["key"], row["source"], row["lane"], row["payload"], row["seq"])
