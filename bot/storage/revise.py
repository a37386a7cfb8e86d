"""Writes the next migration: the difference between the rooms' tables and the newest revision."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from sqlalchemy.engine import Connection

from bot.storage.migrations import make_config, newest, upgrade
from bot.storage.store import open_store


async def revise(message: str) -> None:
    """Bring an empty database to the newest revision, compare, write the next file."""
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store("sqlite:///revise.db", Path(folder))
        if newest():
            await upgrade(store)
        number = len(list((Path(__file__).parent / "versions").glob("[0-9]*.py"))) + 1
        await store.database.write(lambda connection: _write(connection, message, f"{number:04d}"))
        await store.close()


def _write(connection: Connection, message: str, number: str) -> None:
    from alembic import command

    config = make_config(connection)
    command.revision(config, message=message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    asyncio.run(revise(sys.argv[1]))
