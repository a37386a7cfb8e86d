"""One process at a time holds a store."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from sqlalchemy.engine.url import URL


class StoreTaken(Exception):
    """Another process holds the store."""


class StoreLock:
    """An exclusive lock: a locked file beside a SQLite database, an advisory lock in PostgreSQL.

    The operating system, or the server, lets go of it when the process ends, however it ends.
    """

    KEY = 0x53_74_65_77
    """The advisory lock's number ("Stew")."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._file: IO[str] | None = None
        self._connection: object | None = None

    async def take(self) -> None:
        """Hold the store. Raises StoreTaken."""
        if self._url.get_backend_name() == "sqlite":
            self._take_file(Path(str(self._url.database) + ".lock"))
        else:
            await self._take_advisory()

    def _take_file(self, path: Path) -> None:
        file = path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip()
            file.close()
            raise StoreTaken(f"process {holder} holds {path.with_suffix('').name}") from None
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
            raise StoreTaken("another process holds the database")
        self._connection = connection

    async def release(self) -> None:
        """Let go."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._connection is not None:
            await self._connection.close()  # type: ignore[attr-defined]
            self._connection = None
