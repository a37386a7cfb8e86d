"""The tables of the support desk."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Float, Index, Integer, MetaData, String, Table, Text, text

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
is_open = text("state IN ('new', 'open', 'pending_member', 'pending_internal', 'snoozed')")
Index(
    "support_one_open",
    tickets.c.person,
    tickets.c.topic,
    unique=True,
    sqlite_where=is_open,
    postgresql_where=is_open,
)
Index("support_tickets_open", tickets.c.opened_at, sqlite_where=is_open, postgresql_where=is_open)
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
"""What a ticket is tied to: another `ticket`, one `merged` into it, an `incident`, a `case`, a `published` reply.

`shown` is how the staff see it.
"""
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
