"""A platform in this process that notes what it is asked to do and answers as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from bot.platform import Finding, PlatformRefused, Receive
from chat.actions import Capability, Done, NotNow, Outcome, Post
from chat.events import Event
from chat.messages import Attachment, MessageRef
from chat.people import Identity, Space, Speaker
from chat.ports import Errand, Limit
from chat.text import Rich

Answer = Callable[[Errand], Outcome]


def name_of(errand: Errand) -> str:
    """What an errand is, in a word or two."""
    action = errand.action
    if isinstance(action, Post) and isinstance(action.body, Rich):
        return action.body.plain
    return action.verb


class Recorder:
    """`done` lists what was performed, `answer` decides outcomes, `gate` holds performing back until it is set."""

    limits: Sequence[Limit] = ()
    private_link = ""

    def __init__(self, name: str = "tower", limits: Sequence[Limit] = ()) -> None:
        self.name = name
        self.limits = limits
        self.done: list[Errand] = []
        self.asked: list[Errand] = []
        self.answer: Answer = lambda errand: Done((str(len(self.done)),))
        self.found: Callable[[Errand], Outcome | None] = lambda errand: NotNow(timedelta())
        self.gate = asyncio.Event()
        self.gate.set()
        self.refuses = ""
        self.runs = 0
        self.ready = False
        self.native_roles: dict[str, frozenset[str]] = {}

    @property
    def said(self) -> list[str]:
        """What was performed, by name."""
        return [name_of(errand) for errand in self.done]

    def message_link(self, message: MessageRef) -> str:
        return ""

    def capabilities(self, space: Space) -> frozenset[Capability]:
        return frozenset(Capability)

    async def perform(self, errand: Errand) -> Outcome:
        await self.gate.wait()
        self.done.append(errand)
        return self.answer(errand)

    async def recover(self, errand: Errand) -> Outcome | None:
        self.asked.append(errand)
        return self.found(errand)

    async def fetch(self, attachment: Attachment) -> bytes | None:
        return None

    async def speaker(self, identity: Identity) -> Speaker | None:
        return None

    async def roles(self, space: Space, identity: Identity) -> frozenset[str]:
        return self.native_roles.get(identity.id, frozenset())

    async def staff(self, space: Space) -> Mapping[str, frozenset[str]]:
        return self.native_roles

    async def run(self, receive: Receive) -> None:
        self.runs += 1
        if self.refuses:
            raise PlatformRefused(self.refuses)
        self.ready = True
        await asyncio.Event().wait()

    async def close(self) -> None:
        return None

    def decode(self, payload: str) -> Sequence[Event]:
        raise ValueError(f"not ours: {payload}")

    async def examine(self) -> Sequence[Finding]:
        return ()

    @property
    def is_ready(self) -> bool:
        return self.ready
