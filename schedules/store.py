"""The tables of scheduled posts and every statement on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    Executable,
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
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

TABLES = MetaData()
Moment = DateTime(timezone=True)

posts = Table(
    "schedules_posts",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("state", String(12), nullable=False),
    Column("text", Text, nullable=False),
    Column("written_when", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("written_where", Text, nullable=False),
    Column("platform", Text),
    Column("space", Text),
    Column("thread", Text),
    Column("space_kind", String(8)),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("author_person", Text, nullable=False),
    Column("editor_person", Text, nullable=False),
    Column("submitter_person", Text),
    Column("approver_person", Text),
    Column("unreviewed", Boolean, nullable=False),
    Column("remark", Text, nullable=False),
    Column("next_at", Moment),
    Column("next_key", Text),
    Column("remains_told", Boolean, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
PEOPLE = ("author_person", "editor_person", "submitter_person", "approver_person")
for _name in PEOPLE:
    Index(f"schedules_posts_{_name}", posts.c[_name])
Index("schedules_posts_state", posts.c.state, posts.c.number)

appearances = Table(
    "schedules_appearances",
    TABLES,
    Column("post", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("due", Moment, nullable=False),
    Column("fate", String(8), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("author_person", Text, nullable=False),
    Column("approver_person", Text),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("thread", Text),
    Column("space_kind", String(8), nullable=False),
    Column("message", Text, nullable=False),
    Column("posted_at", Moment),
    Column("why", Text, nullable=False),
)
SIGNERS = ("author_person", "approver_person")
for _name in SIGNERS:
    Index(f"schedules_appearances_{_name}", appearances.c[_name])
Index("schedules_appearances_due", appearances.c.due)

cards = Table(
    "schedules_cards",
    TABLES,
    Column("post", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("space", Text, nullable=False),
    Column("thread", Text),
    Column("message", Text, nullable=False),
)

previews = Table(
    "schedules_previews",
    TABLES,
    Column("post", Text, primary_key=True),
    Column("platform", Text, primary_key=True),
    Column("space", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("thread", Text),
    Column("space_kind", String(8), nullable=False),
)

_MUTABLE = (
    "state",
    "text",
    "written_when",
    "source",
    "written_where",
    "platform",
    "space",
    "thread",
    "space_kind",
    "revision",
    "editor_person",
    "submitter_person",
    "approver_person",
    "unreviewed",
    "remark",
    "next_at",
    "next_key",
    "remains_told",
    "changed_at",
)
"""What changes in a post's life; the bind parameter of a column is its name with `new_` before it."""

_OVER = ("done", "withdrawn")
_UNPUBLISHED = ("draft", "review")
_card = insert(cards)


def _any(column: Column[str], values: tuple[str, ...]) -> ColumnElement[bool]:
    """IN, as a write for many rows can say it."""
    return or_(*(column == value for value in values))


_one = (appearances.c.post == bindparam("of"), appearances.c.key == bindparam("which"))
_unpublished = (
    _any(posts.c.state, _UNPUBLISHED),
    or_(posts.c.author_person == bindparam("was"), posts.c.editor_person == bindparam("was")),
)
_old = select(posts.c.id).where(_any(posts.c.state, _OVER), posts.c.changed_at < bindparam("before"))


def _replaced(table: Table, names: tuple[str, ...]) -> Executable:
    """Everywhere in these columns another person."""
    return (
        update(table)
        .where(or_(*(table.c[name] == bindparam("was") for name in names)))
        .values(
            {
                name: case(
                    (table.c[name] == bindparam("was"), bindparam("becomes", type_=Text)), else_=table.c[name]
                )
                for name in names
            }
        )
    )


WRITES: Mapping[str, Executable] = {
    "schedules.draft": insert(posts),
    "schedules.change": update(posts)
    .where(posts.c.id == bindparam("key"), posts.c.version == bindparam("seen"))
    .values(
        {name: bindparam(f"new_{name}", type_=posts.c[name].type) for name in _MUTABLE}
        | {"version": posts.c.version + 1}
    ),
    "schedules.appear": insert(appearances),
    "schedules.missed": insert(appearances).on_conflict_do_nothing(),
    "schedules.appear_again": update(appearances)
    .where(*_one, _any(appearances.c.fate, ("failed", "missed", "removed")))
    .values(
        fate=bindparam("to"),
        due=bindparam("at_", type_=Moment),
        revision=bindparam("rev"),
        author_person=bindparam("by"),
        approver_person=bindparam("approved_by"),
        platform=bindparam("on"),
        space=bindparam("at_space"),
        thread=bindparam("in_thread"),
        space_kind=bindparam("of_kind"),
        message="",
        posted_at=None,
        why="",
    ),
    "schedules.appeared": update(appearances)
    .where(*_one, _any(appearances.c.fate, ("sending", "unsure")))
    .values(
        fate=bindparam("to"),
        message=bindparam("said"),
        posted_at=bindparam("at_", type_=Moment),
        why=bindparam("because"),
    ),
    "schedules.removed": update(appearances).where(*_one).values(fate="removed"),
    "schedules.revised": update(appearances)
    .where(*_one)
    .values(
        revision=bindparam("rev"), author_person=bindparam("by"), approver_person=bindparam("approved_by")
    ),
    "schedules.card": _card.on_conflict_do_update(
        index_elements=["post", "revision"],
        set_={name: getattr(_card.excluded, name) for name in ("platform", "space", "thread", "message")},
    ),
    "schedules.previewed": insert(previews).on_conflict_do_nothing(),
    "schedules.settled": delete(previews).where(previews.c.post == bindparam("of")),
    "schedules.forget_previews": delete(previews).where(
        previews.c.post.in_(select(posts.c.id).where(*_unpublished))
    ),
    "schedules.blank_unpublished": update(posts)
    .where(*_unpublished)
    .values(
        text="",
        written_when="",
        source="",
        written_where="",
        remark="",
        state="withdrawn",
        version=posts.c.version + 1,
    ),
    "schedules.people_become": _replaced(posts, PEOPLE),
    "schedules.signers_become": _replaced(appearances, SIGNERS),
    "schedules.expire_appearances": delete(appearances).where(
        or_(appearances.c.post.in_(_old), appearances.c.due < bindparam("before"))
    ),
    "schedules.expire_cards": delete(cards).where(cards.c.post.in_(_old)),
    "schedules.expire_previews": delete(previews).where(previews.c.post.in_(_old)),
    "schedules.expire_posts": delete(posts).where(
        _any(posts.c.state, _OVER), posts.c.changed_at < bindparam("before")
    ),
}

READS: Mapping[str, Select[Any]] = {
    "schedules.post": select(posts).where(posts.c.id == bindparam("key")),
    "schedules.numbered": select(posts).where(posts.c.number == bindparam("wanted")),
    "schedules.last": select(func.max(posts.c.number).label("number")),
    "schedules.listed": select(posts)
    .where(posts.c.state != "withdrawn")
    .order_by(posts.c.number.desc())
    .limit(bindparam("most", type_=Integer)),
    "schedules.appearance": select(appearances).where(*_one),
    "schedules.appearances": select(appearances)
    .where(appearances.c.post == bindparam("of"))
    .order_by(appearances.c.due.desc())
    .limit(bindparam("most", type_=Integer)),
    "schedules.out": select(appearances)
    .where(appearances.c.post == bindparam("of"), appearances.c.fate.in_(("sending", "posted", "unsure")))
    .order_by(appearances.c.due.desc()),
    "schedules.cards": select(cards).where(cards.c.post == bindparam("of")).order_by(cards.c.revision),
    "schedules.previews": select(previews).where(previews.c.post == bindparam("of")),
    "schedules.posts_of": select(posts)
    .where(or_(*(posts.c[name] == bindparam("who") for name in PEOPLE)))
    .order_by(posts.c.number),
    "schedules.signed_by": select(appearances)
    .where(or_(*(appearances.c[name] == bindparam("who") for name in SIGNERS)))
    .order_by(appearances.c.due),
}
