"""One process at a time holds a store."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

import structlog
from sqlalchemy.engine.url import URL

from bot.complaint import Complaint
from chat.text import Text

AGAIN_AFTER = 1.0
"""Seconds between tries to take the lock anew from a PostgreSQL that went away."""

log = structlog.get_logger()


class StoreTaken(Complaint):
    """Another process holds the store."""


class StoreAway(Complaint):
    """The database cannot be opened: no such server, name, password or file."""


class StoreLock:
    """An exclusive lock: a locked file beside a SQLite database, an advisory lock in PostgreSQL.

    The operating system, or the server, lets go of it when the process ends, however it ends. A server that goes away
    takes its lock along: it is taken anew as soon as it is back, and `lost` is called if somebody else was sooner.
    """

    KEY = 0x53_74_65_77
    """The advisory lock's number ("Stew")."""

    def __init__(self, url: URL, lost: Callable[[], None] = lambda: None) -> None:
        self._url = url
        self._lost = lost
        self._file: IO[str] | None = None
        self._connection: object | None = None
        self._retaking: asyncio.Task[None] | None = None

    async def take(self) -> None:
        """Hold the store. Raises StoreTaken, StoreAway."""
        if self._url.get_backend_name() == "sqlite":
            self._take_file(Path(str(self._url.database) + ".lock"))
            return
        import asyncpg

        try:
            await self._take_advisory()
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            place = str(self._url.set(drivername="postgresql"))
            raise StoreAway(Text("bot.cli.store.away", {"trouble": str(error), "place": place})) from error

    def _take_file(self, path: Path) -> None:
        file = path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip()
            file.close()
            held = {"holder": holder, "place": str(path.with_suffix(""))}
            raise StoreTaken(Text("bot.cli.store.taken", held)) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    async def _take_advisory(self) -> None:
        import asyncpg

        plain = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await asyncpg.connect(plain)
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", self.KEY):
            await connection.close()
            raise StoreTaken(Text("bot.cli.store.taken_elsewhere"))
        self._connection = connection
        connection.add_termination_listener(self._gone)

    def _gone(self, connection: object) -> None:
        if connection is self._connection:
            self._connection = None
            self._retaking = asyncio.get_running_loop().create_task(self._retake(), name="store-lock")

    async def _retake(self) -> None:
        import asyncpg

        while True:
            try:
                await self._take_advisory()
            except StoreTaken:
                log.error("store.taken")
                self._lost()
                return
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.error("store.lock_away", why=str(error))
                await asyncio.sleep(AGAIN_AFTER)
            else:
                return

    async def release(self) -> None:
        """Let go."""
        if self._retaking is not None:
            self._retaking.cancel()
            await asyncio.gather(self._retaking, return_exceptions=True)
        if self._file is not None:
            self._file.close()
            self._file = None
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()  # type: ignore[attr-defined]
