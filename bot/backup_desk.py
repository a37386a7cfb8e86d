"""`steward backup|restore|export`: copies of the store, and what happens when one is put back."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.offline import opened
from bot.storage import backup
from bot.storage.backup import dump, empty, load, park_unsent
from chat.decision import Write


async def back_up(target: Path, config: Path | None) -> int:
    """`steward backup FILE`."""
    async with opened(config, lock=False) as app:
        await dump(app.store, target)
    return 0


async def restore(source: Path, config: Path | None) -> int:
    """`steward restore FILE`: the old database is kept beside the new one; erasures since then are repeated."""
    if not await asyncio.to_thread(source.is_file):
        return 2
    async with opened(config, lock=True) as app:
        erased = [dict(row) for row in await app.store.rows("people.erasures")]
        secrets = [dict(row) for row in await app.store.rows("installation.all")]
        await empty(app.store)
        try:
            await load(app.store, source)
        except (ValueError, OSError, KeyError):
            return 2
        keep = [Write("people.erased", row) for row in erased] + [
            Write("installation.set", row) for row in secrets
        ]
        await app.store.write([keep])
        await park_unsent(app.store, app.system.clock.now())
        await app.store.write([await app.privacy.replay()])
    return 0


async def export(folder: Path, config: Path | None) -> int:
    """`steward export DIR`: one JSON-lines file a table."""
    async with opened(config, lock=False) as app:
        await backup.export_tables(app.store, folder)
    return 0
