"""A place that things only go to: nothing comes in from there, and nobody lives or works there."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from bot.platform import Finding, Receive
from chat.events import Event
from chat.messages import Attachment, MessageRef
from chat.people import Identity, Space
from chat.ports import Limit


class Outward:
    """What such a platform answers to everything but `capabilities`, `perform` and `recover`."""

    limits: Sequence[Limit] = ()
    private_link = ""

    def __init__(self) -> None:
        self._running = False

    def message_link(self, message: MessageRef) -> str:
        """Nobody reads there."""
        return ""

    async def fetch(self, attachment: Attachment) -> bytes | None:
        """No file comes from there."""
        return None

    async def roles(self, space: Space, identity: Identity) -> frozenset[str]:
        """Whoever is there is a member."""
        return frozenset()

    async def staff(self, space: Space) -> Mapping[str, frozenset[str]]:
        """Nobody works there."""
        return {}

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
        """Nothing comes in."""
        raise ValueError("nothing comes in from there")

    async def examine(self) -> Sequence[Finding]:
        """Nothing can be missing that was not seen when the configuration was read."""
        return ()

    @property
    def is_ready(self) -> bool:
        """Whether it runs."""
        return self._running
