"""The tables of the room: giveaways, entries, draws; Q&A events, questions, votes."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

TABLES = MetaData()
Moment = DateTime(timezone=True)


def _texts(*names: str) -> list[Column[str]]:
    """Columns of text that always hold some, if only an empty one."""
    return [Column(name, Text, nullable=False) for name in names]


def _people(*names: str) -> list[Column[str]]:
    """Columns that hold a person ("" = nobody)."""
    return [Column(name, Text, nullable=False, index=True) for name in names]


def _space() -> list[Column[str]]:
    """Where something appears."""
    return [*_texts("platform", "space", "space_kind"), Column("thread", Text)]


giveaways = Table(
    "campaigns_giveaways",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("state", Text, nullable=False, index=True),
    *_people("editor_person"),
    *_space(),
    *_texts("form", "terms", "rules_hash", "secret_hash", "message"),
    Column("revision", Integer, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("shown_at", Moment),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
)
secrets = Table(
    "campaigns_secrets",
    TABLES,
    Column("giveaway", Text, primary_key=True),
    Column("secret", LargeBinary, nullable=False),
)
entries = Table(
    "campaigns_entries",
    TABLES,
    Column("giveaway", Text, primary_key=True),
    Column("person", Text, primary_key=True, index=True),
    *_texts("code", "ineligible"),
    Column("entered_at", Moment, nullable=False),
    UniqueConstraint("giveaway", "code"),
)
draws = Table(
    "campaigns_draws",
    TABLES,
    Column("giveaway", Text, primary_key=True),
    *_texts("proof"),
    Column("redraws", Integer, nullable=False),
    Column("drawn_at", Moment, nullable=False),
)
winners = Table(
    "campaigns_winners",
    TABLES,
    Column("giveaway", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("ordinal", Integer, nullable=False),
    *_people("person", "by_person"),
    *_texts("state", "reason"),
)
cards = Table(
    "campaigns_cards",
    TABLES,
    Column("giveaway", Text, primary_key=True),
    *(Column(name, Text, primary_key=True) for name in ("platform", "space", "message")),
    *_texts("space_kind"),
    Column("thread", Text),
)
events = Table(
    "campaigns_events",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    *_people("opener_person"),
    *_space(),
    *_texts("state", "form", "title", "intro", "message"),
    Column("moderated", Integer, nullable=False),
    Column("share", Integer, nullable=False),
    Column("shown_at", Moment),
    Column("made_at", Moment, nullable=False),
    Column("ends_at", Moment),
    Column("ended_at", Moment),
)
questions = Table(
    "campaigns_questions",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    *_texts("event", "state", "text", "answer"),
    *_people("person", "answered_by_person", "decided_by_person"),
    Column("posed", Text, nullable=False, index=True),
    Column("asked_at", Moment, nullable=False),
    UniqueConstraint("event", "number"),
)
votes = Table(
    "campaigns_votes",
    TABLES,
    Column("question", Text, primary_key=True),
    Column("person", Text, primary_key=True, index=True),
    Column("voted_at", Moment, nullable=False),
)
_open_event = text("state = 'open'")
Index(
    "campaigns_events_open",
    events.c.platform,
    events.c.space,
    unique=True,
    sqlite_where=_open_event,
    postgresql_where=_open_event,
)
