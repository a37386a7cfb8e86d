"""The app over its store without platforms, for commands that run once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.app import App
from bot.keys import read_secret
from bot.plan import make_plan
from bot.rooms import rest
from bot.storage.lock import StoreAway, StoreLock
from bot.storage.migrations import is_behind, migrate
from bot.storage.store import open_store
from bot.system import System
from chat.text import Text


@asynccontextmanager
async def opened(config: Path | None, *, lock: bool, new: bool = True) -> AsyncIterator[App]:
    """The app, its store migrated. `lock` refuses while another process runs (StoreTaken), and so does a store that
    must be brought to another shape first; without `new` a SQLite database that is not there is not made (StoreAway).
    """
    plan = make_plan(config, empty=True, rehearse=True, offline=True)
    store = await open_store(plan.settings.store.url, plan.base)
    holding = StoreLock(store.url)
    try:
        if not new and store.is_sqlite and not await asyncio.to_thread(Path(store.place).exists):
            raise StoreAway(Text("bot.cli.no.database", {"place": store.place}))
        if lock or await is_behind(store):
            await holding.take()
        await migrate(store)
        if not lock:
            await holding.release()
        system = System()
        secret = await read_secret(store, system.chance)
        app = App(plan.settings, store, secret, system, home=plan.base)
        await app.begin()
        yield app
        await rest(app.services.values())
        await app.committer.stop()
    finally:
        await store.close()
        await holding.release()
