"""Every statement of every store can be run for many rows at once, on both databases, and names only its own tables."""

from __future__ import annotations

from typing import cast

import pytest
from sqlalchemy import ClauseElement
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.catalog import load_catalog

CATALOG = load_catalog()


@pytest.mark.parametrize("shape", sorted(CATALOG.writes))
def test_a_write_takes_many_rows_at_once(shape: str) -> None:
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        compiled = cast(ClauseElement, CATALOG.writes[shape]).compile(dialect=dialect)
        assert not getattr(compiled, "post_compile_params", ()), (
            "an IN over a list cannot be written for many rows: use or_(…)"
        )


@pytest.mark.parametrize("shape", sorted(CATALOG.reads))
def test_a_read_compiles_on_both_databases(shape: str) -> None:
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        assert str(cast(ClauseElement, CATALOG.reads[shape]).compile(dialect=dialect))


def test_no_two_stores_share_a_table() -> None:
    names = [name for tables in CATALOG.tables for name in tables.tables]
    assert sorted(names) == sorted(set(names))


def test_every_person_column_is_called_so() -> None:
    strange = [
        f"{table.name}.{column.name}"
        for tables in CATALOG.tables
        for table in tables.tables.values()
        for column in table.columns
        if column.name in ("user", "member", "author", "owner_id", "user_id")
        and table.name != "local_messages"
    ]
    assert not strange, "a person's column is named person or ends in _person, so that erasing finds it"
