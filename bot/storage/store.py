"""The open store: reads by shape, commits of many units in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

import structlog
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    ProgrammingError,
    SQLAlchemyError,
    StatementError,
)

from bot.storage.batches import Batch, batches
from bot.storage.catalog import Catalog, the_catalog
from bot.storage.compiled import BadWrite, Queries, Statements, select
from bot.storage.database import open_database
from bot.storage.engine import read_url
from bot.storage.tables import COMMIT_MARK, COMMIT_MARKED, COMMIT_UNMARKED, LAST_COMMIT
from chat.decision import Write
from chat.errors import Clash
from chat.ports import Asked, Row

FIRST_WAIT, LONGEST_WAIT = 0.05, 5.0
"""Seconds between tries while the database is out of reach."""

LOCK_WAIT = 2_000
"""Milliseconds for which a transaction whose connection was lost may keep the next one from looking what it wrote."""

_SQLITE_ERROR = 1
"""SQLite's primary result code for a statement that is wrong; a full disk, a lock and a broken file have others."""

log = structlog.get_logger()

T = TypeVar("T")


class StoreDown(Exception):
    """The database cannot write at this moment (full disk, lock, lost connection): nothing was written, try again."""


class Store:
    """One database. `rows` and `row` make it the Reader of the ports; only the committer calls `write`.

    `trouble` is "down" while reads find no database: they wait for it, so that no handler fails for its absence.
    """

    def __init__(self, url: URL, catalog: Catalog) -> None:
        self.url = url
        self.catalog = catalog
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self._statements = Statements(catalog.writes)
        self._queries = Queries(catalog.reads)
        self._versions: dict[str, int] = {}
        self._commits = 0
        self._reads: dict[Hashable, asyncio.Future[list[Row]]] = {}
        self.database = open_database(url)
        self._unsure: tuple[bytes, list[Clash | None]] | None = None
        self.trouble = ""

    @property
    def place(self) -> str:
        """Where the database is, for a person to read: without its password."""
        return (
            str(self.url.database)
            if self.is_sqlite
            else self.url.set(drivername="postgresql").render_as_string()
        )

    async def create(self) -> None:
        """Make all tables that do not exist (tests; `migrations` do it for people)."""
        await self.database.write(self.create_tables)

    def create_tables(self, connection: Connection) -> None:
        """Make every table that a store declares."""
        for tables in self.catalog.tables:
            tables.create_all(connection)

    async def rows(self, shape: str, **values: object) -> Sequence[Row]:
        """All rows of a declared SELECT; waits for a database that is out of reach."""
        return await self._patiently(shape, partial(self._read, shape, values))

    async def together(self, *asked: Asked) -> Sequence[Sequence[Row]]:
        """The rows of several declared SELECTs, in one way there and back."""
        work = partial(self._select_all, asked)
        return await self._patiently(asked[0][0], partial(self.database.read, work))

    async def _patiently(self, shape: str, read: Callable[[], Awaitable[T]]) -> T:
        """What was read, once the database can be reached."""
        wait = FIRST_WAIT
        while True:
            try:
                found = await read()
            except (SQLAlchemyError, OSError) as error:
                if _is_their_fault(error):
                    raise
                self.trouble = "down"
                log.error("store.unreadable", shape=shape, why=str(error), wait=wait)
            else:
                self.trouble = ""
                return found
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _read(self, shape: str, values: Mapping[str, object]) -> Sequence[Row]:
        """Many lanes ask the same at the same moment, after a start or a change: they get one answer, unless something
        was written since it was asked for.
        """
        asked = (shape, *((name, repr(value)) for name, value in values.items()), self._commits)
        under_way = self._reads.get(asked)
        if under_way is None:
            work = partial(self._select, shape, values)
            under_way = asyncio.ensure_future(self.database.read(work))
            self._reads[asked] = under_way
            under_way.add_done_callback(lambda _: self._reads.pop(asked, None))
        return await asyncio.shield(under_way)

    def _select(self, shape: str, values: Mapping[str, object], connection: Connection) -> list[Row]:
        if self.is_sqlite:
            return self._queries.rows(connection, shape, values)
        return select(connection, self.catalog.reads[shape], values)

    def _select_all(self, asked: Sequence[Asked], connection: Connection) -> list[list[Row]]:
        return [self._select(shape, values, connection) for shape, values in asked]

    async def row(self, shape: str, **values: object) -> Row | None:
        """The first row of a declared SELECT."""
        found = await self.rows(shape, **values)
        return found[0] if found else None

    def version(self, room: str) -> int:
        """Another number after each commit that wrote something of that room, or of that very shape; "" = after any."""
        return self._versions.get(room, 0)

    async def close(self) -> None:
        """Close every connection."""
        await self.database.close()

    async def write(self, units: Sequence[Sequence[Write]]) -> list[Clash | None]:
        """Write all units in one transaction, each whole or not at all; a Clash for each that could not be.

        First all together (one executemany per shape); only when a count is wrong or a key is taken, once more one by
        one with savepoints. Raises BadWrite when nothing was written; StoreDown when nothing was, or nobody can tell:
        then call again with the same units, and what turns out to be written is not written twice.
        """
        try:
            clashes = await self._seen_through()
            if clashes is None:
                clashes = await self._write_all(units)
        except (SQLAlchemyError, OSError) as error:
            if not _is_their_fault(error):
                raise StoreDown(str(error)) from error
            self._unsure = None
            raise BadWrite(str(error)) from error
        self._unsure = None
        self._touch(units, clashes)
        return clashes

    async def _write_all(self, units: Sequence[Sequence[Write]]) -> list[Clash | None]:
        try:
            return await self.database.write(partial(self._together, units))
        except (Clash, IntegrityError) as trouble:
            self._unsure = None
            if len(units) == 1:
                return [Clash(str(trouble))]
        return await self.database.write(partial(self._apart, units))

    async def _seen_through(self) -> list[Clash | None] | None:
        """What a transaction whose end nobody saw has written after all; None when there is none, or it did not."""
        if self._unsure is None:
            return None
        token, clashes = self._unsure
        last = await self.database.write(_last_commit)
        self._unsure = None
        return clashes if last == token else None

    def _together(self, units: Sequence[Sequence[Write]], connection: Connection) -> list[Clash | None]:
        """All units at once. Raises Clash or IntegrityError when one of them cannot be."""
        self._write_units(connection, units)
        return self._about_to_end(connection, [None] * len(units))

    def _apart(self, units: Sequence[Sequence[Write]], connection: Connection) -> list[Clash | None]:
        """All units, each but those that cannot be."""
        return self._about_to_end(connection, self._halves(connection, units))

    def _halves(self, connection: Connection, units: Sequence[Sequence[Write]]) -> list[Clash | None]:
        """Each half behind a savepoint, and its halves, down to the units that cannot be: the first of rivals can."""
        middle = len(units) // 2
        clashes: list[Clash | None] = []
        for half in (units[:middle], units[middle:]) if middle else (units,):
            try:
                with connection.begin_nested():
                    self._write_units(connection, half)
                clashes += [None] * len(half)
            except (Clash, IntegrityError) as trouble:
                alone = len(half) == 1
                clashes += [Clash(str(trouble))] if alone else self._halves(connection, half)
        return clashes

    def _about_to_end(self, connection: Connection, clashes: list[Clash | None]) -> list[Clash | None]:
        """Leave a mark of this transaction in PostgreSQL: a server or a line that dies while committing leaves open
        whether it did. SQLite ends in this process, which is never unsure.
        """
        if not self.is_sqlite:
            self._unsure = (connection.scalar(COMMIT_MARK, {"name": LAST_COMMIT}), clashes)
        return clashes

    def _write_units(self, connection: Connection, units: Iterable[Sequence[Write]]) -> None:
        for batch in batches(units, self.catalog.setwise):
            changed = self._write_batch(connection, batch)
            if batch.guarded and changed != batch.expected:
                raise Clash(f"{batch.shape} changed {changed} rows instead of {batch.expected}")

    def _write_batch(self, connection: Connection, batch: Batch) -> int:
        """How many rows were written."""
        if self.is_sqlite:
            return self._statements.write(connection, batch.shape, batch.rows)
        setwise = self.catalog.setwise.get(batch.shape)
        if setwise is not None:
            parameters = {**batch.rows[0], "keys": [row["keys"] for row in batch.rows]}
            return connection.execute(setwise, parameters).rowcount
        statement, rows = self.catalog.writes[batch.shape], [dict(row) for row in batch.rows]
        if batch.guarded:  # asyncpg's executemany gives no row count
            return sum(connection.execute(statement, row).rowcount for row in rows)
        return connection.execute(statement, rows).rowcount

    def _touch(self, units: Iterable[Sequence[Write]], clashes: Iterable[Clash | None]) -> None:
        self._commits += 1
        written = {
            write.shape for unit, clash in zip(units, clashes, strict=True) if clash is None for write in unit
        }
        for name in written | {shape.partition(".")[0] for shape in written} | {""}:
            self._versions[name] = self._versions.get(name, 0) + 1


def _last_commit(connection: Connection) -> bytes | None:
    """The mark of the transaction that was committed last, once none is under way that could still leave its own."""
    connection.execute(text(f"SET LOCAL lock_timeout = {LOCK_WAIT}"))
    connection.execute(COMMIT_UNMARKED, {"name": LAST_COMMIT, "value": b""})
    return cast(bytes | None, connection.scalar(COMMIT_MARKED, {"k": LAST_COMMIT}))


def _is_their_fault(error: BaseException) -> bool:
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return False
    if isinstance(error, DBAPIError) and getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == _SQLITE_ERROR:
        return True
    return isinstance(error, DataError | ProgrammingError) or type(error) is StatementError


async def open_store(url: str, base: Path) -> Store:
    """The store behind a `[store] url` (relative paths from `base`), without migrating it."""
    return Store(read_url(url, base), the_catalog())
