"""All SQL of the feedback room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    Executable,
    Index,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

TABLES = MetaData()
Moment = DateTime(timezone=True)

items = Table(
    "feedback_items",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("cluster", Text, nullable=False),
    Column("person", Text),
    Column("recorded_person", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("severity", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", String(12), nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_person", Text),
    Column("decided_at", Moment),
    Column("origin", Text, nullable=False),
)
Index("feedback_items_cluster", items.c.cluster)
Index("feedback_items_department", items.c.department, items.c.at)
Index("feedback_items_person", items.c.person)
Index("feedback_items_origin", items.c.origin)

_people = ("person", "recorded_person", "decided_person")


def _instead(old: str, new: str) -> dict[str, Any]:
    return {
        name: case((items.c[name] == bindparam(old), bindparam(new, type_=Text)), else_=items.c[name])
        for name in _people
    }


WRITES: Mapping[str, Executable] = {
    "feedback.add": insert(items),
    "feedback.decide": update(items)
    .where(items.c.cluster == bindparam("of"), items.c.state == bindparam("was"))
    .values(
        state=bindparam("new_state", type_=String),
        reason=bindparam("new_reason", type_=Text),
        decided_person=bindparam("by", type_=Text),
        decided_at=bindparam("moment", type_=Moment),
    ),
    "feedback.rejoin": update(items)
    .where(or_(*(items.c[name] == bindparam("dropped") for name in _people)))
    .values(_instead("dropped", "kept")),
    "feedback.erase_words": update(items)
    .where(items.c.person == bindparam("p"))
    .values(text="", reason="", origin=""),
    "feedback.erase_people": update(items)
    .where(or_(*(items.c[name] == bindparam("p") for name in _people)))
    .values(_instead("p", "pseudonym")),
    "feedback.expire": delete(items).where(items.c.at < bindparam("before")),
}

READS: Mapping[str, Select[Any]] = {
    "feedback.top_number": select(func.max(items.c.number).label("number")),
    "feedback.item": select(items).where(items.c.id == bindparam("key")),
    "feedback.numbered": select(items).where(items.c.number == bindparam("wanted")),
    "feedback.at_origin": select(items).where(items.c.origin == bindparam("ref")),
    "feedback.since": select(items)
    .where(items.c.department == bindparam("department_"), items.c.at >= bindparam("since", type_=Moment))
    .order_by(items.c.number),
    "feedback.in_cluster": select(items).where(items.c.cluster == bindparam("of")).order_by(items.c.number),
    "feedback.open": select(items)
    .where(
        items.c.department == bindparam("department_"),
        items.c.state.in_(("new", "accepted")),
        items.c.text != "",
    )
    .order_by(items.c.number),
    "feedback.told_by": select(items).where(items.c.person == bindparam("p")).order_by(items.c.number),
}
