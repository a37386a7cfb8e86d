"""Villages: one on SQLite for what is decided, one on each database for what the store must hold."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.storage.store import Store, open_store
from campaigns.store.catalog import TABLES
from tests.campaigns.village import Village
from tests.postgres import cluster, fresh_database


@dataclass
class County:
    """A private cluster, and its one database once somebody needed it."""

    address: str
    url: str = ""


@pytest.fixture(scope="session")
def county() -> Iterator[County]:
    """One cluster for this folder."""
    with cluster() as address:
        yield County(address)


async def _on_postgres(county: County, folder: Path) -> Store:
    """The same database for each test, emptied: making the tables is what takes long."""
    if not county.url:
        county.url = await fresh_database(county.address, "village")
    store = await open_store(county.url, folder)
    await store.create()
    emptied = f"TRUNCATE {', '.join(TABLES.tables)}"
    await store.database.write(lambda connection: connection.exec_driver_sql(emptied))
    return store


@pytest.fixture
async def village(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Village]:
    """An empty village, on SQLite unless the test is `on_both` databases."""
    if getattr(request, "param", "sqlite") == "postgres":
        store = await _on_postgres(request.getfixturevalue("county"), tmp_path)
    else:
        store = await open_store("sqlite:///village.db", tmp_path)
        await store.create()
    yield Village(store)
    await store.close()
