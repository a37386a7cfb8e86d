"""Orders that were shown before they happen: every statement."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Executable, bindparam, delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from moderation.store.clauses import renamed
from moderation.store.tables import orders

WRITES: Mapping[str, Executable] = {
    "moderation.order": insert(orders),
    "moderation.drop_order": delete(orders).where(orders.c.id == bindparam("key")),
    "moderation.rejoin_orders": renamed(orders, "person", "by_person"),
    "moderation.erase_orders": delete(orders).where(
        or_(orders.c.person == bindparam("p"), orders.c.by_person == bindparam("p"))
    ),
    "moderation.expire_orders": delete(orders).where(orders.c.at < bindparam("before")),
}

READS: Mapping[str, Executable] = {
    "moderation.ordered": select(orders).where(orders.c.id == bindparam("key")),
    "moderation.orders_of": select(orders).where(orders.c.person == bindparam("p")).order_by(orders.c.at),
}
