"""Every table and statement of the runtime and the rooms, by name."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Executable, MetaData, bindparam, update

STORES: Mapping[str, str] = {
    **{room: f"{room}.store" for room in ("schedules", "analytics")},
    "campaigns": "campaigns.store.catalog",
    "faq": "faq.store.catalog",
    "moderation": "moderation.store.catalog",
    "support": "support.store.catalog",
    "lists": "moderation.lists.store",
    "feedback": "support.feedback.store",
    "raids": "moderation.raids.store",
    "local": "bot.adapters.local.store",
}
"""Namespace → module that declares its tables and statements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All statements that may be run: `writes` and `reads` by shape name, and all tables.

    `setwise` holds what a server runs instead of a write of that shape: one statement for all its rows.
    """

    writes: Mapping[str, Executable]
    reads: Mapping[str, Executable]
    setwise: Mapping[str, Executable]
    tables: tuple[MetaData, ...]


def load_catalog(stores: Mapping[str, str] = STORES) -> Catalog:
    """Gather `TABLES`, `WRITES` and `READS` of bot.storage.tables and of every store.

    Raises ValueError when a store declares a name outside its own namespace.
    """
    runtime = importlib.import_module("bot.storage.tables")
    writes: dict[str, Executable] = dict(runtime.WRITES)
    reads: dict[str, Executable] = dict(runtime.READS)
    tables = [runtime.TABLES]
    for space, module in stores.items():
        store: Any = importlib.import_module(module)
        for names, into in ((store.WRITES, writes), (store.READS, reads)):
            strangers = [name for name in names if not name.startswith(f"{space}.")]
            if strangers:
                raise ValueError(f"{module} declares {', '.join(strangers)} outside its own name")
            into.update(names)
        tables.append(store.TABLES)
    writes.update(_migrations(tables))
    return Catalog(writes=writes, reads=reads, setwise=runtime.SETWISE, tables=tuple(tables))


@cache
def the_catalog() -> Catalog:
    """What this program's own stores declare, which does not change while it runs."""
    return load_catalog()


MIGRATE = "migrate."
"""Prefix of the statements that give a space its new native id, one for each table that knows spaces."""


def _migrations(tables: Iterable[MetaData]) -> dict[str, Executable]:
    found: dict[str, Executable] = {}
    for metadata in tables:
        for table in metadata.tables.values():
            column = "id" if table.name == "places" else "space"
            if "platform" in table.c and column in table.c:
                found[f"{MIGRATE}{table.name}"] = (
                    update(table)
                    .where(table.c.platform == bindparam("on"), table.c[column] == bindparam("old"))
                    .values({column: bindparam("new")})
                )
    return found
