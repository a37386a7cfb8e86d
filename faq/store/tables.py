"""The tables of the FAQ."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Float, Index, Integer, MetaData, String, Table, Text

TABLES = MetaData()
Moment = DateTime(timezone=True)

entries = Table(
    "faq_entries",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("content", Text, nullable=False),
    Column("owner_person", Text),
    Column("revision", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("changed_by_person", Text),
)
Index("faq_entries_editor", entries.c.changed_by_person)
Index("faq_entries_owner", entries.c.owner_person)

versions = Table(
    "faq_versions",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("owner_person", Text),
    Column("changed_at", Moment, nullable=False),
    Column("changed_by_person", Text),
)
"""Every wording that an entry ever had, the present one too."""
Index("faq_versions_editor", versions.c.changed_by_person)
Index("faq_versions_owner", versions.c.owner_person)

edition = Table(
    "faq_edition",
    TABLES,
    Column("one", Integer, primary_key=True),
    Column("edition", Integer, nullable=False),
)
"""One row: how often any entry was changed, so that the index is rebuilt then and only then."""

answers = Table(
    "faq_answers",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("entry", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("thread", Text),
    Column("message", Text),
    Column("question", Text, nullable=False),
    Column("probability", Float, nullable=False),
    Column("way", String(8), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("language", String(2), nullable=False),
    Column("at", Moment, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("said_platform", Text),
    Column("said_space", Text),
    Column("said_thread", Text),
    Column("said_kind", String(8)),
    Column("said_message", Text),
    Column("said_more", Text),
)
"""What was given to whom; `said_…` is where the answer stands, `failed` that a ticket followed it.

`said_more` are the messages behind the first, which carry its files, with spaces between.
"""
Index("faq_answers_place", answers.c.platform, answers.c.space, answers.c.at)
Index("faq_answers_person", answers.c.person, answers.c.at)
Index("faq_answers_entry", answers.c.entry, answers.c.at)
Index("faq_answers_at", answers.c.at)

votes = Table(
    "faq_votes",
    TABLES,
    Column("answer", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("entry", Text, nullable=False),
    Column("helpful", Integer, nullable=False),
    Column("at", Moment, nullable=False),
)
Index("faq_votes_person", votes.c.person)
Index("faq_votes_entry", votes.c.entry, votes.c.helpful)
Index("faq_votes_at", votes.c.at)

manners = Table(
    "faq_manners",
    TABLES,
    Column("platform", Text, primary_key=True),
    Column("space", Text, primary_key=True),
    Column("mode", String(8)),
    Column("delivery", String(8)),
    Column("quiet", String(16)),
    Column("at", Moment, nullable=False),
)
"""What a group chose for itself; NULL = as the configuration says."""

misses = Table(
    "faq_misses",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("thread", Text),
    Column("message", Text),
    Column("text", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("why", String(10), nullable=False),
    Column("near", Text),
    Column("probability", Float, nullable=False),
    Column("at", Moment, nullable=False),
    Column("gap", Text),
    Column("reply", Text, nullable=False),
    Column("reply_message", Text),
    Column("reply_person", Text),
    Column("accepted", Integer, nullable=False),
)
"""Questions that got no answer, or a wrong one; `reply` is what a human of the staff answered."""
Index("faq_misses_at", misses.c.at)
Index("faq_misses_gap", misses.c.gap)
Index("faq_misses_person", misses.c.person)
Index("faq_misses_replier", misses.c.reply_person)
Index("faq_misses_message", misses.c.platform, misses.c.space, misses.c.message)
Index("faq_misses_reply", misses.c.platform, misses.c.space, misses.c.reply_message)

gaps = Table(
    "faq_gaps",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("state", String(8), nullable=False),
    Column("near", Text),
    Column("misses", Integer, nullable=False),
    Column("people", Integer, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("told_at", Moment),
    Column("told_misses", Integer, nullable=False),
)
"""Misses that ask the same thing; its words are those of its misses and go with them."""
Index("faq_gaps_state", gaps.c.state)
Index("faq_gaps_last", gaps.c.last_at)

notices = Table(
    "faq_notices",
    TABLES,
    Column("entry", Text, primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("at", Moment, nullable=False),
)
"""When somebody was last reminded of an entry, and of what (review, stale)."""

enclosures = Table(
    "faq_enclosures",
    TABLES,
    Column("person", Text, primary_key=True),
    Column("files", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
"""Files that an editor sent with the command that opened a form: they wait until it is filled in."""
Index("faq_enclosures_at", enclosures.c.at)
