"""A Steward on the local platform with handlers of our own, for tests of the runtime."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.app import HANDLERS, App
from bot.codec import encode
from bot.inbox import EVENTS, Delivery
from bot.keys import read_secret
from bot.places import Place
from bot.platform import Platform
from bot.settings import Settings
from bot.storage.store import Store, open_store
from bot.system import System, SystemChance, SystemIds
from chat.events import Event, MessagePosted
from chat.messages import Message
from chat.people import Identity, Space, SpaceKind, Speaker, Voice
from tests.bot.recorder import Recorder
from tests.world import TownClock

GARDEN = Space("tower", "garden")
YARD = Space("tower", "yard")
STAFF = Space("tower", "staff", kind=SpaceKind.STAFF)
RUNTIME = tuple(name for name in HANDLERS if name != "handlers")


@dataclass
class Desk:
    """One running Steward, its store, clock and platform."""

    app: App
    store: Store
    clock: TownClock
    tower: Recorder

    async def hears(self, *events: Event) -> int:
        """Deliver events as an adapter would, and wait until all is done."""
        deliveries = [Delivery(one.key, EVENTS, one.space.lane, encode(one)) for one in events]
        new = await self.app.inbox.append(deliveries)
        await self.app.settle()
        return new

    async def passes(self, length: timedelta) -> None:
        """Time goes by; what is due rings and leaves."""
        end = self.clock.now() + length
        while True:
            moments = [one for one in (await self.app.alarms.next(), self.app.outbox.soonest()) if one]
            due = min(moments, default=end)
            if due >= end:
                break
            self.clock.set(due)
            await self.app.alarms.tick()
            self.app.outbox.wake()
            await self.app.settle()
        self.clock.set(end)
        await self.app.alarms.tick()
        self.app.outbox.wake()
        await self.app.settle()

    async def rows(self, shape: str, **values: object) -> Sequence[Any]:
        return await self.store.rows(shape, **values)

    def post(
        self, text: str, *, key: str = "", space: Space = GARDEN, who: str = "7", voice: Voice = Voice.PERSON
    ) -> MessagePosted:
        """A message of a person."""
        name = key or f"tower:{text}"
        return MessagePosted(
            key=name,
            at=self.clock.now(),
            space=space,
            by=Speaker(identity=Identity("tower", who), name=f"Resident {who}", voice=voice, locale="en"),
            message=Message(id=name, space=space, text=text),
        )


async def build(
    folder: Path,
    *handlers: str | ModuleType,
    tower: Recorder | None = None,
    clock: TownClock | None = None,
    settings: Settings | None = None,
    more: Sequence[Platform] = (),
    start: bool = True,
    url: str = "sqlite:///desk.db",
) -> Desk:
    """Steward with the runtime's handlers and those of the named modules, on a store in the folder."""
    store = await open_store(url, folder)
    await store.create()
    clock, tower = clock or TownClock(), tower or Recorder()
    chance = SystemChance()
    names = [one if isinstance(one, str) else one.__name__ for one in handlers]
    app = App(
        settings or Settings(),
        store,
        await read_secret(store, chance),
        System(clock=clock, chance=chance, ids=SystemIds()),
        (*RUNTIME, *names),
    )
    for platform in (tower, *more):
        app.serve(platform)
    app.places.configure([Place(space=GARDEN), Place(space=YARD), Place(space=STAFF)])
    if start:
        await app.start(ticks=False)
    return Desk(app, store, clock, tower)


@asynccontextmanager
async def desk(folder: Path, *handlers: str | ModuleType, **options: Any) -> AsyncIterator[Desk]:
    """The same, stopped at the end."""
    built = await build(folder, *handlers, **options)
    try:
        yield built
    finally:
        await built.app.stop(patience=2)
