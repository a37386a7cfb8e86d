"""`steward backup|restore|export`: copies of the store, and what happens when one is put back."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
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
    origin_of,
    park_unsent,
    read,
    replace,
    set_aside,
)
from bot.storage.catalog import the_catalog
from bot.storage.lock import StoreLock, StoreTaken
from bot.storage.origin import Origin
from bot.storage.store import Store
from chat.decision import Write
from chat.events import TroubleArose
from chat.text import Text


async def back_up(target: Path, config: Path | None, say: Callable[[str], None]) -> int:
    """`steward backup FILE`. Raises UnusableFile where it cannot be written."""
    _fits(target)
    async with opened(config, lock=False, new=False) as app, _held(app.store) as stopped:
        try:
            rows = await dump(app.store, target, at=app.system.clock.now(), stopped=stopped)
        except OSError as trouble:
            raise UnusableFile(plain_file(target, refused_by_system(trouble))) from trouble
        done = "bot.cli.done.backup_of_stopped" if stopped else "bot.cli.done.backup"
        facts: dict[str, str | int] = {"file": str(target), "rows": rows, "place": app.store.place}
        say(told(Text(done, facts), language_of(app.settings, os.environ)))
    return 0


@asynccontextmanager
async def _held(store: Store) -> AsyncIterator[bool]:
    """Hold the store meanwhile; False where Steward runs on it."""
    lock = StoreLock(store.url)
    try:
        await lock.take()
    except StoreTaken:
        yield False
        return
    try:
        yield True
    finally:
        await lock.release()


def _fits(target: Path) -> None:
    """A backup comes in the place of a file or of nothing, never of a folder or a device. Raises UnusableFile."""
    if target.exists() and not target.is_file():
        raise UnusableFile(plain_file(target, Text("bot.cli.no.plain_file")))
    if not target.parent.is_dir():
        raise UnusableFile(plain_file(target, Text("bot.cli.no.folder", {"folder": str(target.parent)})))


def _fits_tables(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UnusableFile(plain_file(folder, Text("bot.cli.no.free_place")))


async def restore(
    source: Path, config: Path | None, say: Callable[[str], None], *, moved: bool = False
) -> int:
    """`steward restore FILE`: the old database is kept beside the new one; erasures since then are repeated. `moved`:
    nothing ran since the backup was made, so Steward goes on as after a stop.

    Raises UnusableFile, OSError for a file that is no whole backup of this version; nothing is opened then, so an older
    store is not brought to this version either.
    """
    try:
        rows = await asyncio.to_thread(read, source, all_tables(the_catalog()))
    except NoBackup as trouble:
        raise UnusableFile(trouble.why) from trouble
    origin = origin_of(source)
    if moved and not origin.stopped:
        raise UnusableFile(Text("bot.cli.no.stopped_backup", {"file": str(source)}))
    async with opened(config, lock=True) as app:
        if moved and await _ran_since(app.store, origin):
            raise UnusableFile(Text("bot.cli.no.idle_since", {"file": str(source), "place": app.store.place}))
        aside = await set_aside(app.store)
        waiting = await put_back(app, rows, moved=origin if moved else None)
        language = language_of(app.settings, os.environ)
    if moved:
        say(told(Text("bot.cli.done.moved", {"file": str(source)}), language))
    else:
        say(told(Text("bot.cli.done.restored", {"file": str(source), "waiting": waiting}), language))
    if aside is not None:
        say(told(Text("bot.cli.done.set_aside", {"file": str(aside)}), language))
    return 0


async def _ran_since(store: Store, origin: Origin) -> bool:
    """Whether something has arrived in the store that is there now since the backup was made."""
    row = await store.row("inbox.last_at")
    return bool(row and row["at"] and origin.at and row["at"] > origin.at)


async def put_back(app: App, rows: Rows, *, moved: Origin | None = None) -> int:
    """Put the rows of a backup in the place of all others; returns how many of them wait for a manager: none where
    the backup was only `moved`, for then they hold all that was ever done.
    """
    now = app.system.clock.now()
    await replace(app.store, rows, await kept(app.store, moved.restored if moved else now.isoformat()))
    waiting = 0
    if moved is None:
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
