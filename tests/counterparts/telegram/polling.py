"""getUpdates: long poll, acknowledgement by offset, one poller at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.counterparts.telegram.refusals import conflict
from tests.counterparts.telegram.updates import Entry
from tests.counterparts.telegram.wire import Params

if TYPE_CHECKING:
    from tests.counterparts.telegram.town import Town

LONGEST_POLL = 50
_LOOK = 0.25
_OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Polling:
    """The older of two waiting polls is the one that gets 409, as on the real server."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._wake = asyncio.Event()
        self._waiting: object | None = None
        self._reason: dict[object, str] = {}
        self.closed = False

    def wake(self) -> None:
        self._wake.set()

    def close(self) -> None:
        """Whoever waits gets nothing: the server goes away."""
        self.closed = True
        self._wake.set()

    def abort(self, reason: str = _OTHER_POLLER) -> None:
        if self._waiting is not None:
            self._reason[self._waiting] = reason
            self._waiting = None
            self._wake.set()

    async def poll(self, params: Params, gone: Callable[[], bool]) -> list[Entry]:
        """Updates as soon as there are any; `gone` tells that the client has hung up."""
        updates = self._town.updates
        if self._town.webhook.url:
            raise conflict(_WEBHOOK_ACTIVE)
        updates.allow(params.value("allowed_updates"))
        updates.acknowledge(params.integer("offset"))
        limit = min(max(params.integer("limit", 100), 1), 100)
        timeout = min(max(params.integer("timeout"), 0), LONGEST_POLL)
        found = updates.read(limit)
        if found or not timeout:
            return found
        return await self._wait(limit, timeout, gone)

    async def _wait(self, limit: int, timeout: int, gone: Callable[[], bool]) -> list[Entry]:
        self.abort()
        me = self._waiting = object()
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        try:
            while not (gone() or self.closed):
                if me in self._reason:
                    raise conflict(self._reason[me])
                found = self._town.updates.read(limit)
                left = deadline - loop.time()
                if found or left <= 0:
                    return found
                self._wake.clear()
                await self._sleep(min(left, _LOOK))
            return []
        finally:
            self._reason.pop(me, None)
            if self._waiting is me:
                self._waiting = None

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            pass
