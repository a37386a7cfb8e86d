"""One database, whichever it is: a whole piece of work goes there and back in one way.

The time of a small statement is the way to the driver and back, not the SQL; so what runs in a database is a plain
function of a connection, run where the driver lives: in aiosqlite's thread, or beside asyncpg.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar, cast

from aiosqlite import Connection as Driver
from sqlalchemy import Engine
from sqlalchemy.engine import Connection
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import OperationalError

from bot.storage.engine import make_postgresql, make_sqlite

Refusal = OperationalError
"""The database cannot do that: a full disk, a lock, a broken file. `orig` is what the driver said."""

T = TypeVar("T")
Work = Callable[[Connection], T]
"""What is done with a connection; it must not keep it."""


class Database(Protocol):
    """Runs work; what goes wrong in the work or the database is raised as it is."""

    async def read(self, work: Work[T]) -> T:
        """Without a transaction: each statement sees what is committed when it begins."""
        ...

    async def write(self, work: Work[T]) -> T:
        """In one transaction: all of it, or nothing when it raises."""
        ...

    async def close(self) -> None:
        """Let go of every connection."""
        ...


def open_database(url: URL) -> Database:
    """The database behind a URL; it is connected to when it is first asked."""
    return Sqlite(url) if url.get_backend_name() == "sqlite" else Postgresql(url)


class Sqlite:
    """A thread that writes and one that reads, a connection each."""

    def __init__(self, url: URL) -> None:
        self._reader = _Line(make_sqlite(url, writes=False))
        self._writer = _Line(make_sqlite(url, writes=True))

    async def read(self, work: Work[T]) -> T:
        """Each statement by itself."""
        return await self._reader.run(work)

    async def write(self, work: Work[T]) -> T:
        """Between BEGIN IMMEDIATE and COMMIT."""
        return await self._writer.run(partial(_whole, work))

    async def close(self) -> None:
        """End both threads, after what they are doing."""
        await self._reader.close()
        await self._writer.close()


def _whole(work: Work[T], connection: Connection) -> T:
    with connection.begin():
        return work(connection)


class _Line:
    """One connection and the thread of aiosqlite that it lives in."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._opening = asyncio.Lock()
        self._thread: _Thread | None = None
        self._connection: Connection | None = None

    async def run(self, work: Work[T]) -> T:
        thread = self._thread or await self._open()
        return await thread.run(lambda: work(cast(Connection, self._connection)))

    async def _open(self) -> _Thread:
        async with self._opening:
            if self._thread is None:
                thread = _Thread(self._connect)
                try:
                    await thread
                except BaseException:  # the thread still tells this loop that it ends: wait until it has
                    await asyncio.to_thread(thread.join)
                    raise
                self._thread = thread
            return self._thread

    def _connect(self) -> sqlite3.Connection:
        self._connection = self._engine.connect()
        return cast(sqlite3.Connection, self._connection.connection.driver_connection)

    async def close(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            await thread.close()


class _Thread(Driver):
    """aiosqlite's thread, which also takes a whole function, and keeps no process from ending."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connect, iter_chunk_size=1)
        self._thread.daemon = True

    def join(self) -> None:
        """Wait until it has ended."""
        self._thread.join()

    async def run(self, function: Callable[[], T]) -> T:
        return cast(T, await self._execute(function))  # type: ignore[no-untyped-call]


class Postgresql:
    """A pool that writes and one that reads."""

    def __init__(self, url: URL) -> None:
        self._writer, self._reader = make_postgresql(url)

    async def read(self, work: Work[T]) -> T:
        """Each statement by itself."""
        async with self._reader.connect() as connection:
            return await connection.run_sync(work)

    async def write(self, work: Work[T]) -> T:
        """Between BEGIN and COMMIT."""
        async with self._writer.begin() as connection:
            return await connection.run_sync(work)

    async def close(self) -> None:
        """Close both pools."""
        await self._writer.dispose()
        await self._reader.dispose()
