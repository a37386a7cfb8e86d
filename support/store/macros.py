"""Prepared replies: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Executable,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from support.store.tables import (
    macros,
)

WRITES: Mapping[str, Executable] = {
    "support.macro": insert(macros),
    "support.macro_drop": delete(macros).where(macros.c.name == bindparam("called")),
    "support.rejoin_macros": update(macros)
    .where(macros.c.by_person == bindparam("dropped"))
    .values(by_person=bindparam("kept")),
    "support.erase_macros": update(macros)
    .where(macros.c.by_person == bindparam("p"))
    .values(by_person=bindparam("pseudonym")),
}

READS: Mapping[str, Select[Any]] = {
    "support.macros": select(macros).order_by(macros.c.name),
    "support.macros_by": select(macros).where(macros.c.by_person == bindparam("p")).order_by(macros.c.name),
    "support.macro_called": select(macros).where(macros.c.name == bindparam("called")),
    "support.macro_numbered": select(macros).where(macros.c.number == bindparam("wanted")),
    "support.top_macro": select(func.max(macros.c.number).label("number")),
}
