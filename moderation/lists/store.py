"""The tables of lists, and every statement on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    Executable,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

TABLES = MetaData()
Moment = DateTime(timezone=True)

lists = Table(
    "moderation_lists",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by_person", Text),
    Column("state", String(8), nullable=False),
    Column("digest", Text, nullable=False),
    Column("pending", Text),
    Column("at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

terms = Table(
    "moderation_list_terms",
    TABLES,
    Column("list", Text, primary_key=True),
    Column("term", Text, primary_key=True),
    Column("state", String(12), nullable=False),
    Column("noisy", String(8), nullable=False),
    Column("hits", Integer, nullable=False),
    Column("people", Integer, nullable=False),
)

WRITES: Mapping[str, Executable] = {
    "lists.add": insert(lists),
    "lists.state": update(lists)
    .where(lists.c.id == bindparam("key"))
    .values(state=bindparam("to"), changed_at=bindparam("at_")),
    "lists.pend": update(lists)
    .where(lists.c.id == bindparam("key"))
    .values(pending=bindparam("what"), changed_at=bindparam("at_")),
    "lists.digest": update(lists)
    .where(lists.c.id == bindparam("key"))
    .values(digest=bindparam("what"), pending=None, changed_at=bindparam("at_")),
    "lists.drop": delete(lists).where(lists.c.id == bindparam("key")),
    "lists.term": insert(terms),
    "lists.rule": update(terms)
    .where(terms.c.list == bindparam("of"), terms.c.term == bindparam("what"))
    .values(state=bindparam("to")),
    "lists.rule_all": update(terms)
    .where(terms.c.list == bindparam("of"), terms.c.state == "quarantined")
    .values(state=bindparam("to")),
    "lists.forget_term": delete(terms).where(
        terms.c.list == bindparam("of"), terms.c.term == bindparam("what")
    ),
    "lists.forget_terms": delete(terms).where(terms.c.list == bindparam("of")),
    "lists.rename": update(lists)
    .where(lists.c.by_person == bindparam("p"))
    .values(by_person=bindparam("to")),
}

READS: Mapping[str, Select[Any]] = {
    "lists.all": select(lists).order_by(lists.c.name),
    "lists.named": select(lists).where(lists.c.name == bindparam("wanted")),
    "lists.one": select(lists).where(lists.c.id == bindparam("key")),
    "lists.terms": select(terms)
    .where(terms.c.list == bindparam("of"))
    .order_by(terms.c.people.desc(), terms.c.term),
    "lists.counts": select(terms.c.list, terms.c.state, func.count().label("count")).group_by(
        terms.c.list, terms.c.state
    ),
    "lists.active": select(terms.c.term)
    .join(lists, lists.c.id == terms.c.list)
    .where(lists.c.state == "watched", terms.c.state == "active")
    .order_by(terms.c.term),
}
