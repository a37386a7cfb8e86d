"""The stores under contract."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.storage.store import Store, open_store
from tests.postgres import cluster, database_with_tables


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """One private cluster for the whole run."""
    with cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store with all tables."""
    if request.param == "postgres":
        url = await database_with_tables(request.getfixturevalue("postgres"), "contract")
        opened = await open_store(url, tmp_path)
    else:
        opened = await open_store("sqlite:///contract.db", tmp_path)
        await opened.create()
    yield opened
    await opened.close()
