"""The stores under contract."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.storage.store import Store, open_store
from tests.postgres import cluster, fresh_database


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """One private cluster for the whole run."""
    with cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store with all tables."""
    url = "sqlite:///contract.db"
    if request.param == "postgres":
        url = await fresh_database(request.getfixturevalue("postgres"), "contract")
    opened = await open_store(url, tmp_path)
    await opened.create()
    yield opened
    await opened.close()
