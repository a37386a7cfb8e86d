"""Rules that were written in the chat: every statement."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Executable, bindparam, delete, insert, select

from moderation.store.clauses import renamed
from moderation.store.tables import custom

WRITES: Mapping[str, Executable] = {
    "moderation.write_rule": insert(custom),
    "moderation.drop_rule": delete(custom).where(custom.c.name == bindparam("wanted")),
    "moderation.rejoin_custom": renamed(custom, "by_person"),
}

READS: Mapping[str, Executable] = {
    "moderation.custom": select(custom).order_by(custom.c.name),
    "moderation.custom_by": select(custom)
    .where(custom.c.by_person == bindparam("p"))
    .order_by(custom.c.name),
}
