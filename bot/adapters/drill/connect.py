"""The stage as a platform: whatever is said to a scripted member arrives."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from bot.platform import Finding, Receive
from chat.actions import Capability, Done, Outcome
from chat.events import Event
from chat.messages import Attachment, MessageRef
from chat.people import Identity, Space
from chat.ports import Errand, Limit
from support.drill import STAGE


class Stage:
    """Takes every action as done; scripted members speak through the inbox, by alarms."""

    name = STAGE
    limits: Sequence[Limit] = ()
    private_link = ""

    def __init__(self) -> None:
        self._running = False

    def message_link(self, message: MessageRef) -> str:
        """Nobody reads there."""
        return ""

    def capabilities(self, space: Space) -> frozenset[Capability]:
        """Scripted members can be written to, that is all."""
        return frozenset({Capability.POST, Capability.EDIT, Capability.DELETE, Capability.PRIVATE})

    async def perform(self, errand: Errand) -> Outcome:
        """Heard."""
        return Done((errand.key,))

    async def recover(self, errand: Errand) -> Outcome | None:
        """Heard, once or twice."""
        return Done((errand.key,))

    async def fetch(self, attachment: Attachment) -> bytes | None:
        """No file comes from here."""
        return None

    async def roles(self, space: Space, identity: Identity) -> frozenset[str]:
        """Scripted members are members."""
        return frozenset()

    async def staff(self, space: Space) -> Mapping[str, frozenset[str]]:
        """Nobody works on the stage."""
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
        """Scripted members act as events already."""
        raise ValueError("the stage delivers no payloads of its own")

    async def examine(self) -> Sequence[Finding]:
        """Nothing can be missing."""
        return ()

    @property
    def is_ready(self) -> bool:
        """Whether it runs."""
        return self._running
