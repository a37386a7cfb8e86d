"""Events on their way into the store: in order, in groups, none dropped."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

import structlog

from bot.inbox import Delivery
from bot.platform import Receive
from chat.events import Event

GROUP = 100
AGAIN_AFTER = 1.0

log = structlog.get_logger()


class Arrivals:
    """What the gateway told. While it is held, newer events wait for what was missed before them."""

    def __init__(self) -> None:
        self._waiting: deque[Event] = deque()
        self._held: list[Event] | None = None
        self._storing = 0
        self._filled = asyncio.Event()
        self._begun = False

    @property
    def pending(self) -> int:
        """How many are not stored yet."""
        return len(self._waiting) + len(self._held or ()) + self._storing

    def put(self, event: Event, *, at_once: bool = False) -> None:
        """Queue an event; `at_once` when somebody waits for its answer."""
        if self._held is not None and not at_once:
            self._held.append(event)
            return
        self._waiting.append(event)
        self._filled.set()

    def hold(self) -> None:
        """Keep what comes until `release`."""
        if self._held is None:
            self._held = []

    def begin(self) -> None:
        """A session has begun: what was held follows, and the receiver is called even when that is nothing."""
        self._begun = True
        self.release()

    def put_first(self, events: Sequence[Event]) -> None:
        """Queue what was missed, before what is held."""
        self._waiting.extend(events)
        self._filled.set()

    def release(self) -> None:
        """Let what was held follow."""
        held, self._held = self._held or [], None
        self._waiting.extend(held)
        self._filled.set()

    async def store(self, receive: Receive) -> None:
        """Store what is queued, for ever."""
        while True:
            await self._filled.wait()
            await self._next(receive)

    async def drain(self, receive: Receive) -> None:
        """Store what is left."""
        self.release()
        while self._waiting:
            try:
                await receive([Delivery.telling(one) for one in self._taken()])
            except Exception:  # the next start finds messages again in the history of their channels
                log.exception("discord.not_stored")

    async def _next(self, receive: Receive) -> None:
        """A failing store is tried again with the same group."""
        group = self._taken()
        self._storing = len(group)
        try:
            while group or self._begun:
                try:
                    await receive([Delivery.telling(one) for one in group])
                    group, self._begun = [], False
                except Exception:
                    log.exception("discord.not_stored", events=len(group))
                    await asyncio.sleep(AGAIN_AFTER)
        finally:
            self._waiting.extendleft(reversed(group))
            self._storing = 0

    def _taken(self) -> list[Event]:
        group = [self._waiting.popleft() for _ in range(min(GROUP, len(self._waiting)))]
        if not self._waiting:
            self._filled.clear()
        return group
