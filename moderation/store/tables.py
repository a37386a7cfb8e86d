"""The tables of moderation."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Float, Index, Integer, MetaData, String, Table, Text

TABLES = MetaData()
Moment = DateTime(timezone=True)
messages = Table(
    "moderation_messages",
    TABLES,
    Column("platform", Text, primary_key=True),
    Column("space", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("thread", Text),
    Column("person", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("album", Text),
    Column("at", Moment, nullable=False),
)
Index("moderation_messages_at", messages.c.at)
Index("moderation_messages_person", messages.c.person, messages.c.at)
cases = Table(
    "moderation_cases",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("person", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("rule", Text, nullable=False),
    Column("severity", String(16), nullable=False),
    Column("points", Float, nullable=False),
    Column("penalty", String(8), nullable=False),
    Column("lasting", Integer),
    Column("hits", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by_person", Text),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("thread", Text),
    Column("space_kind", String(8), nullable=False),
    Column("message", Text),
    Column("told", String(8), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("settled_by_person", Text),
    Column("settled_reason", Text, nullable=False),
    Column("revision", Integer, nullable=False),
)
Index("moderation_cases_person", cases.c.person, cases.c.opened_at)
Index("moderation_cases_opened", cases.c.opened_at)
Index("moderation_cases_by", cases.c.by_person)
Index("moderation_cases_settled_by", cases.c.settled_by_person)
ledger = Table(
    "moderation_ledger",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("turn", Integer, nullable=False),
)
evidence = Table(
    "moderation_evidence",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("case", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("thread", Text),
    Column("message", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("findings", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
Index("moderation_evidence_case", evidence.c.case, evidence.c.id)
Index("moderation_evidence_person", evidence.c.person)
Index("moderation_evidence_at", evidence.c.at)
penalties = Table(
    "moderation_penalties",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("case", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("space_kind", String(8), nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment),
    Column("state", String(8), nullable=False),
    Column("changed_at", Moment, nullable=False),
)
Index("moderation_penalties_case", penalties.c.case)
Index("moderation_penalties_person", penalties.c.person, penalties.c.state)
Index("moderation_penalties_changed", penalties.c.changed_at)
cards = Table(
    "moderation_cards",
    TABLES,
    Column("case", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("thread", Text),
    Column("message", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
Index("moderation_cards_at", cards.c.at)
notes = Table(
    "moderation_notes",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("case", Text, nullable=False),
    Column("by_person", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
Index("moderation_notes_case", notes.c.case, notes.c.id)
Index("moderation_notes_by", notes.c.by_person)
Index("moderation_notes_at", notes.c.at)
modes = Table(
    "moderation_modes",
    TABLES,
    Column("rule", Text, primary_key=True),
    Column("mode", String(8), nullable=False),
    Column("forced", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by_person", Text),
    Column("at", Moment, nullable=False),
)
verdicts = Table(
    "moderation_verdicts",
    TABLES,
    Column("case", Text, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("is_right", Integer, nullable=False),
    Column("by_person", Text),
    Column("at", Moment, nullable=False),
)
Index("moderation_verdicts_rule", verdicts.c.rule, verdicts.c.at)
Index("moderation_verdicts_at", verdicts.c.at)
labels = Table(
    "moderation_labels",
    TABLES,
    Column("platform", Text, primary_key=True),
    Column("space", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("label", String(4), nullable=False),
    Column("case", Text),
    Column("by_person", Text),
    Column("at", Moment, nullable=False),
)
Index("moderation_labels_person", labels.c.person)
Index("moderation_labels_case", labels.c.case)
Index("moderation_labels_at", labels.c.at)
trust = Table(
    "moderation_trust",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("days", Integer, nullable=False),
    Column("pending", Text),
    Column("pending_at", Moment),
    Column("lost", Integer, nullable=False),
    Column("lost_case", Text),
    Column("changed_at", Moment, nullable=False),
)
Index("moderation_trust_changed", trust.c.changed_at)
custom = Table(
    "moderation_custom",
    TABLES,
    Column("name", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("by_person", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
Index("moderation_custom_by", custom.c.by_person)

appeals = Table(
    "moderation_appeals",
    TABLES,
    Column("case", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("reminders", Integer, nullable=False),
    Column("reviewer_person", Text),
    Column("answer", Text, nullable=False),
    Column("decided_at", Moment),
)
Index("moderation_appeals_person", appeals.c.person)
Index("moderation_appeals_state", appeals.c.state, appeals.c.due_at)
reports = Table(
    "moderation_reports",
    TABLES,
    Column("platform", Text, primary_key=True),
    Column("space", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("by_person", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("case", Text),
    Column("at", Moment, nullable=False),
)
Index("moderation_reports_by", reports.c.by_person, reports.c.at)
Index("moderation_reports_person", reports.c.person)
Index("moderation_reports_case", reports.c.case)
Index("moderation_reports_at", reports.c.at)
orders = Table(
    "moderation_orders",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("by_person", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("penalty", String(8), nullable=False),
    Column("lasting", Integer),
    Column("reason", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("space_kind", String(8), nullable=False),
    Column("thread", Text),
    Column("message", Text),
    Column("text", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
Index("moderation_orders_person", orders.c.person)
Index("moderation_orders_by", orders.c.by_person)
Index("moderation_orders_at", orders.c.at)
