"""Votes for questions: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Select, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from campaigns.store.clauses import become, closed, key
from campaigns.store.tables import questions, votes

_closed_questions = select(questions.c.id).where(questions.c.event.in_(closed))
_kept_votes = select(votes.c.question).where(votes.c.person == bindparam("kept"))
_own_vote = (votes.c.question == key, votes.c.person == bindparam("who"))

WRITES: Mapping[str, Executable] = {
    "campaigns.vote_add": insert(votes),
    "campaigns.vote_take_back": delete(votes).where(*_own_vote),
    "campaigns.votes_become": become(votes, "person"),
    "campaigns.rejoin_votes": delete(votes).where(
        votes.c.person == bindparam("dropped"), votes.c.question.in_(_kept_votes)
    ),
    "campaigns.expire_votes": delete(votes).where(votes.c.question.in_(_closed_questions)),
}

READS: Mapping[str, Select[Any]] = {
    "campaigns.vote": select(votes).where(*_own_vote),
    "campaigns.votes_of": select(votes, questions.c.number)
    .join(questions, questions.c.id == votes.c.question)
    .where(votes.c.person == bindparam("who")),
    "campaigns.vote_people": select(func.count(func.distinct(votes.c.person)).label("count"))
    .join(questions, questions.c.id == votes.c.question)
    .where(questions.c.event == key),
}
