"""Misses that ask the same thing: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Select, bindparam, delete, insert, select, update

from faq.store.tables import gaps

WRITES: Mapping[str, Executable] = {
    "faq.add_gap": insert(gaps),
    "faq.grow_gap": update(gaps)
    .where(gaps.c.id == bindparam("key"))
    .values(
        near=bindparam("new_near"),
        misses=bindparam("new_misses"),
        people=bindparam("new_people"),
        last_at=bindparam("new_last"),
    ),
    "faq.told_gap": update(gaps)
    .where(gaps.c.id == bindparam("key"))
    .values(told_at=bindparam("now"), told_misses=gaps.c.misses),
    "faq.close_gap": update(gaps)
    .where(gaps.c.id == bindparam("key"), gaps.c.state == "open")
    .values(state=bindparam("new_state")),
    "faq.expire_gaps": delete(gaps).where(gaps.c.last_at < bindparam("before")),
}

READS: Mapping[str, Select[Any]] = {
    "faq.gaps": select(gaps)
    .where(gaps.c.state == "open")
    .order_by(gaps.c.people.desc(), gaps.c.misses.desc(), gaps.c.last_at.desc(), gaps.c.id),
    "faq.gap": select(gaps).where(gaps.c.id == bindparam("key")),
    "faq.gap_states": select(gaps.c.id, gaps.c.state),
}
