"""What several nouns of moderation say in SQL."""

from __future__ import annotations

from sqlalchemy import Executable, Table, Text, bindparam, case, or_, select, update

from moderation.store.tables import cases

of_person = select(cases.c.id).where(cases.c.person == bindparam("p"))
"""The cases about a person."""


def renamed(table: Table, *columns: str) -> Executable:
    """Puts `to` where a column holds `p`."""
    return (
        update(table)
        .where(or_(*(table.c[name] == bindparam("p") for name in columns)))
        .values(
            {
                name: case(
                    (table.c[name] == bindparam("p"), bindparam("to", type_=Text)), else_=table.c[name]
                )
                for name in columns
            }
        )
    )
