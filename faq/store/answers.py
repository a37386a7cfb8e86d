"""Answers that were given: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Select, bindparam, delete, func, insert, select, update

from faq.store.tables import answers

_SAID = ("platform", "space", "thread", "kind", "message", "more")

WRITES: Mapping[str, Executable] = {
    "faq.answered": insert(answers),
    "faq.said": update(answers)
    .where(answers.c.id == bindparam("key"))
    .values({f"said_{name}": bindparam(f"new_{name}") for name in _SAID}),
    "faq.said_more": update(answers)
    .where(answers.c.id == bindparam("key"))
    .values(said_more=bindparam("new_more")),
    "faq.corrected": update(answers)
    .where(answers.c.id == bindparam("key"))
    .values(revision=bindparam("new_revision")),
    "faq.failed": update(answers)
    .where(answers.c.person == bindparam("who"), answers.c.at > bindparam("since"), answers.c.failed == 0)
    .values(failed=1),
    "faq.erase_answers": update(answers)
    .where(answers.c.person == bindparam("p"))
    .values(
        person=bindparam("pseudonym"),
        space="",
        thread=None,
        message=None,
        question="",
        **dict.fromkeys(f"said_{name}" for name in _SAID),
    ),
    "faq.rejoin_answers": update(answers)
    .where(answers.c.person == bindparam("dropped"))
    .values(person=bindparam("kept")),
    "faq.expire_answers": delete(answers).where(answers.c.at < bindparam("before")),
    "faq.expire_questions": update(answers)
    .where(answers.c.at < bindparam("before"), answers.c.question != "")
    .values(question=""),
}

READS: Mapping[str, Select[Any]] = {
    "faq.given_in": select(
        answers.c.entry,
        answers.c.thread,
        answers.c.at,
        answers.c.person,
        answers.c.message,
        answers.c.language,
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
    "faq.answer": select(answers).where(answers.c.id == bindparam("key")),
    "faq.answers_to": select(answers).where(answers.c.person == bindparam("p")).order_by(answers.c.id),
}
