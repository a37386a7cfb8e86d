"""A database in memory and in this very thread, for properties that begin a town thousands of times."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import cast

from sqlalchemy.engine import Connection, make_url

from bot.storage.database import T, Work
from bot.storage.engine import make_sqlite

_URL = "sqlite:///file:{name}?mode=memory&cache=shared&uri=true"


class MemoryDatabase:
    """The product's two connections, without its threads: whoever asks lets the others go on once, then has the answer.

    It outlives the stores that are opened on it, as a file does, and its connections keep their compiled statements.
    """

    def __init__(self, name: str) -> None:
        url = make_url(_URL.format(name=name))
        self._reader = make_sqlite(url, writes=False).connect()
        self._writer = make_sqlite(url, writes=True).connect()

    def become(self, file: Path) -> None:
        """Hold what a database file holds, and nothing else."""
        with sqlite3.connect(file) as source:
            source.backup(_driver(self._writer))
        source.close()

    async def read(self, work: Work[T]) -> T:
        """Each statement by itself."""
        await asyncio.sleep(0)
        return work(self._reader)

    async def write(self, work: Work[T]) -> T:
        """Between BEGIN IMMEDIATE and COMMIT."""
        await asyncio.sleep(0)
        with self._writer.begin():
            return work(self._writer)

    async def close(self) -> None:
        """The death of a store leaves what was written."""


def _driver(connection: Connection) -> sqlite3.Connection:
    return cast(sqlite3.Connection, connection.connection.driver_connection)
