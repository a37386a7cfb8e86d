"""Button presses: one answer each, and only while they are young."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.counterparts.telegram.refusals import bad_request, query_too_old

if TYPE_CHECKING:
    from tests.counterparts.telegram.messages import Message
    from tests.counterparts.telegram.people import User

LONGEST_ANSWER = 200
# How long Telegram really keeps a press open is not documented; a client gives up after about this long.
LIFETIME = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the person sees after a press."""

    text: str
    alert: bool
    url: str


@dataclass(slots=True, kw_only=True, eq=False)
class Press:
    """Awaiting a press gives the bot's answer to it."""

    id: str
    user: User
    message: Message
    data: str
    at: int
    reply: Answer | None = None
    _answered: asyncio.Event = field(default_factory=asyncio.Event)

    def settle(self, answer: Answer, *, now: int, lifetime: int) -> None:
        if self.reply is not None or now - self.at > lifetime:
            raise query_too_old()
        if len(answer.text) > LONGEST_ANSWER:
            raise bad_request("MESSAGE_TOO_LONG")
        self.reply = answer
        self._answered.set()

    async def answer(self, timeout: float = 5.0) -> Answer:
        async with asyncio.timeout(timeout):
            await self._answered.wait()
        assert self.reply is not None
        return self.reply

    def __await__(self) -> Generator[object, None, Answer]:
        return self.answer().__await__()
