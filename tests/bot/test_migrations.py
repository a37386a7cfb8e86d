"""The migrations make exactly the tables that the stores declare, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, text
from sqlalchemy.engine import Connection

from bot.storage.lock import StoreAway
from bot.storage.migrations import StoreIsNewer, make_config, migrate, newest, revision, upgrade
from bot.storage.store import Store, open_store
from tests.postgres import cluster, fresh_database


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with cluster() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgres"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """A store without any table."""
    url = "sqlite:///empty.db"
    if request.param == "postgres":
        url = await fresh_database(request.getfixturevalue("postgres"), "migrated")
    store = await open_store(url, tmp_path)
    yield store
    await store.close()


def declared(store: Store) -> MetaData:
    whole = MetaData()
    for tables in store.catalog.tables:
        for table in tables.sorted_tables:
            table.to_metadata(whole)
    return whole


def differences(connection: Connection, tables: MetaData) -> list[str]:
    found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), tables)
    return [str(one) for one in found if "alembic_version" not in str(one)]


@pytest.mark.parametrize("way", [migrate, upgrade])
async def test_an_empty_store_migrated_is_what_the_stores_declare(
    empty: Store, way: Callable[[Store], Awaitable[object]]
) -> None:
    assert await revision(empty) == ""
    await way(empty)
    assert await empty.database.read(lambda one: differences(one, declared(empty))) == []
    assert await revision(empty) == newest()


async def test_a_migrated_store_is_left_alone(empty: Store) -> None:
    assert await migrate(empty)
    assert not await migrate(empty)


async def test_a_store_of_a_newer_version_is_refused_and_untouched(empty: Store) -> None:
    await migrate(empty)
    await empty.database.write(
        lambda one: one.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    )
    with pytest.raises(StoreIsNewer, match="9999"):
        await migrate(empty)
    assert await revision(empty) == "9999"


async def test_a_migration_that_fails_leaves_the_store_as_it_was(empty: Store) -> None:
    def as_before(connection: Connection) -> None:
        command.upgrade(make_config(connection), "0001")
        connection.execute(text("CREATE TABLE schedules_previews (mine INTEGER)"))

    await empty.database.write(as_before)
    before = await empty.database.read(_tables)
    with pytest.raises(StoreAway, match="schedules_previews"):
        await migrate(empty)
    assert await revision(empty) == "0001"
    assert await empty.database.read(_tables) == before


def _tables(connection: Connection) -> dict[str, list[str]]:
    found = MetaData()
    found.reflect(connection)
    return {name: sorted(table.c.keys()) for name, table in found.tables.items()}
