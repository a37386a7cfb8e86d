"""What members earned: every statement."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Executable, Text, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from moderation.store.tables import trust

_trust = insert(trust)
_other_trust = trust.alias("other_trust")

WRITES: Mapping[str, Executable] = {
    "moderation.trust_is": _trust.on_conflict_do_update(
        index_elements=["person"],
        set_={
            name: getattr(_trust.excluded, name)
            for name in ("days", "pending", "pending_at", "lost", "lost_case", "changed_at")
        },
    ),
    "moderation.rejoin_trust": update(trust)
    .where(
        trust.c.person == bindparam("p"),
        ~select(_other_trust.c.person).where(_other_trust.c.person == bindparam("to")).exists(),
    )
    .values(person=bindparam("to", type_=Text)),
    "moderation.erase_trust": delete(trust).where(trust.c.person == bindparam("p")),
    "moderation.expire_trust": delete(trust).where(trust.c.changed_at < bindparam("before")),
}

READS: Mapping[str, Executable] = {
    "moderation.trust": select(trust).where(trust.c.person == bindparam("p")),
    "moderation.latest_trust": select(trust).order_by(trust.c.changed_at.desc()).limit(bindparam("most")),
    "moderation.trusted": select(trust.c.person).where(trust.c.days >= bindparam("least")),
}
