"""The tables of the FAQ and every statement on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Column,
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
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

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
    Column("probability", Float, nullable=False),
    Column("way", String(8), nullable=False),
    Column("at", Moment, nullable=False),
)
Index("faq_answers_place", answers.c.platform, answers.c.space, answers.c.entry, answers.c.at)
Index("faq_answers_person", answers.c.person)
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

_edition = upsert(edition)

WRITES: Mapping[str, Executable] = {
    "faq.add_entry": insert(entries),
    "faq.change_entry": update(entries)
    .where(entries.c.id == bindparam("key"), entries.c.revision == bindparam("was"))
    .values(
        content=bindparam("new_content"),
        owner_person=bindparam("new_owner"),
        revision=entries.c.revision + 1,
        changed_at=bindparam("now"),
        changed_by_person=bindparam("by"),
    ),
    "faq.remove_entry": delete(entries).where(
        entries.c.id == bindparam("key"), entries.c.revision == bindparam("was")
    ),
    "faq.add_version": insert(versions),
    "faq.remove_versions": delete(versions).where(versions.c.id == bindparam("key")),
    "faq.new_edition": _edition.on_conflict_do_update(
        index_elements=["one"], set_={"edition": edition.c.edition + 1}
    ),
    "faq.answered": insert(answers),
    "faq.vote": insert(votes),
    "faq.change_vote": update(votes)
    .where(
        votes.c.answer == bindparam("which"),
        votes.c.person == bindparam("who"),
        votes.c.helpful != bindparam("now_helpful"),
    )
    .values(helpful=bindparam("now_helpful"), at=bindparam("now")),
    "faq.erase_editor": update(entries)
    .where(entries.c.changed_by_person == bindparam("p"))
    .values(changed_by_person=bindparam("pseudonym")),
    "faq.erase_version_editor": update(versions)
    .where(versions.c.changed_by_person == bindparam("p"))
    .values(changed_by_person=bindparam("pseudonym")),
    "faq.erase_owner": update(entries)
    .where(entries.c.owner_person == bindparam("p"))
    .values(owner_person=None),
    "faq.erase_version_owner": update(versions)
    .where(versions.c.owner_person == bindparam("p"))
    .values(owner_person=None),
    "faq.erase_answers": update(answers)
    .where(answers.c.person == bindparam("p"))
    .values(person=bindparam("pseudonym"), space="", thread=None, message=None),
    "faq.erase_votes": update(votes)
    .where(votes.c.person == bindparam("p"))
    .values(person=bindparam("pseudonym")),
    "faq.rejoin_editor": update(entries)
    .where(entries.c.changed_by_person == bindparam("dropped"))
    .values(changed_by_person=bindparam("kept")),
    "faq.rejoin_version_editor": update(versions)
    .where(versions.c.changed_by_person == bindparam("dropped"))
    .values(changed_by_person=bindparam("kept")),
    "faq.rejoin_owner": update(entries)
    .where(entries.c.owner_person == bindparam("dropped"))
    .values(owner_person=bindparam("kept")),
    "faq.rejoin_version_owner": update(versions)
    .where(versions.c.owner_person == bindparam("dropped"))
    .values(owner_person=bindparam("kept")),
    "faq.rejoin_answers": update(answers)
    .where(answers.c.person == bindparam("dropped"))
    .values(person=bindparam("kept")),
    "faq.drop_double_votes": delete(votes).where(
        votes.c.person == bindparam("dropped"),
        votes.c.answer.in_(select(votes.c.answer).where(votes.c.person == bindparam("kept"))),
    ),
    "faq.rejoin_votes": update(votes)
    .where(votes.c.person == bindparam("dropped"))
    .values(person=bindparam("kept")),
    "faq.expire_answers": delete(answers).where(answers.c.at < bindparam("before")),
    "faq.expire_votes": delete(votes).where(votes.c.at < bindparam("before")),
}

READS: Mapping[str, Select[Any]] = {
    "faq.entries": select(entries).order_by(entries.c.id),
    "faq.edition": select(edition.c.edition),
    "faq.versions": select(versions)
    .where(versions.c.id == bindparam("key"))
    .order_by(versions.c.revision.desc()),
    "faq.version": select(versions).where(
        versions.c.id == bindparam("key"), versions.c.revision == bindparam("revision")
    ),
    "faq.owned_by": select(entries.c.name)
    .where(entries.c.owner_person == bindparam("p"))
    .order_by(entries.c.id),
    "faq.recent": select(answers.c.id, answers.c.thread)
    .where(
        answers.c.platform == bindparam("platform"),
        answers.c.space == bindparam("space"),
        answers.c.entry == bindparam("entry"),
        answers.c.at > bindparam("since"),
    )
    .limit(1),
    "faq.answer": select(answers).where(answers.c.id == bindparam("key")),
    "faq.vote": select(votes).where(
        votes.c.answer == bindparam("key"), votes.c.person == bindparam("person")
    ),
    "faq.votes": select(votes.c.helpful).where(votes.c.entry == bindparam("entry")),
    "faq.answers_to": select(answers).where(answers.c.person == bindparam("p")).order_by(answers.c.id),
    "faq.votes_of": select(votes).where(votes.c.person == bindparam("p")).order_by(votes.c.answer),
    "faq.changed_by": select(versions.c.name, versions.c.revision, versions.c.changed_at)
    .where(versions.c.changed_by_person == bindparam("p"))
    .order_by(versions.c.id, versions.c.revision),
}
