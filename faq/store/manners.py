"""What groups chose for themselves: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Select, select
from sqlalchemy.dialects.postgresql import insert as upsert

from faq.store.tables import manners

_manners = upsert(manners)

WRITES: Mapping[str, Executable] = {
    "faq.behave": _manners.on_conflict_do_update(
        index_elements=["platform", "space"],
        set_={name: _manners.excluded[name] for name in ("mode", "delivery", "quiet", "at")},
    ),
}

READS: Mapping[str, Select[Any]] = {
    "faq.manners": select(manners),
}
