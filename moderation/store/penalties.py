"""Penalties that run or ran: every statement."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Executable, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from moderation.store.clauses import renamed
from moderation.store.tables import penalties

WRITES: Mapping[str, Executable] = {
    "moderation.begin_penalty": insert(penalties),
    "moderation.end_penalty": update(penalties)
    .where(penalties.c.id == bindparam("key"), penalties.c.state == "running")
    .values(state=bindparam("to"), changed_at=bindparam("at_")),
    "moderation.rejoin_penalties": renamed(penalties, "person"),
    "moderation.expire_penalties": delete(penalties).where(
        penalties.c.state != "running", penalties.c.changed_at < bindparam("before")
    ),
}

READS: Mapping[str, Executable] = {
    "moderation.running_of": select(penalties)
    .where(penalties.c.person == bindparam("p"), penalties.c.state == "running")
    .order_by(penalties.c.starts_at, penalties.c.id),
    "moderation.penalties": select(penalties)
    .where(penalties.c.case == bindparam("of"))
    .order_by(penalties.c.starts_at, penalties.c.id),
    "moderation.penalty": select(penalties).where(penalties.c.id == bindparam("key")),
    "moderation.penalties_of": select(penalties)
    .where(penalties.c.person == bindparam("p"))
    .order_by(penalties.c.starts_at),
}
