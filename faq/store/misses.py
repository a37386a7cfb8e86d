"""Questions that got no answer, or a wrong one: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Select, bindparam, delete, insert, select, update

from faq.store.tables import misses

WRITES: Mapping[str, Executable] = {
    "faq.missed": insert(misses),
    "faq.settle_miss": update(misses)
    .where(misses.c.id == bindparam("key"))
    .values(near=bindparam("new_near"), why=bindparam("new_why")),
    "faq.miss_replied": update(misses)
    .where(misses.c.id == bindparam("key"), misses.c.accepted == 0)
    .values(
        reply=bindparam("new_reply"),
        reply_message=bindparam("new_message"),
        reply_person=bindparam("new_person"),
    ),
    "faq.miss_accepted": update(misses)
    .where(misses.c.id == bindparam("key"), misses.c.accepted == 0)
    .values(accepted=1),
    "faq.miss_belongs": update(misses)
    .where(misses.c.id == bindparam("key"), misses.c.gap.is_(None))
    .values(gap=bindparam("new_gap")),
    "faq.erase_misses": delete(misses).where(misses.c.person == bindparam("p")),
    "faq.erase_replies": update(misses)
    .where(misses.c.reply_person == bindparam("p"))
    .values(reply="", reply_message=None, reply_person=None),
    "faq.rejoin_misses": update(misses)
    .where(misses.c.person == bindparam("dropped"))
    .values(person=bindparam("kept")),
    "faq.rejoin_replies": update(misses)
    .where(misses.c.reply_person == bindparam("dropped"))
    .values(reply_person=bindparam("kept")),
    "faq.expire_misses": delete(misses).where(misses.c.at < bindparam("before")),
}

READS: Mapping[str, Select[Any]] = {
    "faq.miss": select(misses).where(misses.c.id == bindparam("key")),
    "faq.miss_at": select(misses).where(
        misses.c.platform == bindparam("platform"),
        misses.c.space == bindparam("space"),
        misses.c.message == bindparam("message"),
    ),
    "faq.miss_answered_by": select(misses).where(
        misses.c.platform == bindparam("platform"),
        misses.c.space == bindparam("space"),
        misses.c.reply_message == bindparam("message"),
    ),
    "faq.last_miss": select(misses)
    .where(
        misses.c.person == bindparam("person"),
        misses.c.platform == bindparam("platform"),
        misses.c.space == bindparam("space"),
        misses.c.at > bindparam("since"),
    )
    .order_by(misses.c.at.desc())
    .limit(1),
    "faq.fresh_misses": select(misses)
    .where(misses.c.gap.is_(None))
    .order_by(misses.c.at.desc())
    .limit(bindparam("most")),
    "faq.clustered_misses": select(misses).where(misses.c.gap.is_not(None)).order_by(misses.c.at),
    "faq.misses_in": select(misses).where(misses.c.gap == bindparam("key")).order_by(misses.c.at),
    "faq.misses_of": select(misses).where(misses.c.person == bindparam("p")).order_by(misses.c.at),
    "faq.replies_of": select(misses.c.reply, misses.c.at)
    .where(misses.c.reply_person == bindparam("p"))
    .order_by(misses.c.at),
}
