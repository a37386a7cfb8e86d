"""What is said in tickets: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Executable,
    Select,
    bindparam,
    case,
    delete,
    insert,
    select,
    update,
)

from support.store.clauses import among, expired, of_person, on_stage
from support.store.tables import (
    lines,
    tickets,
)

_UNDELIVERED = ("held", "waiting", "again", "refused")

WRITES: Mapping[str, Executable] = {
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
    "support.migrate_said": update(lines)
    .where(lines.c.said_platform == bindparam("platform"), lines.c.said_space == bindparam("was"))
    .values(said_space=bindparam("now_")),
    "support.migrate_copy": update(lines)
    .where(lines.c.copy_platform == bindparam("platform"), lines.c.copy_space == bindparam("was"))
    .values(copy_space=bindparam("now_")),
    "support.rejoin_lines": update(lines)
    .where(lines.c.by_person == bindparam("dropped"))
    .values(by_person=bindparam("kept")),
    "support.erase_lines_of": update(lines)
    .where(lines.c.ticket.in_(of_person))
    .values(
        text="",
        files="[]",
        way=case((among(lines.c.way, _UNDELIVERED), "removed"), else_=lines.c.way),
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
        files=case((among(lines.c.kind, ("member", "context")), "[]"), else_=lines.c.files),
        text=case((among(lines.c.kind, ("member", "context", "vote")), ""), else_=lines.c.text),
    ),
    "support.clear_lines": delete(lines).where(lines.c.ticket.in_(on_stage)),
    "support.expire_context": delete(lines).where(
        lines.c.kind == "context", lines.c.at < bindparam("before")
    ),
    "support.expire_lines": delete(lines).where(lines.c.ticket.in_(expired)),
}

READS: Mapping[str, Select[Any]] = {
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
    "support.undelivered": select(lines)
    .join(tickets, tickets.c.id == lines.c.ticket)
    .where(tickets.c.person == bindparam("p"), lines.c.kind == "reply", lines.c.way == "refused")
    .order_by(lines.c.at, lines.c.id),
    "support.last_words": select(lines)
    .where(lines.c.by_person == bindparam("p"), lines.c.kind == "member", lines.c.way != "removed")
    .order_by(lines.c.at.desc(), lines.c.id.desc())
    .limit(1),
    "support.lines_of": select(lines)
    .join(tickets, tickets.c.id == lines.c.ticket)
    .where(tickets.c.person == bindparam("p"), lines.c.kind.in_(("member", "reply", "notice")))
    .order_by(lines.c.id),
    "support.lines_by": select(lines).where(lines.c.by_person == bindparam("p")).order_by(lines.c.id),
}
