"""What readers thought of answers: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Select, bindparam, delete, func, insert, select, update

from faq.store.tables import answers, votes

WRITES: Mapping[str, Executable] = {
    "faq.vote": insert(votes),
    "faq.change_vote": update(votes)
    .where(
        votes.c.answer == bindparam("which"),
        votes.c.person == bindparam("who"),
        votes.c.helpful != bindparam("now_helpful"),
    )
    .values(helpful=bindparam("now_helpful"), at=bindparam("now")),
    "faq.erase_votes": update(votes)
    .where(votes.c.person == bindparam("p"))
    .values(person=bindparam("pseudonym")),
    "faq.drop_double_votes": delete(votes).where(
        votes.c.person == bindparam("dropped"),
        votes.c.answer.in_(select(votes.c.answer).where(votes.c.person == bindparam("kept"))),
    ),
    "faq.rejoin_votes": update(votes)
    .where(votes.c.person == bindparam("dropped"))
    .values(person=bindparam("kept")),
    "faq.expire_votes": delete(votes).where(votes.c.at < bindparam("before")),
}

READS: Mapping[str, Select[Any]] = {
    "faq.verdicts": select(answers.c.probability, answers.c.said_kind, votes.c.helpful)
    .join_from(answers, votes, votes.c.answer == answers.c.id)
    .where(answers.c.way == "asked")
    .order_by(answers.c.at.desc())
    .limit(2000),
    "faq.opinions": select(
        votes.c.entry,
        func.count().label("votes"),
        func.sum(votes.c.helpful).label("helpful"),
    )
    .where(votes.c.at > bindparam("since"))
    .group_by(votes.c.entry),
    "faq.vote": select(votes).where(
        votes.c.answer == bindparam("key"), votes.c.person == bindparam("person")
    ),
    "faq.votes_of": select(votes).where(votes.c.person == bindparam("p")).order_by(votes.c.answer),
}
