"""Villages: one on SQLite for what is decided, one on each database for what the store must hold."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.storage.store import open_store
from tests.campaigns.village import Village
from tests.postgres import cluster, fresh_database


@pytest.fixture(scope="session")
def villages() -> Iterator[str]:
    """One private cluster for this folder."""
    with cluster() as address:
        yield address


@pytest.fixture
async def village(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Village]:
    """An empty village, on SQLite unless the test is `on_both` databases."""
    url = "sqlite:///village.db"
    if getattr(request, "param", "sqlite") == "postgres":
        url = await fresh_database(request.getfixturevalue("villages"), "village")
    store = await open_store(url, tmp_path)
    await store.create()
    yield Village(store)
    await store.close()
