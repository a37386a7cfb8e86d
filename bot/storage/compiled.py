"""Statements for SQLite, each compiled once: its SQL, what turns values into the driver's parameters and back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Executable
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.sql.compiler import SQLCompiler

from chat.decision import Value
from chat.ports import Row


class BadWrite(Exception):
    """A unit's statement or values are wrong: trying again can never help."""


Process = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Compiled:
    """`columns` are the parameters in their order: a row's value of that name as its type makes it, or a constant."""

    sql: str
    columns: tuple[tuple[str, Process | None], ...]
    constants: Mapping[str, Any]

    def parameters(self, rows: Sequence[Mapping[str, Value]]) -> list[tuple[Any, ...]]:
        """The rows as the driver takes them. Raises KeyError where a value is missing, ValueError where it is wrong."""
        constants, columns = self.constants, self.columns
        if constants:
            rows = [{**constants, **row} for row in rows]
        return [
            tuple([process(row[name]) if process else row[name] for name, process in columns]) for row in rows
        ]


class Statements:
    """Runs writes by shape. Raises BadWrite for values that no statement takes."""

    def __init__(self, writes: Mapping[str, Executable]) -> None:
        self._writes = writes
        self._compiled: dict[tuple[str, frozenset[str]], Compiled | None] = {}

    def write(self, connection: Connection, shape: str, rows: Sequence[Mapping[str, Value]]) -> int:
        """Run a shape once for each row; how many rows that changed."""
        names = rows[0].keys()
        if any(row.keys() != names for row in rows):
            return sum(self.write(connection, shape, [row]) for row in rows)
        compiled = self._of(connection.dialect, shape, names)
        if compiled is None:
            return connection.execute(self._writes[shape], [dict(row) for row in rows]).rowcount
        try:
            parameters = compiled.parameters(rows)
        except (KeyError, TypeError, ValueError) as wrong:
            raise BadWrite(f"{shape}: {wrong}") from wrong
        return connection.exec_driver_sql(compiled.sql, parameters).rowcount

    def _of(self, dialect: Dialect, shape: str, names: AbstractSet[str]) -> Compiled | None:
        """The shape for rows of those values; what a value means may depend on which others there are."""
        known = (shape, frozenset(names))
        if known not in self._compiled:
            self._compiled[known] = _compile(self._writes[shape], [*names], dialect)
        return self._compiled[known]


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT; `columns` are the names of what it gives, `processed` those of them that the driver gives otherwise."""

    sql: str
    binds: tuple[tuple[str, Process | None], ...]
    constants: Mapping[str, Any]
    columns: tuple[str, ...]
    processed: tuple[tuple[str, Process], ...]

    def rows(self, driver: sqlite3.Connection, values: Mapping[str, Any]) -> list[Row]:
        """What it finds. Raises KeyError where a value is missing, sqlite3.Error for what the database refuses."""
        given = {**self.constants, **values} if self.constants else values
        parameters = [process(given[name]) if process else given[name] for name, process in self.binds]
        columns = self.columns
        found = [dict(zip(columns, row, strict=True)) for row in driver.execute(self.sql, parameters)]
        for name, process in self.processed:
            for row in found:
                row[name] = process(row[name])
        return cast(list[Row], found)


class Queries:
    """Runs SELECTs by shape. The way through SQLAlchemy takes six times as long for a row."""

    def __init__(self, reads: Mapping[str, Executable]) -> None:
        self._reads = reads
        self._compiled: dict[str, Query | None] = {}

    def rows(self, connection: Connection, shape: str, values: Mapping[str, Any]) -> list[Row]:
        """What a shape finds. What fails is asked the long way, which says what is wrong. Raises SQLAlchemyError."""
        if shape not in self._compiled:
            self._compiled[shape] = _query(self._reads[shape], connection.dialect)
        query = self._compiled[shape]
        if query is not None:
            try:
                return query.rows(cast(sqlite3.Connection, connection.connection.driver_connection), values)
            except (KeyError, TypeError, ValueError, sqlite3.Error):
                pass
        return select(connection, self._reads[shape], values)


def select(connection: Connection, statement: Executable, values: Mapping[str, object]) -> list[Row]:
    """What a statement finds, by SQLAlchemy. Raises SQLAlchemyError."""
    return cast(list[Row], [*connection.execute(statement, values).mappings()])


def _query(statement: Executable, dialect: Dialect) -> Query | None:
    """None where the SQL is only known when it is run: lists of keys."""
    made = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
    assert isinstance(made, SQLCompiler)
    if _is_made_late(made) or made.positiontup is None:
        return None
    typed = [(one.keyname, one.type.dialect_impl(dialect)) for one in made._result_columns]
    processed = [(name, kind.result_processor(dialect, None)) for name, kind in typed]
    return Query(
        made.string,
        _binds(made, dialect),
        {key: made.binds[key].effective_value for key in made.positiontup if not made.binds[key].required},
        tuple(name for name, _ in typed),
        tuple((name, process) for name, process in processed if process),
    )


def _compile(statement: Executable, names: list[str], dialect: Dialect) -> Compiled | None:
    """None where the SQL or a value is only known when it is run: lists of keys, defaults that are made in Python."""
    made = statement.compile(dialect=dialect, column_keys=names)  # type: ignore[attr-defined]
    assert isinstance(made, SQLCompiler)
    if _is_made_late(made) or made.positiontup is None or made.insert_prefetch or made.update_prefetch:
        return None
    binds = [(key, made.binds[key]) for key in made.positiontup]
    given = {key: bound.effective_value for key, bound in binds if key not in names and not bound.required}
    return Compiled(made.string, _binds(made, dialect), given)


def _is_made_late(made: SQLCompiler) -> bool:
    return bool(made.post_compile_params or made.literal_execute_params)


def _binds(made: SQLCompiler, dialect: Dialect) -> tuple[tuple[str, Process | None], ...]:
    """The parameters in their order, and what each type makes of a value."""
    names: Iterable[str] = made.positiontup or ()
    return tuple((key, made.binds[key].type.dialect_impl(dialect).bind_processor(dialect)) for key in names)
