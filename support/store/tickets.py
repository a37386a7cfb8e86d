"""Tickets and what they are tied to: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    Text,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from support.store.clauses import among, expired, on_stage
from support.store.tables import (
    OPEN,
    Moment,
    is_open,
    lines,
    links,
    tickets,
)

_MUTABLE = (
    "topic", "topic_title", "priority", "department", "tags", "state", "changed_at", "state_since",
    "first_due_at", "shut_seconds", "first_reply_at", "asked_at", "clocks", "due_at", "assignee_person",
    "snoozed_until", "closed_at", "closed_by_person", "close_reason", "merged_into", "card_platform",
    "card_space", "card_thread", "card_message", "card_threadless", "card_asked", "card_tries", "reach",
    "revision",
)  # fmt: skip
"""What changes in a ticket's life; the bind parameter of a column is its name with `new_` before it."""

_other = tickets.alias("other")


def _says(pattern: str) -> ColumnElement[bool]:
    """A ticket whose question, tags or lines hold the pattern."""
    wanted = bindparam(pattern, type_=Text)
    said = exists().where(lines.c.ticket == tickets.c.id, func.lower(lines.c.text).like(wanted, escape="\\"))
    return or_(
        func.lower(tickets.c.question).like(wanted, escape="\\"),
        tickets.c.tags.like(wanted, escape="\\"),
        said,
    )


_change = (
    update(tickets)
    .where(tickets.c.id == bindparam("key"), tickets.c.revision == bindparam("was"))
    .values({name: bindparam(f"new_{name}", type_=tickets.c[name].type) for name in _MUTABLE})
)

WRITES: Mapping[str, Executable] = {
    "support.open": insert(tickets),
    "support.change": _change,
    "support.redraw": _change,
    "support.link": insert(links),
    "support.migrate_origin": update(tickets)
    .where(tickets.c.origin_platform == bindparam("platform"), tickets.c.origin_space == bindparam("was"))
    .values(origin_space=bindparam("now_")),
    "support.migrate_card": update(tickets)
    .where(tickets.c.card_platform == bindparam("platform"), tickets.c.card_space == bindparam("was"))
    .values(card_space=bindparam("now_")),
    "support.rejoin_topics": update(tickets)
    .where(
        tickets.c.person == bindparam("dropped"),
        among(tickets.c.state, OPEN),
        exists().where(
            _other.c.person == bindparam("kept"),
            _other.c.topic == tickets.c.topic,
            among(_other.c.state, OPEN),
        ),
    )
    .values(topic=tickets.c.topic + ":" + tickets.c.id),
    "support.rejoin_tickets": update(tickets)
    .where(
        or_(
            tickets.c.person == bindparam("dropped"),
            tickets.c.assignee_person == bindparam("dropped"),
            tickets.c.closed_by_person == bindparam("dropped"),
        )
    )
    .values(
        {
            name: case(
                (tickets.c[name] == bindparam("dropped"), bindparam("kept", type_=Text)),
                else_=tickets.c[name],
            )
            for name in ("person", "assignee_person", "closed_by_person")
        }
    ),
    "support.erase_tickets": update(tickets)
    .where(tickets.c.person == bindparam("p"))
    .values(
        person=bindparam("pseudonym"),
        question="",
        reasons="[]",
        attempts="[]",
        tags="",
        close_reason="",
        origin_space="",
        origin_thread=None,
        origin_message=None,
        closed_at=func.coalesce(tickets.c.closed_at, tickets.c.changed_at),
        state=case((among(tickets.c.state, OPEN), "closed"), else_=tickets.c.state),
        revision=tickets.c.revision + 1,
    ),
    "support.erase_staff": update(tickets)
    .where(or_(tickets.c.assignee_person == bindparam("p"), tickets.c.closed_by_person == bindparam("p")))
    .values(
        {
            name: case(
                (tickets.c[name] == bindparam("p"), bindparam("pseudonym", type_=Text)), else_=tickets.c[name]
            )
            for name in ("assignee_person", "closed_by_person")
        }
    ),
    "support.clear_links": delete(links).where(links.c.ticket.in_(on_stage)),
    "support.clear_tickets": delete(tickets).where(tickets.c.origin_platform == bindparam("stage")),
    "support.expire_links": delete(links).where(links.c.ticket.in_(expired)),
    "support.expire_tickets": delete(tickets).where(tickets.c.closed_at < bindparam("before")),
}

READS: Mapping[str, Select[Any]] = {
    "support.ticket": select(tickets).where(tickets.c.id == bindparam("key")),
    "support.numbered": select(tickets).where(tickets.c.number == bindparam("wanted")),
    "support.top_number": select(func.max(tickets.c.number).label("number")),
    "support.open_on": select(tickets).where(
        tickets.c.person == bindparam("p"), tickets.c.topic == bindparam("about"), is_open
    ),
    "support.open_of": select(tickets)
    .where(tickets.c.person == bindparam("p"), is_open)
    .order_by(tickets.c.changed_at.desc(), tickets.c.number.desc()),
    "support.opened_since": select(tickets)
    .where(is_open, tickets.c.opened_at >= bindparam("since", type_=Moment))
    .order_by(tickets.c.opened_at, tickets.c.number)
    .limit(200),
    "support.opened_at": select(tickets)
    .where(
        is_open,
        tickets.c.opened_at >= bindparam("since", type_=Moment),
        tickets.c.origin_platform == bindparam("platform"),
        tickets.c.origin_space == bindparam("space"),
    )
    .order_by(tickets.c.opened_at, tickets.c.number),
    "support.history_of": select(func.count().label("count")).where(
        tickets.c.person == bindparam("p"), tickets.c.id != bindparam("but")
    ),
    "support.at_thread": select(tickets).where(
        tickets.c.card_platform == bindparam("platform"),
        tickets.c.card_space == bindparam("space"),
        tickets.c.card_thread == bindparam("thread"),
    ),
    "support.at_card": select(tickets).where(
        tickets.c.card_platform == bindparam("platform"),
        tickets.c.card_space == bindparam("space"),
        tickets.c.card_message == bindparam("message"),
    ),
    "support.open": select(tickets).where(is_open).order_by(tickets.c.opened_at),
    "support.open_after": select(tickets)
    .where(is_open, tickets.c.number > bindparam("number"))
    .order_by(tickets.c.number)
    .limit(bindparam("most")),
    "support.links_of": select(links).where(links.c.ticket == bindparam("of")).order_by(links.c.at),
    "support.last_on": select(tickets)
    .where(tickets.c.person == bindparam("p"), tickets.c.topic == bindparam("about"))
    .order_by(tickets.c.number.desc())
    .limit(1),
    "support.last_of": select(tickets)
    .where(tickets.c.person == bindparam("p"))
    .order_by(tickets.c.number.desc())
    .limit(1),
    "support.saying": select(tickets)
    .where(_says("a"), _says("b"), _says("c"))
    .order_by(tickets.c.changed_at.desc(), tickets.c.number.desc())
    .limit(10),
    "support.tickets_of": select(tickets)
    .where(tickets.c.person == bindparam("p"))
    .order_by(tickets.c.number),
    "support.held_by": select(tickets)
    .where(tickets.c.assignee_person == bindparam("p"), tickets.c.state.in_(("new", "open")))
    .order_by(tickets.c.number),
    "support.on_stage": select(tickets)
    .where(tickets.c.origin_platform == bindparam("stage"))
    .order_by(tickets.c.number),
}
