"""How far rules go, and the verdicts on what they did: every statement."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Executable, Integer, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from moderation.store.clauses import renamed
from moderation.store.tables import modes, verdicts

_mode = insert(modes)
_verdict = insert(verdicts)

WRITES: Mapping[str, Executable] = {
    "moderation.set_mode": _mode.on_conflict_do_update(
        index_elements=["rule"],
        set_={
            name: getattr(_mode.excluded, name) for name in ("mode", "forced", "reason", "by_person", "at")
        },
    ),
    "moderation.judge_case": _verdict.on_conflict_do_update(
        index_elements=["case"],
        set_={name: getattr(_verdict.excluded, name) for name in ("is_right", "by_person", "at")},
    ),
    "moderation.rejoin_modes": renamed(modes, "by_person"),
    "moderation.rejoin_verdicts": renamed(verdicts, "by_person"),
    "moderation.expire_verdicts": delete(verdicts).where(verdicts.c.at < bindparam("before")),
}

READS: Mapping[str, Executable] = {
    "moderation.modes": select(modes),
    "moderation.verdicts_of": select(verdicts.c.case, verdicts.c.is_right, verdicts.c.at)
    .where(verdicts.c.rule == bindparam("of"))
    .order_by(verdicts.c.at.desc(), verdicts.c.case)
    .limit(bindparam("most", type_=Integer)),
    "moderation.verdict_of": select(verdicts).where(verdicts.c.case == bindparam("of")),
}
