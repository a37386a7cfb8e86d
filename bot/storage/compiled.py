"""Statements for SQLite, each compiled once: its SQL, what turns values into the driver's parameters and back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Container, Mapping, Sequence
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
class Parameters:
    """What a statement takes: `names` in their order, `processed` the places of those whose type the driver lacks.

    `constants` are taken where a row has no value of that name.
    """

    names: tuple[str, ...]
    processed: tuple[tuple[int, Process], ...]
    constants: Mapping[str, Any]

    def of(self, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
        """The rows as the driver takes them. Raises KeyError where a value is missing, ValueError where it is wrong."""
        if self.constants:
            rows = [{**self.constants, **row} for row in rows]
        names, processed = self.names, self.processed
        found = []
        for row in rows:
            values = [*map(row.__getitem__, names)]
            for place, process in processed:
                values[place] = process(values[place])
            found.append(tuple(values))
        return found


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement that writes."""

    sql: str
    parameters: Parameters


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
            parameters = compiled.parameters.of(rows)
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
    """A SELECT; `columns` are the names of what it gives, `processed` those of them that the driver gives otherwise.

    `lists` are the parameters that are lists of values, each with its mark in the SQL.
    """

    sql: str
    parameters: Parameters
    columns: tuple[str, ...]
    processed: tuple[tuple[str, Process], ...]
    lists: Mapping[str, str]

    def rows(self, driver: sqlite3.Connection, values: Mapping[str, Any]) -> list[Row]:
        """What it finds. Raises KeyError where a value is missing, sqlite3.Error for what the database refuses."""
        (parameters,), columns = self.parameters.of([values]), self.columns
        sql, parameters = self._spread(parameters) if self.lists else (self.sql, parameters)
        found = [dict(zip(columns, row, strict=True)) for row in driver.execute(sql, parameters)]
        for name, process in self.processed:
            for row in found:
                row[name] = process(row[name])
        return cast(list[Row], found)

    def _spread(self, parameters: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        """The SQL with as many places as the lists have values, and all values in their order."""
        sql, spread = self.sql, list[Any]()
        for name, value in zip(self.parameters.names, parameters, strict=True):
            if name in self.lists:
                sql = sql.replace(self.lists[name], ", ".join("?" * len(value)))
                spread += value
            else:
                spread.append(value)
        return sql, tuple(spread)


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
    """None where the SQL is only known when it is run, but for lists of plain values."""
    made = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
    assert isinstance(made, SQLCompiler)
    if made.literal_execute_params or made.positiontup is None:
        return None
    names = [made.bind_names[one] for one in made.post_compile_params]
    lists = {name: f"__[POSTCOMPILE_{name}]" for name in names}
    parameters = _parameters(made, dialect)
    odd = [mark for mark in lists.values() if made.string.count(mark) != 1]
    if odd or any(parameters.names[place] in lists for place, _ in parameters.processed):
        return None
    typed = [(one.keyname, one.type.dialect_impl(dialect)) for one in made._result_columns]
    processed = [(name, kind.result_processor(dialect, None)) for name, kind in typed]
    return Query(
        made.string,
        parameters,
        tuple(name for name, _ in typed),
        tuple((name, process) for name, process in processed if process),
        lists,
    )


def _compile(statement: Executable, names: list[str], dialect: Dialect) -> Compiled | None:
    """None where the SQL or a value is only known when it is run: lists of keys, defaults that are made in Python."""
    made = statement.compile(dialect=dialect, column_keys=names)  # type: ignore[attr-defined]
    assert isinstance(made, SQLCompiler)
    if made.positiontup is None or made.post_compile_params or made.literal_execute_params:
        return None
    if made.insert_prefetch or made.update_prefetch:
        return None
    return Compiled(made.string, _parameters(made, dialect, names))


def _parameters(made: SQLCompiler, dialect: Dialect, given: Container[str] = ()) -> Parameters:
    """What it takes; a value that is not among the `given` ones and has one of its own is constant."""
    binds = [(key, made.binds[key]) for key in made.positiontup or ()]
    processes = [bound.type.dialect_impl(dialect).bind_processor(dialect) for _, bound in binds]
    return Parameters(
        tuple(key for key, _ in binds),
        tuple((place, process) for place, process in enumerate(processes) if process),
        {key: bound.effective_value for key, bound in binds if key not in given and not bound.required},
    )
