"""Steward as the bench runs it: shipped rules, 500 FAQ entries, SQLite synchronous FULL unless told otherwise."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.app import App
from bot.garbage import look_less
from bot.keys import read_secret
from bot.places import Place
from bot.settings import Settings
from bot.storage.store import open_store
from bot.system import System
from chat.people import Space
from faq.editing import Editing
from faq.files import Format, read
from faq.service import Faq
from tests.bench.mixture import entries

PATIENCE = 300.0


@asynccontextmanager
async def steward(
    folder: Path, spaces: Sequence[Space], url: str = "sqlite:///bench.db"
) -> AsyncIterator[App]:
    """A fresh app that serves those spaces; platforms are attached and started by the caller."""
    store = await open_store(url, folder)
    await store.create()
    system = System()
    app = App(Settings(), store, await read_secret(store, system.chance), system)
    app.places.configure([Place(space=space) for space in spaces])
    await app.begin()
    await _know(app)
    look_less()  # as `steward run` does when it has started
    yield app
    await app.stop(patience=5)


async def _know(app: App) -> None:
    faq: Any = app.services[Faq]
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in entries())
    editing = Editing(clock=app.system.clock, ids=app.system.ids)
    imported = editing.imported(await faq.index(), read(lines, Format.JSON_LINES).entries, None)
    await app.committer.commit(imported.writes)
    await faq.index()


class Marks:
    """Counts deliveries of one source as they are marked in a commit."""

    def __init__(self, app: App, prefix: str) -> None:
        self._prefix = prefix
        self._wanted = 0
        self._reached = asyncio.Event()
        self.count = 0
        handle = app.inbox.handle

        async def counted(delivery: Any) -> None:
            await handle(delivery)
            if delivery.key.startswith(prefix) and "/" not in delivery.key and "#" not in delivery.key:
                self.count += 1
                if self.count >= self._wanted:
                    self._reached.set()

        app.inbox.handle = counted

    async def wait(self, wanted: int) -> None:
        """Until so many are marked."""
        self._wanted = wanted
        self._reached.clear()
        if self.count < wanted:
            await asyncio.wait_for(self._reached.wait(), PATIENCE)
