"""A platform within this process: there is no line to it, and what happens there arrives as events already."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.platform import Finding, Receive
from chat.events import Event


class Within:
    """What such a platform answers to everything that has to do with a line."""

    def __init__(self) -> None:
        self._running = False

    async def run(self, receive: Receive) -> None:
        """There is nothing to fetch."""
        self._running = True
        try:
            await asyncio.Event().wait()
        finally:
            self._running = False

    async def close(self) -> None:
        """Nothing to say goodbye to."""

    def decode(self, payload: str) -> Sequence[Event]:
        """No payload of its own is ever stored."""
        raise ValueError("such a platform delivers no payloads of its own")

    async def examine(self) -> Sequence[Finding]:
        """Nothing can be missing that was not seen when the configuration was read."""
        return ()

    @property
    def is_ready(self) -> bool:
        """Whether it runs."""
        return self._running
