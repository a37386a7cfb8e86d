"""Appeals against cases: every statement."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Executable, Integer, bindparam, case, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from moderation.store.clauses import renamed
from moderation.store.tables import appeals

WRITES: Mapping[str, Executable] = {
    "moderation.appeal": insert(appeals),
    "moderation.decide_appeal": update(appeals)
    .where(appeals.c.case == bindparam("of"), appeals.c.state == "open")
    .values(
        state=bindparam("to"),
        reviewer_person=bindparam("by"),
        answer=bindparam("reply"),
        decided_at=bindparam("at_"),
    ),
    "moderation.remind_appeal": update(appeals)
    .where(
        appeals.c.case == bindparam("of"),
        appeals.c.state == "open",
        appeals.c.reminders == bindparam("was"),
    )
    .values(reminders=bindparam("was", type_=Integer) + 1, due_at=bindparam("due")),
    "moderation.rejoin_appeals": renamed(appeals, "person", "reviewer_person"),
    "moderation.erase_appeals": update(appeals)
    .where(appeals.c.person == bindparam("p"))
    .values(words="", answer="", state=case((appeals.c.state == "open", "closed"), else_=appeals.c.state)),
    "moderation.erase_answers": update(appeals)
    .where(appeals.c.reviewer_person == bindparam("p"))
    .values(answer=""),
    "moderation.expire_appeals": delete(appeals).where(
        appeals.c.state != "open", appeals.c.opened_at < bindparam("before")
    ),
}

READS: Mapping[str, Executable] = {
    "moderation.appeal_of": select(appeals).where(appeals.c.case == bindparam("of")),
    "moderation.appeals_open": select(appeals)
    .where(appeals.c.state == "open")
    .order_by(appeals.c.opened_at)
    .limit(20),
    "moderation.appeals_by": select(appeals)
    .where(appeals.c.person == bindparam("p"))
    .order_by(appeals.c.opened_at),
}
