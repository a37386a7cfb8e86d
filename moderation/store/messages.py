"""Messages as they were said: every statement."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Executable, Integer, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from moderation.store.clauses import renamed
from moderation.store.tables import messages

_said = insert(messages)

WRITES: Mapping[str, Executable] = {
    "moderation.hear": _said.on_conflict_do_nothing(),
    "moderation.rehear": _said.on_conflict_do_update(
        index_elements=["platform", "space", "message"],
        set_={"text": _said.excluded.text, "media": _said.excluded.media},
    ),
    "moderation.rejoin_messages": renamed(messages, "person"),
    "moderation.erase_messages": delete(messages).where(messages.c.person == bindparam("p")),
    "moderation.expire_messages": delete(messages).where(messages.c.at < bindparam("before")),
}

READS: Mapping[str, Executable] = {
    "moderation.recent": select(
        messages.c.platform,
        messages.c.space,
        messages.c.thread,
        messages.c.message,
        messages.c.person,
        messages.c.text,
        messages.c.album,
        messages.c.at,
    )
    .where(messages.c.at >= bindparam("since"), messages.c.rank == 0)
    .order_by(messages.c.at.desc())
    .limit(bindparam("most", type_=Integer)),
    "moderation.message": select(messages).where(
        messages.c.platform == bindparam("on"),
        messages.c.space == bindparam("lane"),
        messages.c.message == bindparam("key"),
    ),
    "moderation.history": select(messages).where(messages.c.at >= bindparam("since")).order_by(messages.c.at),
    "moderation.said_so_far": select(func.count().label("count")).select_from(
        select(messages.c.message)
        .where(messages.c.person == bindparam("p"))
        .limit(bindparam("most", type_=Integer))
        .subquery()
    ),
    "moderation.places_of": select(
        messages.c.platform, messages.c.space, func.max(messages.c.at).label("last_at")
    )
    .where(messages.c.person == bindparam("p"))
    .group_by(messages.c.platform, messages.c.space)
    .order_by(func.max(messages.c.at).desc())
    .limit(50),
    "moderation.first_heard": select(
        func.min(messages.c.at).label("at"), func.count().label("messages")
    ).where(messages.c.person == bindparam("p")),
    "moderation.last_history": select(messages)
    .where(messages.c.at >= bindparam("since"))
    .order_by(messages.c.at.desc())
    .limit(bindparam("most", type_=Integer)),
    "moderation.messages_of": select(messages)
    .where(messages.c.person == bindparam("p"))
    .order_by(messages.c.at),
}
