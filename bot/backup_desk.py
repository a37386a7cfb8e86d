"""`steward backup|restore|export`: copies of the store, and what happens when one is put back."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.app import App
from bot.arrears import park_arrived
from bot.complaint import plain_file, refused_by_system, told
from bot.desk import UnusableFile
from bot.faults import language_of
from bot.inbox import COMMUNITY
from bot.offline import opened
from bot.restored import RESTORED
from bot.storage import backup
from bot.storage.backup import (
    NoBackup,
    Rows,
    all_tables,
    dump,
    finish,
    kept,
    park_unsent,
    read,
    replace,
    set_aside,
)
from bot.storage.catalog import the_catalog
from chat.decision import Write
from chat.events import TroubleArose
from chat.text import Text


async def back_up(target: Path, config: Path | None, say: Callable[[str], None]) -> int:
    """`steward backup FILE`. Raises UnusableFile where it cannot be written."""
    _fits(target)
    async with opened(config, lock=False, new=False) as app:
        try:
            rows = await dump(app.store, target)
        except OSError as trouble:
            raise UnusableFile(plain_file(target, refused_by_system(trouble))) from trouble
        done = Text("bot.cli.done.backup", {"file": str(target), "rows": rows, "place": app.store.place})
        say(told(done, language_of(app.settings, os.environ)))
    return 0


def _fits(target: Path) -> None:
    """A backup comes in the place of a file or of nothing, never of a folder or a device. Raises UnusableFile."""
    if target.exists() and not target.is_file():
        raise UnusableFile(plain_file(target, Text("bot.cli.no.plain_file")))
    if not target.parent.is_dir():
        raise UnusableFile(plain_file(target, Text("bot.cli.no.folder", {"folder": str(target.parent)})))


def _fits_tables(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UnusableFile(plain_file(folder, Text("bot.cli.no.free_place")))


async def restore(source: Path, config: Path | None, say: Callable[[str], None]) -> int:
    """`steward restore FILE`: the old database is kept beside the new one; erasures since then are repeated.

    Raises UnusableFile, OSError for a file that is no whole backup of this version; nothing is opened then, so an older
    store is not brought to this version either.
    """
    try:
        rows = await asyncio.to_thread(read, source, all_tables(the_catalog()))
    except NoBackup as trouble:
        raise UnusableFile(trouble.why) from trouble
    async with opened(config, lock=True) as app:
        aside = await set_aside(app.store)
        waiting = await put_back(app, rows)
        language = language_of(app.settings, os.environ)
    say(told(Text("bot.cli.done.restored", {"file": str(source), "waiting": waiting}), language))
    if aside is not None:
        say(told(Text("bot.cli.done.set_aside", {"file": str(aside)}), language))
    return 0


async def put_back(app: App, rows: Rows) -> int:
    """Put the rows of a backup in the place of all others; returns how many of them wait for a manager."""
    now = app.system.clock.now()
    await replace(app.store, rows, await kept(app.store, now))
    waiting = await park_unsent(app.store, now) + await park_arrived(app.store, now)
    await app.store.write([await app.privacy.replay()])
    await app.store.write([[*_told(app, waiting), finish()]])
    return waiting


def _told(app: App, waiting: int) -> Iterator[Write]:
    """At the next start the staff hears what waits."""
    if waiting:
        told = TroubleArose(
            key=f"steward:restored:{app.system.ids.new()}",
            at=app.system.clock.now(),
            space=COMMUNITY,
            code=RESTORED,
            detail=str(waiting),
        )
        yield app.inbox.event_write(told)


async def export(folder: Path, config: Path | None, say: Callable[[str], None]) -> int:
    """`steward export DIR`: one JSON-lines file a table. Raises UnusableFile where it cannot be written."""
    _fits_tables(folder)
    async with opened(config, lock=False, new=False) as app:
        try:
            await backup.export_tables(app.store, folder)
        except OSError as trouble:
            raise UnusableFile(plain_file(folder, refused_by_system(trouble))) from trouble
        language = language_of(app.settings, os.environ)
    say(told(Text("bot.cli.done.exported", {"folder": str(folder)}), language))
    return 0
