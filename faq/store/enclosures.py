"""Files that wait for the form of their entry: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Select, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from faq.store.tables import enclosures

_enclosures = upsert(enclosures)

WRITES: Mapping[str, Executable] = {
    "faq.enclose": _enclosures.on_conflict_do_update(
        index_elements=["person"],
        set_={name: _enclosures.excluded[name] for name in ("files", "at")},
    ),
    "faq.unenclose": delete(enclosures).where(enclosures.c.person == bindparam("p")),
    "faq.expire_enclosures": delete(enclosures).where(enclosures.c.at < bindparam("before")),
}

READS: Mapping[str, Select[Any]] = {
    "faq.enclosed": select(enclosures).where(enclosures.c.person == bindparam("p")),
}
