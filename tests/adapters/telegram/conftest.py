"""An adapter, its server, and what it received."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from bot.adapters.telegram.connect import Telegram
from bot.adapters.telegram.settings import TelegramSettings
from bot.commands import Commands
from bot.inbox import Delivery
from bot.markdown import parse
from bot.platform import PlatformRefused
from bot.texts import Texts, load_texts
from chat.actions import Action
from chat.events import Event
from chat.handler import Command
from chat.people import Duty, Rank, Space
from chat.ports import Errand
from chat.text import Rich
from tests.counterparts.telegram.chats import Chat
from tests.counterparts.telegram.clock import HandClock
from tests.counterparts.telegram.people import User
from tests.counterparts.telegram.server import TelegramServer

Kind = TypeVar("Kind", bound=Event)
COMMANDS = (
    Command(name="link", zh="连接", room="bot", where="private"),
    Command(name="role", zh="角色", room="bot", rank=Rank.MANAGER),
    Command(name="claim", zh="认领", room="bot", where="staff", duty=Duty.MODERATOR),
    Command(name="adopt", zh="收养", room="bot", offered=False),
)


@dataclass
class TownClock:
    """The server's hand clock as the adapter sees it."""

    hand: HandClock

    def now(self) -> datetime:
        return self.hand()


@dataclass
class Bench:
    """A running adapter: what it stored, decoded; what it is asked to do."""

    server: TelegramServer
    clock: HandClock
    garden: Chat
    ann: User
    telegram: Telegram
    stored: list[Delivery] = field(default_factory=list)
    failing: int = 0
    task: asyncio.Task[None] | None = None
    keys: int = 0

    @property
    def space(self) -> Space:
        return Space("telegram", str(self.garden.id))

    async def receive(self, deliveries: Sequence[Delivery]) -> int:
        if self.failing:
            self.failing -= 1
            raise OSError("the disk is full")
        known = {one.key for one in self.stored}
        self.stored += [one for one in deliveries if one.key not in known]
        return len(deliveries)

    async def run(self) -> None:
        polled = self.server.calls.count("getUpdates")
        self.task = asyncio.create_task(self.telegram.run(self.receive))
        await self.server.wait_for(
            lambda: (
                self.server.calls.count("getUpdates") > polled or (self.task is not None and self.task.done())
            )
        )

    async def stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)

    async def refused(self) -> PlatformRefused:
        """Why the platform will not have us."""
        assert self.task is not None
        with pytest.raises(PlatformRefused) as caught:
            await asyncio.wait_for(asyncio.shield(self.task), 5)
        return caught.value

    async def events(self, count: int | None = None) -> list[Any]:
        """Everything that arrived so far, decoded, in order."""
        await self.server.wait_for(lambda: self.server.updates.pending == 0)
        found = [event for one in self.stored for event in self.telegram.decode(one.payload)]
        if count is not None:
            assert len(found) == count, found
        return found

    async def only(self, kind: type[Kind]) -> Kind:
        """The one event of that kind."""
        found = [one for one in await self.events() if isinstance(one, kind)]
        assert len(found) == 1, found
        return found[0]

    async def none(self) -> None:
        assert await self.events() == []

    def errand(self, action: Action, *, account: str = "", attempt: int = 1, key: str = "") -> Errand:
        self.keys += 1
        return Errand(
            action=action,
            key=key or f"k{self.keys}",
            attempt=attempt,
            first_try=self.clock(),
            account=account,
        )

    async def do(self, action: Action, **more: Any) -> Any:
        return await self.telegram.perform(self.errand(action, **more))


def settings_for(server: TelegramServer, *spaces: int, **more: Any) -> TelegramSettings:
    return TelegramSettings(
        token=SecretStr(server.token),
        base_url=server.url,
        base_file_url=server.file_url,
        spaces=spaces,
        **more,
    )


def make_telegram(settings: TelegramSettings, clock: HandClock) -> Telegram:
    texts = Texts(load_texts(("bot",)), ZoneInfo("Asia/Shanghai"))
    return Telegram(settings, handbook=Commands(COMMANDS), texts=texts, clock=TownClock(clock))


def said(text: str) -> Rich:

    return parse(text)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def server(clock: HandClock) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(clock=clock) as server:
        yield server
        assert server.violations == []


@pytest.fixture
async def idle(server: TelegramServer, clock: HandClock) -> AsyncIterator[Bench]:
    """A bench whose adapter does not run yet."""
    ann = server.user(500_000_001, "Ann", "annie", started=True)
    garden = server.supergroup("Garden", members=(ann,))
    telegram = make_telegram(settings_for(server, garden.id), clock)
    bench = Bench(server, clock, garden, ann, telegram)
    yield bench
    await bench.stop()
    await telegram.close()


@pytest.fixture
async def bench(idle: Bench) -> Bench:
    """A bench whose adapter polls."""
    await idle.run()
    return idle
