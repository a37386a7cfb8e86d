"""SELECTs that go past SQLAlchemy give what it gives."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

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
    """None needs the long way, and all find their columns under the same names."""
    listed = 0
    for statement in the_catalog().reads.values():
        made = statement.compile(dialect=connection.dialect)  # type: ignore[attr-defined]
        assert isinstance(made, SQLCompiler)
        query = compiled._query(statement, connection.dialect)
        assert query is not None
        listed += bool(query.lists)
        needed = {key: bound for key, bound in made.binds.items() if bound.required}
        nothing: dict[str, Any] = {
            key: [] if bound.expanding else None if isinstance(bound.type, DateTime) else 0
            for key, bound in needed.items()
        }
        assert query.columns == tuple(connection.execute(statement, nothing).keys())
        driver = cast(sqlite3.Connection, connection.connection.driver_connection)
        assert query.rows(driver, nothing) == [
            dict(one) for one in compiled.select(connection, statement, nothing)
        ]
    assert listed > 5


@pytest.mark.parametrize("keys", [[], ["b"], ["c", "a", "nobody"]])
def test_lists_of_values_are_spread(connection: Connection, keys: list[str]) -> None:
    table = next(one.tables["inbox"] for one in the_catalog().tables if "inbox" in one.tables)
    row = {"source": "x", "lane": "x", "payload": "", "state": "new", "received_at": NOW, "fence": 0}
    connection.execute(insert(table), [{**row, "seq": seq, "key": key} for seq, key in enumerate("abc", 1)])
    asked = the_catalog().reads["inbox.known"]
    found = Queries(the_catalog().reads).rows(connection, "inbox.known", {"keys": keys})
    assert sorted(one["key"] for one in found) == sorted(set(keys) & set("abc"))
    assert found == [dict(one) for one in compiled.select(connection, asked, {"keys": keys})]


def test_what_cannot_be_asked_says_why(connection: Connection) -> None:
    queries = Queries(the_catalog().reads)
    assert queries.rows(connection, "people.identity", {"p": "local", "i": "1"}) == []
    with pytest.raises(StatementError, match="value is required"):
        queries.rows(connection, "people.identity", {"p": "local"})
    connection.exec_driver_sql("DROP TABLE identities")
    with pytest.raises(OperationalError, match="no such table"):
        queries.rows(connection, "people.identity", {"p": "local", "i": "1"})
