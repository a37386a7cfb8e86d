"""The tables of raids and the door, and every statement on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Boolean,
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
    and_,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from moderation.store.tables import messages

TABLES = MetaData()
Moment = DateTime(timezone=True)

raids = Table(
    "moderation_raids",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("level", String(8), nullable=False),
    Column("cause", String(8), nullable=False),
    Column("by_person", Text),
    Column("started_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("taken", Integer, nullable=False),
    Column("over", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
)
Index("moderation_raids_over", raids.c.over, raids.c.changed_at)

# At most one raid runs on a platform: a second one that begins at the same moment clashes and is decided again.
running = Table(
    "moderation_raids_running",
    TABLES,
    Column("platform", Text, primary_key=True),
    Column("raid", Text, nullable=False),
)

closed = Table(
    "moderation_raid_spaces",
    TABLES,
    Column("raid", Text, primary_key=True),
    Column("platform", Text, primary_key=True),
    Column("space", Text, primary_key=True),
    Column("space_kind", String(8), nullable=False),
    Column("snapshot", Text),
)

arrivals = Table(
    "moderation_arrivals",
    TABLES,
    Column("platform", Text, primary_key=True),
    Column("space", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("joined_at", Moment, nullable=False),
    Column("left_at", Moment),
)
Index("moderation_arrivals_at", arrivals.c.joined_at)
Index("moderation_arrivals_person", arrivals.c.person)

callers = Table(
    "moderation_door",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("space_kind", String(8), nullable=False),
    Column("person", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("raid", Text),
    Column("state", String(8), nullable=False),
    Column("at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("settled_by_person", Text),
)
Index("moderation_door_state", callers.c.state, callers.c.platform, callers.c.at)
Index("moderation_door_person", callers.c.person)

boards = Table(
    "moderation_boards",
    TABLES,
    Column("name", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("thread", Text),
    Column("message", Text),
    Column("at", Moment, nullable=False),
)

walls = Table(
    "moderation_walls",
    TABLES,
    Column("platform", Text, primary_key=True),
    Column("mark", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("rest", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

_arrival = insert(arrivals)
_wall = insert(walls)


def _renamed(table: Table, *columns: str) -> Executable:
    """Puts `to` where a column holds `p`."""
    held = bindparam("p", type_=Text)
    return (
        update(table)
        .where(or_(*(table.c[name] == held for name in columns)))
        .values(
            {
                name: case((table.c[name] == held, bindparam("to", type_=Text)), else_=table.c[name])
                for name in columns
            }
        )
    )


WRITES: Mapping[str, Executable] = {
    "raids.begin": insert(raids),
    "raids.run": insert(running),
    "raids.rest": delete(running).where(running.c.raid == bindparam("key")),
    "raids.change": update(raids)
    .where(raids.c.id == bindparam("key"), raids.c.revision == bindparam("was"), raids.c.over.is_(False))
    .values(
        {
            "revision": raids.c.revision + 1,
            **{
                name: bindparam(f"new_{name}", type_=raids.c[name].type)
                for name in ("level", "by_person", "changed_at", "ends_at", "over")
            },
        }
    ),
    "raids.stays": update(raids)
    .where(raids.c.id == bindparam("key"), raids.c.level == bindparam("at_level"), raids.c.over.is_(False))
    .values(over=False),
    "raids.took": update(raids)
    .where(raids.c.id == bindparam("key"))
    .values(taken=raids.c.taken + bindparam("count", type_=Integer)),
    "raids.close": insert(closed).on_conflict_do_nothing(),
    "raids.snapshot": update(closed)
    .where(
        closed.c.raid == bindparam("key"),
        closed.c.platform == bindparam("on"),
        closed.c.space == bindparam("lane"),
        closed.c.snapshot.is_(None),
    )
    .values(snapshot=bindparam("found")),
    "raids.arrive": _arrival.on_conflict_do_update(
        index_elements=["platform", "space", "person"],
        set_={"joined_at": _arrival.excluded.joined_at, "left_at": None},
    ),
    "raids.depart": update(arrivals)
    .where(
        arrivals.c.platform == bindparam("on"),
        arrivals.c.space == bindparam("lane"),
        arrivals.c.person == bindparam("p"),
    )
    .values(left_at=bindparam("at_")),
    "raids.call": insert(callers),
    "raids.settle": update(callers)
    .where(callers.c.id == bindparam("key"), callers.c.state == "waiting")
    .values(state=bindparam("to"), changed_at=bindparam("at_"), settled_by_person=bindparam("who")),
    "raids.withdraw": update(callers)
    .where(
        callers.c.platform == bindparam("on"),
        callers.c.space == bindparam("lane"),
        callers.c.person == bindparam("p"),
        callers.c.state == "waiting",
    )
    .values(state="gone", changed_at=bindparam("at_")),
    "raids.board": insert(boards),
    "raids.board_is": update(boards)
    .where(boards.c.name == bindparam("key"))
    .values(message=bindparam("what")),
    "raids.unboard": delete(boards).where(boards.c.name == bindparam("key")),
    "raids.wall_ordered": _wall.on_conflict_do_update(
        index_elements=["platform"],
        set_={name: getattr(_wall.excluded, name) for name in ("mark", "state", "rest", "at")},
    ),
    "raids.wall_is": update(walls)
    .where(walls.c.platform == bindparam("on"))
    .values(state=bindparam("to"), rest=bindparam("what")),
    "raids.rejoin_raids": _renamed(raids, "by_person"),
    "raids.rejoin_door": _renamed(callers, "person", "settled_by_person"),
    "raids.erase_arrivals": delete(arrivals).where(arrivals.c.person == bindparam("p")),
    "raids.erase_door": delete(callers).where(callers.c.person == bindparam("p")),
    "raids.expire_raids": delete(raids).where(
        raids.c.over.is_(True), raids.c.changed_at < bindparam("before")
    ),
    "raids.expire_closed": delete(closed).where(
        ~closed.c.raid.in_(
            select(raids.c.id).where(or_(raids.c.over.is_(False), raids.c.changed_at >= bindparam("before")))
        )
    ),
    "raids.expire_arrivals": delete(arrivals).where(arrivals.c.joined_at < bindparam("before")),
    "raids.expire_door": delete(callers).where(
        callers.c.state != "waiting", callers.c.changed_at < bindparam("before")
    ),
    "raids.expire_boards": delete(boards).where(boards.c.at < bindparam("before")),
}

READS: Mapping[str, Select[Any]] = {
    "raids.ongoing": select(raids).join(running, running.c.raid == raids.c.id),
    "raids.raid": select(raids).where(raids.c.id == bindparam("key")),
    "raids.closed": select(closed).where(closed.c.raid == bindparam("key")).order_by(closed.c.space),
    "raids.arrived": select(arrivals)
    .where(arrivals.c.joined_at >= bindparam("since"))
    .order_by(arrivals.c.joined_at)
    .limit(bindparam("most", type_=Integer)),
    "raids.arrival": select(func.max(arrivals.c.joined_at).label("joined_at")).where(
        arrivals.c.person == bindparam("p")
    ),
    "raids.known_since": select(
        select(func.min(messages.c.at))
        .where(messages.c.person == bindparam("p"))
        .scalar_subquery()
        .label("heard_at"),
        select(func.max(arrivals.c.joined_at))
        .where(arrivals.c.person == bindparam("p"))
        .scalar_subquery()
        .label("joined_at"),
    ),
    "raids.joined": select(func.count().label("count"))
    .select_from(
        arrivals.join(
            closed, and_(closed.c.platform == arrivals.c.platform, closed.c.space == arrivals.c.space)
        )
    )
    .where(closed.c.raid == bindparam("key"), arrivals.c.joined_at >= bindparam("since")),
    "raids.waiting": select(callers)
    .where(callers.c.state == "waiting", callers.c.platform == bindparam("on"))
    .order_by(callers.c.at, callers.c.id),
    "raids.waiting_of": select(callers).where(
        callers.c.state == "waiting",
        callers.c.platform == bindparam("on"),
        callers.c.space == bindparam("lane"),
        callers.c.person == bindparam("p"),
    ),
    "raids.admitted": select(callers.c.id).where(
        callers.c.state == "admitted",
        callers.c.platform == bindparam("on"),
        callers.c.space == bindparam("lane"),
        callers.c.person == bindparam("p"),
        callers.c.changed_at >= bindparam("since"),
    ),
    "raids.caller": select(callers).where(callers.c.id == bindparam("key")),
    "raids.board": select(boards).where(boards.c.name == bindparam("key")),
    "raids.wall": select(walls).where(walls.c.platform == bindparam("on")),
    "raids.arrivals_of": select(arrivals).where(arrivals.c.person == bindparam("p")),
    "raids.door_of": select(
        callers.c.platform, callers.c.space, callers.c.state, callers.c.at, callers.c.changed_at
    )
    .where(callers.c.person == bindparam("p"))
    .order_by(callers.c.at),
}
