"""Backup, restore, export: a consistent copy without secrets, and what happens when it is put back."""

from __future__ import annotations

import asyncio
import gzip
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from bot.complaint import Complaint
from bot.storage.catalog import Catalog
from bot.storage.engine import OWN_FILE, OWN_FOLDER
from bot.storage.origin import Origin, read_origin
from bot.storage.store import Store
from chat.decision import Write
from chat.text import Text

LEFT_OUT = frozenset({"installation", "links", "link_tries", "confirmations", "campaigns_secrets"})
"""Tables that hold secrets or die within minutes: in no backup."""
UNFINISHED = "unfinished restore"
"""The name of the mark of a restore that is under way."""
RESTORED_AT = "restored"
"""The name of the moment of the last restore, in ISO 8601."""
RESTORE = "restore"
"""In the place of a handler's name: an alarm that came due until the restore, or what nobody had decided."""


def tables_of(store: Store) -> list[Table]:
    """All tables, by name."""
    return all_tables(store.catalog)


def all_tables(catalog: Catalog) -> list[Table]:
    """The same of a store that is not open."""
    found = [table for metadata in catalog.tables for table in metadata.tables.values()]
    return sorted(found, key=lambda table: table.name)


async def dump(store: Store, target: Path, *, at: datetime | None = None, stopped: bool = False) -> int:
    """Write every table as JSON lines into one gzip file, in one read transaction; returns the rows. `stopped`: nobody
    changes the store meanwhile, and `at` that moment nobody had it open.

    What stood there before is replaced only by a whole backup, and nothing is left of one that was cut off.
    """
    partial = target.with_name(target.name + ".part")
    try:
        await asyncio.to_thread(_begin, partial)
        origin = Origin(at=at, stopped=stopped, restored=await restored_at(store))
        written = await store.database.write(
            lambda connection: _dump(connection, _kept(store), partial, origin)
        )
        await asyncio.to_thread(partial.replace, target)
    finally:
        await asyncio.to_thread(partial.unlink, missing_ok=True)
    return written


def _begin(partial: Path) -> None:
    partial.unlink(missing_ok=True)
    partial.touch(OWN_FILE)


def _kept(store: Store) -> list[Table]:
    return [table for table in tables_of(store) if table.name not in LEFT_OUT]


async def restored_at(store: Store) -> str:
    """The moment of the last restore in ISO 8601, "" where there was none."""
    rows = [row for row in await store.rows("installation.all") if row["name"] == RESTORED_AT]
    return bytes(rows[0]["value"]).decode() if rows else ""


def _dump(connection: Connection, tables: Iterable[Table], target: Path, origin: Origin) -> int:
    written = 0
    with gzip.open(target, "wt", encoding="utf-8") as file:
        file.write(origin.line() + "\n")
        for table in tables:
            for row in connection.execute(select(table)).mappings():
                file.write(json.dumps([table.name, _encode(dict(row))], ensure_ascii=True) + "\n")
                written += 1
    return written


class NoBackup(Complaint):
    """The file is not a backup, or not a whole one."""


Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of a backup by table."""


def read(source: Path, tables: Iterable[Table]) -> Rows:
    """What a backup holds. Raises NoBackup, OSError for a file that cannot be read."""
    columns = {table.name: frozenset(table.c.keys()) for table in tables}
    rows: dict[str, list[Mapping[str, Any]]] = {}
    try:
        with gzip.open(source, "rt", encoding="utf-8") as file:
            if read_origin(next(file, "null")) is None:
                raise NoBackup(Text("bot.cli.no.backup", {"file": str(source)}))
            for line in file:
                name, row = json.loads(line)
                if not columns.get(name, frozenset()) >= set(row):
                    raise NoBackup(Text("bot.cli.no.backup_of_this", {"file": str(source), "name": name}))
                rows.setdefault(name, []).append(_decode(row))
    except (gzip.BadGzipFile, EOFError, zlib.error, ValueError, TypeError, AttributeError) as error:
        why = {"file": str(source), "trouble": str(error)}
        raise NoBackup(Text("bot.cli.no.whole_backup", why)) from error
    return rows


def origin_of(source: Path) -> Origin:
    """Where a backup that `read` has found whole comes from."""
    with gzip.open(source, "rt", encoding="utf-8") as file:
        return read_origin(next(file)) or Origin()


async def set_aside(store: Store) -> Path | None:
    """Copy a SQLite database beside itself and return where; None for PostgreSQL, whose operators have their own ways.

    No earlier copy is replaced. Raises OSError when it cannot be written; then nothing is left of it.
    """
    if not store.is_sqlite:
        return None
    path = Path(str(store.url.database))
    numbers = (f".{number}" if number > 1 else "" for number in count(1))
    target = next(
        one for number in numbers if not (one := path.with_suffix(f".before-restore{number}.db")).exists()
    )
    await asyncio.to_thread(_copy, path, target)
    return target


async def replace(store: Store, rows: Rows, keep: Sequence[Write]) -> None:
    """Put these rows in the place of all others but what `keep` writes, in one transaction.

    Until `finish` the store holds a mark with which `is_whole` says no. Raises OSError where the database refuses.
    """
    mark = Write("installation.set", {"name": UNFINISHED, "value": b""})
    try:
        await store.database.write(lambda connection: _replace(connection, store, rows, (*keep, mark)))
    except DBAPIError as trouble:
        raise OSError(f"{store.place}: {trouble.orig}") from trouble


def _replace(connection: Connection, store: Store, rows: Rows, keep: Iterable[Write]) -> None:
    for table in tables_of(store):
        connection.execute(table.delete())
        if table.name in rows:
            connection.execute(insert(table), rows[table.name])
    for write in keep:
        connection.execute(store.catalog.writes[write.shape], dict(write.values))


async def is_whole(store: Store) -> bool:
    """Whether no restore was cut off between its first and its last step."""
    return all(row["name"] != UNFINISHED for row in await store.rows("installation.all"))


def finish() -> Write:
    """The last step of a restore."""
    return Write("installation.unset", {"k": UNFINISHED})


async def kept(store: Store, moment: str) -> list[Write]:
    """What a restore leaves as it is: the marks of erasures, the installation's secret; and before which `moment`
    nothing is acted on any more ("" = none).
    """
    keep = [Write("people.erased", row) for row in await store.rows("people.erasures")]
    own = [row for row in await store.rows("installation.all") if row["name"] != RESTORED_AT]
    if moment:
        own.append({"name": RESTORED_AT, "value": moment.encode()})
    return [*keep, *(Write("installation.set", row) for row in own)]


async def park_unsent(store: Store, now: datetime) -> int:
    """After a restore nobody knows what was sent since: unsent rows and overdue alarms wait for a manager.

    Returns how many wait.
    """
    unsent = await store.rows("outbox.unsent")
    writes = [Write("outbox.park", {"k": row["key"], "at_": now}) for row in unsent]
    overdue = 0
    for row in await store.rows("alarm.due", now_=now):
        writes.append(Write("alarm.rang", {"k": row["kind"], "s": row["subject"], "due": row["at"]}))
        writes.append(Write("parked.add", parked_alarm(row, now)))
        overdue += 1
    await store.write([writes])
    return len(unsent) + overdue


def parked_alarm(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """The parked row of an alarm that came due and must not ring by itself."""
    return {
        "key": f"{row['kind']}/{row['subject']}/{row['at'].isoformat()}",
        "handler": RESTORE,
        "source": "alarm",
        "lane": "steward:community",
        "payload": json.dumps(_encode(row)),
        "trouble": "due between the backup and the restore",
        "attempts": 1,
        "state": "parked",
        "at": now,
    }


def parked_arrival(key: str, source: str, lane: str, payload: str | None, at: datetime) -> dict[str, Any]:
    """The parked row of what somebody did and must not be acted on by itself."""
    return {
        "key": key,
        "handler": RESTORE,
        "source": source,
        "lane": lane,
        "payload": payload,
        "trouble": "waited in the backup",
        "attempts": 1,
        "state": "parked",
        "at": at,
    }


def _copy(path: Path, target: Path) -> None:
    """A consistent copy of a live SQLite file, by its own backup function."""
    try:
        target.touch(OWN_FILE)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    except sqlite3.Error as trouble:
        target.unlink(missing_ok=True)
        raise OSError(f"{target}: {trouble}") from trouble


def _encode(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    return value


def _decode(row: Mapping[str, Any]) -> dict[str, Any]:
    readers: Mapping[str, Callable[[str], Any]] = {"moment": datetime.fromisoformat, "hex": bytes.fromhex}
    found: dict[str, Any] = {}
    for name, value in row.items():
        marked = next((key for key in readers if isinstance(value, dict) and set(value) == {key}), None)
        found[name] = readers[marked](value[marked]) if marked else value
    return found


async def export_tables(store: Store, folder: Path) -> None:
    """One JSON-lines file a table, without the tables that are in no backup."""
    await asyncio.to_thread(folder.mkdir, OWN_FOLDER, parents=True, exist_ok=True)
    await store.database.write(lambda connection: _export(connection, _kept(store), folder))


def _export(connection: Connection, tables: Iterable[Table], folder: Path) -> None:
    for table in tables:
        with (folder / f"{table.name}.jsonl").open("w", encoding="utf-8") as file:
            for row in connection.execute(select(table)).mappings():
                file.write(json.dumps(_encode(dict(row)), ensure_ascii=False) + "\n")
