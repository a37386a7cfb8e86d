"""Long polling that stores before it acknowledges."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from bot.adapters.telegram.batches import Batches
from bot.adapters.telegram.calling import CallingRequest
from bot.platform import Receive

REFUSALS = {401: "token.invalid", 404: "token.invalid", 409: "poller.other"}


class StoringRequest(CallingRequest):
    """Fetches updates and stores each batch as it came; the SDK sees one empty update: the last.

    It asks for the next only after that, which is what tells Telegram that these arrived. What raises here is tried
    again, unacknowledged.
    """

    def __init__(self, answered: Callable[[int], None]) -> None:
        super().__init__(connections=1)
        self._answered = answered
        self.batches: Batches | None = None
        self.receive: Receive | None = None
        self._is_well = False

    def begin(self, receive: Receive) -> None:
        """Give what comes to `receive` from now on; whatever was wrong before is over with the first answer."""
        self.receive, self._is_well = receive, False

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """One call of getUpdates."""
        try:
            code, body = await super().do_request(*args, **kwargs)
        except Exception:
            self._is_well = False
            self._answered(0)
            raise
        self._answered(code)
        if code != 200:
            self._is_well = False
            return code, body
        if self.batches is None or self.receive is None:
            raise RuntimeError("nobody receives")
        deliveries, last = self.batches.read(body)
        if deliveries or not self._is_well:
            await self.receive(deliveries)  # an empty batch too, once: it says that all is well again
        self._is_well = True
        shown = [] if last is None else [{"update_id": last}]
        return code, json.dumps({"ok": True, "result": shown}).encode()


class Discard(asyncio.Queue[object]):
    """Where the SDK puts what is stored already."""

    async def put(self, item: object) -> None:
        """Forget it."""
