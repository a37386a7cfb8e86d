"""Reminders that were sent: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Select, select
from sqlalchemy.dialects.postgresql import insert as upsert

from faq.store.tables import notices

_notices = upsert(notices)

WRITES: Mapping[str, Executable] = {
    "faq.notice": _notices.on_conflict_do_update(
        index_elements=["entry", "kind"], set_={"at": _notices.excluded.at}
    ),
}

READS: Mapping[str, Select[Any]] = {
    "faq.notices": select(notices),
}
