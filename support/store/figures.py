"""What the clocks measured, whom they call, and what reports count: every statement."""

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

from support.store.clauses import on_stage, played
from support.store.tables import (
    Moment,
    alerts,
    is_open,
    lines,
    measures,
    tickets,
)

WRITES: Mapping[str, Executable] = {
    "support.measure": insert(measures),
    "support.alert": insert(alerts),
    "support.alert_told": delete(alerts).where(alerts.c.id == bindparam("key")),
    "support.clear_alerts": delete(alerts).where(alerts.c.ticket.in_(on_stage)),
    "support.clear_measures": delete(measures).where(measures.c.ticket.in_(on_stage)),
    "support.rejoin_measures": update(measures)
    .where(measures.c.assignee_person == bindparam("dropped"))
    .values(assignee_person=bindparam("kept")),
    "support.erase_measures": update(measures)
    .where(measures.c.assignee_person == bindparam("p"))
    .values(assignee_person=bindparam("pseudonym")),
    "support.expire_alerts": delete(alerts).where(alerts.c.at < bindparam("before")),
    "support.expire_measures": delete(measures).where(measures.c.at < bindparam("before")),
}

READS: Mapping[str, Select[Any]] = {
    "support.alerts": select(alerts).order_by(alerts.c.at, alerts.c.id),
    "support.measures_of": select(measures)
    .where(measures.c.ticket == bindparam("of"))
    .order_by(measures.c.at),
    "support.ended": select(
        tickets.c.department,
        tickets.c.assignee_person,
        tickets.c.shut_seconds,
        select(func.count())
        .select_from(lines)
        .where(lines.c.ticket == tickets.c.id, lines.c.kind == "reply")
        .scalar_subquery()
        .label("replies"),
    ).where(
        tickets.c.closed_at >= bindparam("since", type_=Moment),
        tickets.c.closed_at < bindparam("until", type_=Moment),
        tickets.c.state.in_(("resolved", "closed")),
        tickets.c.merged_into.is_(None),
        tickets.c.origin_platform != "drill",
    ),
    "support.ages": select(tickets.c.opened_at, tickets.c.shut_seconds).where(
        is_open, tickets.c.origin_platform != "drill"
    ),
    "support.measured": select(measures)
    .where(
        measures.c.at >= bindparam("since", type_=Moment),
        measures.c.at < bindparam("until", type_=Moment),
        measures.c.ticket.not_in(played),
    )
    .order_by(measures.c.at, measures.c.id),
}
