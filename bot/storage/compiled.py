"""Statements for SQLite, each compiled once: its SQL, and what turns a row's values into the driver's parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.sql.compiler import SQLCompiler

from chat.decision import Value


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


def _compile(statement: Executable, names: list[str], dialect: Dialect) -> Compiled | None:
    """None where the SQL or a value is only known when it is run: lists of keys, defaults that are made in Python."""
    made = statement.compile(dialect=dialect, column_keys=names)  # type: ignore[attr-defined]
    assert isinstance(made, SQLCompiler)
    if made.positiontup is None or made.post_compile_params or made.literal_execute_params:
        return None
    if made.insert_prefetch or made.update_prefetch:
        return None
    binds = [(key, made.binds[key]) for key in made.positiontup]
    columns = tuple((key, bound.type.dialect_impl(dialect).bind_processor(dialect)) for key, bound in binds)
    given = {key: bound.effective_value for key, bound in binds if key not in names and not bound.required}
    return Compiled(made.string, columns, given)
