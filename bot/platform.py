"""What the runtime needs of a platform beyond the port: to run, to read its own payloads, to be examined."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.inbox import Delivery
from chat.events import Event
from chat.ports import Adapter
from chat.text import Text

Receive = Callable[[Sequence[Delivery]], Awaitable[int]]
"""Stores deliveries; durable when it returns. Only then may a platform be told that they arrived."""


class PlatformRefused(Exception):
    """The platform will not have us (bad token, another poller, missing intents); `code` such as `token.invalid`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that the doctor found: what is missing (a text key with arguments) and whether it is an error."""

    text: Text
    is_error: bool = True


class Platform(Adapter, Protocol):
    """A platform that can be run."""

    async def run(self, receive: Receive) -> None:
        """Connect and receive until cancelled. Raises PlatformRefused when the platform will not have us."""

    async def close(self) -> None:
        """Say goodbye: nothing is received or performed after this."""

    def decode(self, payload: str) -> Sequence[Event]:
        """The events of a native payload that this adapter delivered under its own name as source."""

    async def examine(self) -> Sequence[Finding]:
        """Missing rights, intents, privacy modes, and the feature that each breaks."""

    @property
    def is_ready(self) -> bool:
        """Whether updates arrive at this moment."""
