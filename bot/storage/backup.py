"""Backup, restore, export: a consistent copy without secrets, and what happens when it is put back."""

from __future__ import annotations

import asyncio
import gzip
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.engine import Connection

from bot.storage.store import Store
from chat.decision import Write

HEADER = {"steward_backup": 1}
LEFT_OUT = frozenset({"installation", "links", "link_tries", "confirmations", "campaigns_secrets"})
"""Tables that hold secrets or die within minutes: in no backup."""


def tables_of(store: Store) -> list[Table]:
    """All tables, by name."""
    found = [table for metadata in store.catalog.tables for table in metadata.tables.values()]
    return sorted(found, key=lambda table: table.name)


async def dump(store: Store, target: Path) -> int:
    """Write every table as JSON lines into one gzip file, in one read transaction; returns the rows.

    What stood there before is replaced only by a whole backup, and nothing is left of one that was cut off.
    """
    partial = target.with_name(target.name + ".part")
    try:
        count = await store.database.write(lambda connection: _dump(connection, _kept(store), partial))
        await asyncio.to_thread(partial.replace, target)
    finally:
        await asyncio.to_thread(partial.unlink, missing_ok=True)
    return count


def _kept(store: Store) -> list[Table]:
    return [table for table in tables_of(store) if table.name not in LEFT_OUT]


def _dump(connection: Connection, tables: Iterable[Table], target: Path) -> int:
    count = 0
    with gzip.open(target, "wt", encoding="utf-8") as file:
        file.write(json.dumps(HEADER) + "\n")
        for table in tables:
            for row in connection.execute(select(table)).mappings():
                file.write(json.dumps([table.name, _encode(dict(row))], ensure_ascii=True) + "\n")
                count += 1
    return count


class NoBackup(Exception):
    """The file is not a backup, or not a whole one."""


Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""The rows of a backup by table."""


def read(source: Path, tables: Iterable[Table]) -> Rows:
    """What a backup holds. Raises NoBackup, OSError for a file that cannot be read."""
    columns = {table.name: frozenset(table.c.keys()) for table in tables}
    rows: dict[str, list[Mapping[str, Any]]] = {}
    try:
        with gzip.open(source, "rt", encoding="utf-8") as file:
            if json.loads(next(file, "null")) != HEADER:
                raise NoBackup(f"{source} is no backup of Steward")
            for line in file:
                name, row = json.loads(line)
                if not columns.get(name, frozenset()) >= set(row):
                    raise NoBackup(f"{source} is of another version: {name}")
                rows.setdefault(name, []).append(_decode(row))
    except (gzip.BadGzipFile, EOFError, zlib.error, ValueError, TypeError, AttributeError) as error:
        raise NoBackup(f"{source} is no backup of Steward: {error}") from error
    return rows


async def replace(store: Store, rows: Rows) -> None:
    """Put these rows in the place of all others, in one transaction.

    A copy of a SQLite file is kept beside it (PostgreSQL's operators have their own).
    """
    if store.is_sqlite:
        path = Path(str(store.url.database))
        await asyncio.to_thread(_copy, path, path.with_suffix(".before-restore.db"))
    await store.database.write(lambda connection: _replace(connection, tables_of(store), rows))


def _replace(connection: Connection, tables: Iterable[Table], rows: Rows) -> None:
    for table in tables:
        connection.execute(table.delete())
        if table.name in rows:
            connection.execute(insert(table), rows[table.name])


async def park_unsent(store: Store, now: datetime) -> int:
    """After a restore nobody knows what was sent since: unsent rows and overdue alarms wait for a manager.

    Returns how many wait.
    """
    unsent = await store.rows("outbox.unsent")
    writes = [Write("outbox.park", {"k": row["key"], "at_": now}) for row in unsent]
    overdue = 0
    for row in await store.rows("alarm.due", now_=now):
        writes.append(Write("alarm.rang", {"k": row["kind"], "s": row["subject"], "due": row["at"]}))
        writes.append(Write("parked.add", _parked_alarm(row, now)))
        overdue += 1
    await store.write([writes])
    return len(unsent) + overdue


def _parked_alarm(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "key": f"{row['kind']}/{row['subject']}/{row['at'].isoformat()}",
        "handler": "restore",
        "source": "alarm",
        "lane": "steward:community",
        "payload": json.dumps(_encode(row)),
        "trouble": "due between the backup and the restore",
        "attempts": 1,
        "state": "parked",
        "at": now,
    }


def _copy(path: Path, target: Path) -> None:
    """A consistent copy of a live SQLite file, by its own backup function."""
    target.unlink(missing_ok=True)
    with sqlite3.connect(path) as source, sqlite3.connect(target) as copy:
        source.backup(copy)


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
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    await store.database.write(lambda connection: _export(connection, _kept(store), folder))


def _export(connection: Connection, tables: Iterable[Table], folder: Path) -> None:
    for table in tables:
        with (folder / f"{table.name}.jsonl").open("w", encoding="utf-8") as file:
            for row in connection.execute(select(table)).mappings():
                file.write(json.dumps(_encode(dict(row)), ensure_ascii=False) + "\n")
