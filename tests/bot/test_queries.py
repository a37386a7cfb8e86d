"""SELECTs that go past SQLAlchemy give what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, DateTime, Table, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.sql.compiler import SQLCompiler

from bot.storage import compiled
from bot.storage.catalog import the_catalog
from bot.storage.compiled import Queries
from bot.storage.engine import make_sqlite, read_url

NOW = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)
SOMETHING: dict[type, Any] = {str: "x", int: 7, float: 0.5, bool: True, bytes: b"\x00\xff", datetime: NOW}


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A database with every table, none of which holds anything."""
    engine = make_sqlite(read_url("sqlite:///queries.db", tmp_path), writes=False)
    with engine.connect() as one:
        for tables in the_catalog().tables:
            tables.create_all(one)
        yield one
    engine.dispose()


def _something(column: Column[Any], *, whole: bool) -> object:
    return SOMETHING[column.type.python_type] if whole or not column.nullable else None


def test_every_row_comes_back_as_it_was_stored(connection: Connection) -> None:
    tables = {table.name: table for metadata in the_catalog().tables for table in metadata.sorted_tables}
    queries = Queries({name: select(table) for name, table in tables.items()})
    kinds = set()
    for name, table in tables.items():
        for whole in (True, False):
            _check(connection, queries, name, table, whole=whole)
        kinds |= {column.type.python_type for column in table.c}
    assert {str, int, float, bool, datetime} <= kinds


def _check(connection: Connection, queries: Queries, name: str, table: Table, *, whole: bool) -> None:
    row = {column.name: _something(column, whole=whole) for column in table.c}
    connection.execute(table.delete())
    connection.execute(insert(table).values(row))
    (found,) = queries.rows(connection, name, {})
    (expected,) = compiled.select(connection, select(table), {})
    assert found == dict(expected) == row
    assert [*map(type, found.values())] == [*map(type, expected.values())]


def test_every_statement_is_asked_as_before(connection: Connection) -> None:
    """Those with lists of keys still go the long way, the others find their columns under the same names."""
    short = 0
    for statement in the_catalog().reads.values():
        made = statement.compile(dialect=connection.dialect)  # type: ignore[attr-defined]
        assert isinstance(made, SQLCompiler)
        query = compiled._query(statement, connection.dialect)
        listed = made.post_compile_params
        assert (query is None) == bool(listed)
        if query is None:
            continue
        short += 1
        needed = {key: bound for key, bound in made.binds.items() if bound.required}
        nothing = {key: None if isinstance(bound.type, DateTime) else 0 for key, bound in needed.items()}
        assert query.columns == tuple(connection.execute(statement, nothing).keys())
    assert short > 200


def test_what_cannot_be_asked_says_why(connection: Connection) -> None:
    queries = Queries(the_catalog().reads)
    assert queries.rows(connection, "people.identity", {"p": "local", "i": "1"}) == []
    with pytest.raises(StatementError, match="value is required"):
        queries.rows(connection, "people.identity", {"p": "local"})
    connection.exec_driver_sql("DROP TABLE identities")
    with pytest.raises(OperationalError, match="no such table"):
        queries.rows(connection, "people.identity", {"p": "local", "i": "1"})
