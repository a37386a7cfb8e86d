"""The tables of the support desk and every statement on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    DateTime,
    Executable,
    Float,
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
    exists,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

TABLES = MetaData()
Moment = DateTime(timezone=True)

tickets = Table(
    "support_tickets",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("person", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("topic_title", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("why", String(16), nullable=False),
    Column("reasons", Text, nullable=False),
    Column("attempts", Text, nullable=False),
    Column("sentiment", Float, nullable=False),
    Column("department", Text, nullable=False),
    Column("tags", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("question", Text, nullable=False),
    Column("origin_platform", Text, nullable=False),
    Column("origin_space", Text, nullable=False),
    Column("origin_thread", Text),
    Column("origin_kind", String(8), nullable=False),
    Column("origin_message", Text),
    Column("opened_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("state_since", Moment, nullable=False),
    Column("first_due_at", Moment, nullable=False),
    Column("shut_seconds", Integer, nullable=False),
    Column("first_reply_at", Moment),
    Column("asked_at", Moment),
    Column("clocks", Text, nullable=False),
    Column("due_at", Moment),
    Column("assignee_person", Text),
    Column("snoozed_until", Moment),
    Column("closed_at", Moment),
    Column("closed_by_person", Text),
    Column("close_reason", Text, nullable=False),
    Column("merged_into", Text),
    Column("follows", Text),
    Column("card_platform", Text),
    Column("card_space", Text),
    Column("card_thread", Text),
    Column("card_message", Text),
    Column("card_threadless", Integer, nullable=False),
    Column("card_asked", Integer, nullable=False),
    Column("card_tries", Integer, nullable=False),
    Column("reach", String(8), nullable=False),
    Column("revision", Integer, nullable=False),
)
OPEN = ("new", "open", "pending_member", "pending_internal", "snoozed")
_is_open = text("state IN ('new', 'open', 'pending_member', 'pending_internal', 'snoozed')")
Index(
    "support_one_open",
    tickets.c.person,
    tickets.c.topic,
    unique=True,
    sqlite_where=_is_open,
    postgresql_where=_is_open,
)
Index("support_tickets_open", tickets.c.opened_at, sqlite_where=_is_open, postgresql_where=_is_open)
Index("support_tickets_person", tickets.c.person, tickets.c.changed_at)
Index("support_tickets_thread", tickets.c.card_platform, tickets.c.card_space, tickets.c.card_thread)
Index("support_tickets_closed", tickets.c.closed_at)

lines = Table(
    "support_lines",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("ticket", Text, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("by_person", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("way", String(8), nullable=False),
    Column("edits", Integer, nullable=False),
    Column("said_platform", Text),
    Column("said_space", Text),
    Column("said_thread", Text),
    Column("said_kind", String(8)),
    Column("said_message", Text),
    Column("copy_platform", Text),
    Column("copy_space", Text),
    Column("copy_thread", Text),
    Column("copy_kind", String(8)),
    Column("copy_message", Text),
    Column("copy_more", Text, nullable=False),
    Column("files", Text, nullable=False),
)
Index("support_lines_ticket", lines.c.ticket, lines.c.id)
Index("support_lines_person", lines.c.by_person)
Index("support_lines_said", lines.c.said_platform, lines.c.said_space, lines.c.said_message)
Index("support_lines_copy", lines.c.copy_platform, lines.c.copy_space, lines.c.copy_message)
_context = text("kind = 'context'")
Index("support_lines_context", lines.c.at, sqlite_where=_context, postgresql_where=_context)

measures = Table(
    "support_measures",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("ticket", Text, nullable=False),
    Column("assignee_person", Text),
    Column("department", Text, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    Column("took_seconds", Float, nullable=False),
    Column("budget_seconds", Float, nullable=False),
)
Index("support_measures_at", measures.c.at)
Index("support_measures_ticket", measures.c.ticket)

alerts = Table(
    "support_alerts",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("ticket", Text, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("percent", Integer, nullable=False),
    Column("level", String(8), nullable=False),
    Column("at", Moment, nullable=False),
)
Index("support_alerts_ticket", alerts.c.ticket)

agents = Table(
    "support_agents",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("hours", Text, nullable=False),
    Column("languages", Text, nullable=False),
    Column("skills", Text, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("away_from", Moment),
    Column("away_until", Moment),
    Column("assigned_at", Moment),
    Column("updated_at", Moment, nullable=False),
)

ratings = Table(
    "support_ratings",
    TABLES,
    Column("ticket", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("assignee_person", Text),
    Column("department", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("reminded_at", Moment),
    Column("score", Integer),
    Column("comment", Text, nullable=False),
    Column("rated_at", Moment),
)
Index("support_ratings_rated", ratings.c.rated_at)
Index("support_ratings_person", ratings.c.person)
links = Table(
    "support_links",
    TABLES,
    Column("ticket", Text, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("target", Text, primary_key=True),
    Column("shown", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""What a ticket is tied to: another `ticket`, one `merged` into it, an `incident`, a `case`; `shown` to the staff."""
Index("support_links_target", links.c.kind, links.c.target)

blocks = Table(
    "support_blocks",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("until", Moment),
    Column("reason", Text, nullable=False),
    Column("by_person", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""Who may open no ticket, why and until when (NULL = until it is lifted)."""

macros = Table(
    "support_macros",
    TABLES,
    Column("name", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("then", String(16), nullable=False),
    Column("tags", Text, nullable=False),
    Column("by_person", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""Prepared replies; `then` is what happens to the ticket afterwards ("" = nothing more)."""

_MUTABLE = (
    "topic", "topic_title", "priority", "department", "tags", "state", "changed_at", "state_since",
    "first_due_at", "shut_seconds", "first_reply_at", "asked_at", "clocks", "due_at", "assignee_person",
    "snoozed_until", "closed_at", "closed_by_person", "close_reason", "merged_into", "card_platform",
    "card_space", "card_thread", "card_message", "card_threadless", "card_asked", "card_tries", "reach",
    "revision",
)  # fmt: skip
"""What changes in a ticket's life; the bind parameter of a column is its name with `new_` before it."""

_other = tickets.alias("other")
_on_stage = select(tickets.c.id).where(tickets.c.origin_platform == bindparam("stage"))
_played = select(tickets.c.id).where(tickets.c.origin_platform == "drill")
_kept_agent = agents.alias("kept_agent")
_block = blocks.alias("block")


def _among(column: Column[str], names: tuple[str, ...]) -> ColumnElement[bool]:
    """An IN that can be part of a write for many rows at once."""
    return or_(*(column == name for name in names))


def _says(pattern: str) -> ColumnElement[bool]:
    """A ticket whose question, tags or lines hold the pattern."""
    wanted = bindparam(pattern, type_=Text)
    said = exists().where(lines.c.ticket == tickets.c.id, func.lower(lines.c.text).like(wanted, escape="\\"))
    return or_(
        func.lower(tickets.c.question).like(wanted, escape="\\"),
        tickets.c.tags.like(wanted, escape="\\"),
        said,
    )


_UNDELIVERED = ("held", "waiting", "again", "refused")
_of_person = select(tickets.c.id).where(tickets.c.person == bindparam("p"))
_expired = select(tickets.c.id).where(tickets.c.closed_at < bindparam("before"))

WRITES: Mapping[str, Executable] = {
    "support.open": insert(tickets),
    "support.change": update(tickets)
    .where(tickets.c.id == bindparam("key"), tickets.c.revision == bindparam("was"))
    .values({name: bindparam(f"new_{name}", type_=tickets.c[name].type) for name in _MUTABLE}),
    "support.line": insert(lines),
    "support.line_copied": update(lines)
    .where(lines.c.id == bindparam("key"), lines.c.way == bindparam("was"))
    .values(
        way=bindparam("to"),
        copy_platform=bindparam("platform"),
        copy_space=bindparam("space"),
        copy_thread=bindparam("thread"),
        copy_kind=bindparam("space_kind"),
        copy_message=bindparam("message"),
        copy_more=bindparam("further"),
    ),
    "support.line_way": update(lines)
    .where(lines.c.id == bindparam("key"), lines.c.way == bindparam("was"))
    .values(way=bindparam("to")),
    "support.line_edited": update(lines)
    .where(lines.c.id == bindparam("key"), lines.c.way == bindparam("was"), lines.c.edits == bindparam("had"))
    .values(text=bindparam("words"), edits=lines.c.edits + 1),
    "support.line_removed": update(lines)
    .where(lines.c.id == bindparam("key"), lines.c.way == bindparam("was"))
    .values(text="", files="[]", way="removed"),
    "support.line_sent": update(lines)
    .where(lines.c.id == bindparam("key"), lines.c.kind == "draft")
    .values(kind="reply", way="waiting", at=bindparam("now_"), by_person=bindparam("by")),
    "support.line_dropped": delete(lines).where(lines.c.id == bindparam("key"), lines.c.kind == "draft"),
    "support.line_transferred": update(lines)
    .where(
        lines.c.id == bindparam("key"),
        lines.c.way == bindparam("was"),
        lines.c.ticket == bindparam("from_"),
    )
    .values(
        ticket=bindparam("into"),
        way=bindparam("to"),
        copy_platform=None,
        copy_space=None,
        copy_thread=None,
        copy_message=None,
        copy_more="",
    ),
    "support.lines_merge": update(lines)
    .where(lines.c.ticket == bindparam("was"))
    .values(ticket=bindparam("into")),
    "support.link": insert(links),
    "support.block": insert(blocks),
    "support.unblock": delete(blocks).where(blocks.c.person == bindparam("p")),
    "support.macro": insert(macros),
    "support.macro_drop": delete(macros).where(macros.c.name == bindparam("called")),
    "support.migrate_origin": update(tickets)
    .where(tickets.c.origin_platform == bindparam("platform"), tickets.c.origin_space == bindparam("was"))
    .values(origin_space=bindparam("now_")),
    "support.migrate_card": update(tickets)
    .where(tickets.c.card_platform == bindparam("platform"), tickets.c.card_space == bindparam("was"))
    .values(card_space=bindparam("now_")),
    "support.migrate_said": update(lines)
    .where(lines.c.said_platform == bindparam("platform"), lines.c.said_space == bindparam("was"))
    .values(said_space=bindparam("now_")),
    "support.migrate_copy": update(lines)
    .where(lines.c.copy_platform == bindparam("platform"), lines.c.copy_space == bindparam("was"))
    .values(copy_space=bindparam("now_")),
    "support.rejoin_topics": update(tickets)
    .where(
        tickets.c.person == bindparam("dropped"),
        _among(tickets.c.state, OPEN),
        exists().where(
            _other.c.person == bindparam("kept"),
            _other.c.topic == tickets.c.topic,
            _among(_other.c.state, OPEN),
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
    "support.rejoin_lines": update(lines)
    .where(lines.c.by_person == bindparam("dropped"))
    .values(by_person=bindparam("kept")),
    "support.erase_lines_of": update(lines)
    .where(lines.c.ticket.in_(_of_person))
    .values(
        text="",
        files="[]",
        way=case((_among(lines.c.way, _UNDELIVERED), "removed"), else_=lines.c.way),
        said_platform=None,
        said_space=None,
        said_thread=None,
        said_message=None,
        copy_platform=None,
        copy_space=None,
        copy_thread=None,
        copy_message=None,
        copy_more="",
    ),
    "support.erase_lines_by": update(lines)
    .where(lines.c.by_person == bindparam("p"))
    .values(
        by_person=bindparam("pseudonym"),
        files=case((_among(lines.c.kind, ("member", "context")), "[]"), else_=lines.c.files),
        text=case((_among(lines.c.kind, ("member", "context", "vote")), ""), else_=lines.c.text),
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
        state=case((_among(tickets.c.state, OPEN), "closed"), else_=tickets.c.state),
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
    "support.measure": insert(measures),
    "support.alert": insert(alerts),
    "support.alert_told": delete(alerts).where(alerts.c.id == bindparam("key")),
    "support.agent_add": insert(agents),
    "support.agent_set": update(agents)
    .where(agents.c.person == bindparam("p"))
    .values(
        {
            name: bindparam(f"new_{name}", type_=agents.c[name].type)
            for name in ("hours", "languages", "skills", "capacity", "away_from", "away_until", "updated_at")
        }
    ),
    "support.agent_assigned": update(agents)
    .where(agents.c.person == bindparam("p"))
    .values(assigned_at=bindparam("moment", type_=agents.c.assigned_at.type)),
    "support.rating_ask": insert(ratings),
    "support.rating_again": update(ratings)
    .where(ratings.c.ticket == bindparam("key"))
    .values(
        asked_at=bindparam("moment", type_=ratings.c.asked_at.type),
        reminded_at=None,
        assignee_person=bindparam("new_assignee", type_=Text),
    ),
    "support.rating_remind": update(ratings)
    .where(ratings.c.ticket == bindparam("key"))
    .values(reminded_at=bindparam("moment", type_=ratings.c.reminded_at.type)),
    "support.rating_score": update(ratings)
    .where(ratings.c.ticket == bindparam("key"))
    .values(
        score=bindparam("new_score", type_=ratings.c.score.type),
        rated_at=bindparam("moment", type_=ratings.c.rated_at.type),
    ),
    "support.rating_comment": update(ratings)
    .where(ratings.c.ticket == bindparam("key"))
    .values(comment=bindparam("words", type_=Text)),
    "support.clear_lines": delete(lines).where(lines.c.ticket.in_(_on_stage)),
    "support.clear_measures": delete(measures).where(measures.c.ticket.in_(_on_stage)),
    "support.clear_tickets": delete(tickets).where(tickets.c.origin_platform == bindparam("stage")),
    "support.rejoin_measures": update(measures)
    .where(measures.c.assignee_person == bindparam("dropped"))
    .values(assignee_person=bindparam("kept")),
    "support.rejoin_agent_twice": delete(agents).where(
        agents.c.person == bindparam("dropped"),
        exists().where(_kept_agent.c.person == bindparam("kept")),
    ),
    "support.rejoin_agents": update(agents)
    .where(agents.c.person == bindparam("dropped"))
    .values(person=bindparam("kept")),
    "support.rejoin_ratings": update(ratings)
    .where(or_(ratings.c.person == bindparam("dropped"), ratings.c.assignee_person == bindparam("dropped")))
    .values(
        {
            name: case(
                (ratings.c[name] == bindparam("dropped"), bindparam("kept", type_=Text)),
                else_=ratings.c[name],
            )
            for name in ("person", "assignee_person")
        }
    ),
    "support.erase_measures": update(measures)
    .where(measures.c.assignee_person == bindparam("p"))
    .values(assignee_person=bindparam("pseudonym")),
    "support.erase_agents": delete(agents).where(agents.c.person == bindparam("p")),
    "support.erase_ratings_of": update(ratings)
    .where(ratings.c.person == bindparam("p"))
    .values(person=bindparam("pseudonym"), comment=""),
    "support.erase_ratings_on": update(ratings)
    .where(ratings.c.assignee_person == bindparam("p"))
    .values(assignee_person=bindparam("pseudonym")),
    "support.expire_alerts": delete(alerts).where(alerts.c.at < bindparam("before")),
    "support.expire_measures": delete(measures).where(measures.c.at < bindparam("before")),
    "support.expire_ratings": delete(ratings).where(ratings.c.asked_at < bindparam("before")),
    "support.rejoin_blocks": delete(blocks).where(
        blocks.c.person == bindparam("dropped"),
        exists().where(_block.c.person == bindparam("kept")),
    ),
    "support.rejoin_blocked": update(blocks)
    .where(blocks.c.person == bindparam("dropped"))
    .values(person=bindparam("kept")),
    "support.rejoin_blockers": update(blocks)
    .where(blocks.c.by_person == bindparam("dropped"))
    .values(by_person=bindparam("kept")),
    "support.rejoin_macros": update(macros)
    .where(macros.c.by_person == bindparam("dropped"))
    .values(by_person=bindparam("kept")),
    "support.erase_blocks": update(blocks)
    .where(blocks.c.person == bindparam("p"))
    .values(person=bindparam("pseudonym"), reason=""),
    "support.erase_blockers": update(blocks)
    .where(blocks.c.by_person == bindparam("p"))
    .values(by_person=bindparam("pseudonym")),
    "support.erase_macros": update(macros)
    .where(macros.c.by_person == bindparam("p"))
    .values(by_person=bindparam("pseudonym")),
    "support.expire_blocks": delete(blocks).where(blocks.c.until < bindparam("before")),
    "support.expire_links": delete(links).where(links.c.ticket.in_(_expired)),
    "support.expire_context": delete(lines).where(
        lines.c.kind == "context", lines.c.at < bindparam("before")
    ),
    "support.expire_lines": delete(lines).where(lines.c.ticket.in_(_expired)),
    "support.expire_tickets": delete(tickets).where(tickets.c.closed_at < bindparam("before")),
}

READS: Mapping[str, Select[Any]] = {
    "support.ticket": select(tickets).where(tickets.c.id == bindparam("key")),
    "support.numbered": select(tickets).where(tickets.c.number == bindparam("wanted")),
    "support.top_number": select(func.max(tickets.c.number).label("number")),
    "support.open_on": select(tickets).where(
        tickets.c.person == bindparam("p"), tickets.c.topic == bindparam("about"), tickets.c.state.in_(OPEN)
    ),
    "support.open_of": select(tickets)
    .where(tickets.c.person == bindparam("p"), tickets.c.state.in_(OPEN))
    .order_by(tickets.c.changed_at.desc(), tickets.c.number.desc()),
    "support.opened_at": select(tickets)
    .where(
        _is_open,
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
    "support.open": select(tickets).where(tickets.c.state.in_(OPEN)).order_by(tickets.c.opened_at),
    "support.line_one": select(lines).where(lines.c.id == bindparam("key")),
    "support.line_said": select(lines).where(
        lines.c.said_platform == bindparam("platform"),
        lines.c.said_space == bindparam("space"),
        lines.c.said_message == bindparam("message"),
    ),
    "support.line_copy": select(lines).where(
        lines.c.copy_platform == bindparam("platform"),
        lines.c.copy_space == bindparam("space"),
        lines.c.copy_message == bindparam("message"),
    ),
    "support.lines": select(lines).where(lines.c.ticket == bindparam("of")).order_by(lines.c.at, lines.c.id),
    "support.links_of": select(links).where(links.c.ticket == bindparam("of")).order_by(links.c.at),
    "support.block_of": select(blocks).where(blocks.c.person == bindparam("p")),
    "support.blocks_by": select(blocks).where(blocks.c.by_person == bindparam("p")),
    "support.blocks": select(blocks).order_by(blocks.c.at),
    "support.macros": select(macros).order_by(macros.c.name),
    "support.macros_by": select(macros).where(macros.c.by_person == bindparam("p")).order_by(macros.c.name),
    "support.macro_called": select(macros).where(macros.c.name == bindparam("called")),
    "support.macro_numbered": select(macros).where(macros.c.number == bindparam("wanted")),
    "support.top_macro": select(func.max(macros.c.number).label("number")),
    "support.last_on": select(tickets)
    .where(tickets.c.person == bindparam("p"), tickets.c.topic == bindparam("about"))
    .order_by(tickets.c.number.desc())
    .limit(1),
    "support.undelivered": select(lines)
    .join(tickets, tickets.c.id == lines.c.ticket)
    .where(tickets.c.person == bindparam("p"), lines.c.kind == "reply", lines.c.way == "refused")
    .order_by(lines.c.at, lines.c.id),
    "support.saying": select(tickets)
    .where(_says("a"), _says("b"), _says("c"))
    .order_by(tickets.c.changed_at.desc(), tickets.c.number.desc())
    .limit(10),
    "support.last_words": select(lines)
    .where(lines.c.by_person == bindparam("p"), lines.c.kind == "member", lines.c.way != "removed")
    .order_by(lines.c.at.desc(), lines.c.id.desc())
    .limit(1),
    "support.tickets_of": select(tickets)
    .where(tickets.c.person == bindparam("p"))
    .order_by(tickets.c.number),
    "support.lines_of": select(lines)
    .join(tickets, tickets.c.id == lines.c.ticket)
    .where(tickets.c.person == bindparam("p"), lines.c.kind.in_(("member", "reply", "notice")))
    .order_by(lines.c.id),
    "support.alerts": select(alerts).order_by(alerts.c.at, alerts.c.id),
    "support.agents": select(agents).order_by(agents.c.person),
    "support.agent": select(agents).where(agents.c.person == bindparam("p")),
    "support.load": select(tickets.c.assignee_person, func.count().label("count"))
    .where(tickets.c.state.in_(("new", "open", "pending_internal")), tickets.c.assignee_person.is_not(None))
    .group_by(tickets.c.assignee_person),
    "support.held_by": select(tickets)
    .where(tickets.c.assignee_person == bindparam("p"), tickets.c.state.in_(("new", "open")))
    .order_by(tickets.c.number),
    "support.rating": select(ratings).where(ratings.c.ticket == bindparam("key")),
    "support.ratings_of": select(ratings)
    .where(ratings.c.person == bindparam("p"))
    .order_by(ratings.c.asked_at),
    "support.on_stage": select(tickets)
    .where(tickets.c.origin_platform == bindparam("stage"))
    .order_by(tickets.c.number),
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
        tickets.c.state.in_(OPEN), tickets.c.origin_platform != "drill"
    ),
    "support.measured": select(measures)
    .where(
        measures.c.at >= bindparam("since", type_=Moment),
        measures.c.at < bindparam("until", type_=Moment),
        measures.c.ticket.not_in(_played),
    )
    .order_by(measures.c.at, measures.c.id),
    "support.rated": select(ratings).where(
        ratings.c.asked_at >= bindparam("since", type_=Moment),
        ratings.c.asked_at < bindparam("until", type_=Moment),
    ),
    "support.lines_by": select(lines).where(lines.c.by_person == bindparam("p")).order_by(lines.c.id),
}
