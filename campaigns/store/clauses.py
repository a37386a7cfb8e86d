"""Conditions and values that statements on several nouns share."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import BindParameter, Executable, Table, Text, bindparam, select, update

from campaigns.store.tables import events, giveaways

key = bindparam("key", type_=Text)
ended = select(giveaways.c.id).where(giveaways.c.ended_at < bindparam("before"))
closed = select(events.c.id).where(events.c.ended_at < bindparam("before"))
to_space: Mapping[str, BindParameter[str]] = {
    name: bindparam(f"to_{name.removeprefix('space_')}", type_=Text)
    for name in ("platform", "space", "thread", "space_kind")
}


def become(table: Table, column: str) -> Executable:
    """Put another person into a column, wherever the first one stands."""
    return update(table).where(table.c[column] == bindparam("was")).values({column: bindparam("becomes")})
