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
    func,
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
)
"""What was given to whom; `said_…` is where the answer stands, `failed` that a ticket followed it."""
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

_edition = upsert(edition)
_manners = upsert(manners)
_notices = upsert(notices)

_SAID = ("platform", "space", "thread", "kind", "message")

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
    "faq.said": update(answers)
    .where(answers.c.id == bindparam("key"))
    .values({f"said_{name}": bindparam(f"new_{name}") for name in _SAID}),
    "faq.corrected": update(answers)
    .where(answers.c.id == bindparam("key"))
    .values(revision=bindparam("new_revision")),
    "faq.failed": update(answers)
    .where(answers.c.person == bindparam("who"), answers.c.at > bindparam("since"), answers.c.failed == 0)
    .values(failed=1),
    "faq.behave": _manners.on_conflict_do_update(
        index_elements=["platform", "space"],
        set_={name: _manners.excluded[name] for name in ("mode", "delivery", "quiet", "at")},
    ),
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
    "faq.add_gap": insert(gaps),
    "faq.grow_gap": update(gaps)
    .where(gaps.c.id == bindparam("key"))
    .values(
        near=bindparam("new_near"),
        misses=bindparam("new_misses"),
        people=bindparam("new_people"),
        last_at=bindparam("new_last"),
    ),
    "faq.told_gap": update(gaps)
    .where(gaps.c.id == bindparam("key"))
    .values(told_at=bindparam("now"), told_misses=gaps.c.misses),
    "faq.close_gap": update(gaps)
    .where(gaps.c.id == bindparam("key"), gaps.c.state == "open")
    .values(state=bindparam("new_state")),
    "faq.notice": _notices.on_conflict_do_update(
        index_elements=["entry", "kind"], set_={"at": _notices.excluded.at}
    ),
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
    .values(
        person=bindparam("pseudonym"),
        space="",
        thread=None,
        message=None,
        question="",
        **dict.fromkeys(("said_platform", "said_space", "said_thread", "said_kind", "said_message")),
    ),
    "faq.erase_misses": delete(misses).where(misses.c.person == bindparam("p")),
    "faq.erase_replies": update(misses)
    .where(misses.c.reply_person == bindparam("p"))
    .values(reply="", reply_message=None, reply_person=None),
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
    "faq.rejoin_misses": update(misses)
    .where(misses.c.person == bindparam("dropped"))
    .values(person=bindparam("kept")),
    "faq.rejoin_replies": update(misses)
    .where(misses.c.reply_person == bindparam("dropped"))
    .values(reply_person=bindparam("kept")),
    "faq.drop_double_votes": delete(votes).where(
        votes.c.person == bindparam("dropped"),
        votes.c.answer.in_(select(votes.c.answer).where(votes.c.person == bindparam("kept"))),
    ),
    "faq.rejoin_votes": update(votes)
    .where(votes.c.person == bindparam("dropped"))
    .values(person=bindparam("kept")),
    "faq.expire_answers": delete(answers).where(answers.c.at < bindparam("before")),
    "faq.expire_votes": delete(votes).where(votes.c.at < bindparam("before")),
    "faq.expire_questions": update(answers)
    .where(answers.c.at < bindparam("before"), answers.c.question != "")
    .values(question=""),
    "faq.expire_misses": delete(misses).where(misses.c.at < bindparam("before")),
    "faq.expire_gaps": delete(gaps).where(gaps.c.last_at < bindparam("before")),
}

READS: Mapping[str, Select[Any]] = {
    "faq.verdicts": select(answers.c.probability, answers.c.said_kind, votes.c.helpful)
    .join_from(answers, votes, votes.c.answer == answers.c.id)
    .where(answers.c.way == "asked")
    .order_by(answers.c.at.desc())
    .limit(2000),
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
    "faq.given_in": select(
        answers.c.entry, answers.c.thread, answers.c.at, answers.c.person, answers.c.message
    )
    .where(
        answers.c.platform == bindparam("platform"),
        answers.c.space == bindparam("space"),
        answers.c.at > bindparam("since"),
    )
    .order_by(answers.c.at),
    "faq.given_of": select(answers)
    .where(
        answers.c.entry == bindparam("entry"),
        answers.c.at > bindparam("since"),
        answers.c.said_message.is_not(None),
    )
    .order_by(answers.c.at.desc())
    .limit(bindparam("most")),
    "faq.outcomes": select(
        answers.c.entry,
        func.count().label("given"),
        func.sum(answers.c.failed).label("failed"),
    )
    .where(answers.c.at > bindparam("since"))
    .group_by(answers.c.entry),
    "faq.opinions": select(
        votes.c.entry,
        func.count().label("votes"),
        func.sum(votes.c.helpful).label("helpful"),
    )
    .where(votes.c.at > bindparam("since"))
    .group_by(votes.c.entry),
    "faq.manners": select(manners),
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
    "faq.gaps": select(gaps)
    .where(gaps.c.state == "open")
    .order_by(gaps.c.people.desc(), gaps.c.misses.desc(), gaps.c.last_at.desc(), gaps.c.id),
    "faq.gap": select(gaps).where(gaps.c.id == bindparam("key")),
    "faq.gap_states": select(gaps.c.id, gaps.c.state),
    "faq.notices": select(notices),
    "faq.answer": select(answers).where(answers.c.id == bindparam("key")),
    "faq.vote": select(votes).where(
        votes.c.answer == bindparam("key"), votes.c.person == bindparam("person")
    ),
    "faq.answers_to": select(answers).where(answers.c.person == bindparam("p")).order_by(answers.c.id),
    "faq.votes_of": select(votes).where(votes.c.person == bindparam("p")).order_by(votes.c.answer),
    "faq.changed_by": select(versions.c.name, versions.c.revision, versions.c.changed_at)
    .where(versions.c.changed_by_person == bindparam("p"))
    .order_by(versions.c.id, versions.c.revision),
}
