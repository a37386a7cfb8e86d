"""The local platform's own rows: who lives there and what was said."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Executable,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    bindparam,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

TABLES = MetaData()
Moment = DateTime(timezone=True)

residents = Table(
    "local_residents",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("muted_until", Moment),
)

messages = Table(
    "local_messages",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False, unique=True),
    Column("space", Text, nullable=False),
    Column("thread", Text),
    Column("author", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("buttons", Text, nullable=False),
    Column("reply_to", Text),
    Column("seen_by", Text),
    Column("at", Moment, nullable=False),
    Column("edited", Boolean, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("pinned", Boolean, nullable=False),
    Column("file", Text),
)

threads = Table(
    "local_threads",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("space", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("closed", Boolean, nullable=False),
)

_resident = insert(residents)
_message = insert(messages)
_thread = insert(threads)

WRITES: Mapping[str, Executable] = {
    "local.resident": _resident.on_conflict_do_update(
        index_elements=["id"],
        set_={
            name: getattr(_resident.excluded, name)
            for name in ("name", "locale", "roles", "state", "muted_until")
        },
    ),
    "local.message": _message.on_conflict_do_update(
        index_elements=["id"],
        set_={
            name: getattr(_message.excluded, name)
            for name in ("body", "buttons", "edited", "deleted", "pinned")
        },
    ),
    "local.thread": _thread.on_conflict_do_update(
        index_elements=["id"], set_={"closed": _thread.excluded.closed}
    ),
    "local.blank": update(messages)
    .where(messages.c.id == bindparam("message"))
    .values(body="", buttons="[]", file=None, deleted=True),
    "local.retitle": update(threads)
    .where(threads.c.id == bindparam("thread_"))
    .values(title=bindparam("words")),
}

READS: Mapping[str, Select[tuple[object, ...]]] = {
    "local.residents": select(residents),
    "local.messages": select(messages).order_by(messages.c.id),
    "local.threads": select(threads),
}
