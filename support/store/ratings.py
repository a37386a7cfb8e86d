"""Ratings: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Executable,
    Select,
    Text,
    bindparam,
    case,
    delete,
    insert,
    or_,
    select,
    update,
)

from support.store.tables import (
    Moment,
    ratings,
)

WRITES: Mapping[str, Executable] = {
    "support.rating_ask": insert(ratings),
    "support.rating_again": update(ratings)
    .where(ratings.c.ticket == bindparam("key"))
    .values(
        asked_at=bindparam("moment", type_=ratings.c.asked_at.type),
        reminded_at=None,
        assignee_person=bindparam("new_assignee", type_=Text),
    ),
    "support.rating_remind": update(ratings)
    .where(ratings.c.ticket == bindparam("key"))
    .values(reminded_at=bindparam("moment", type_=ratings.c.reminded_at.type)),
    "support.rating_score": update(ratings)
    .where(ratings.c.ticket == bindparam("key"))
    .values(
        score=bindparam("new_score", type_=ratings.c.score.type),
        rated_at=bindparam("moment", type_=ratings.c.rated_at.type),
    ),
    "support.rating_comment": update(ratings)
    .where(ratings.c.ticket == bindparam("key"))
    .values(comment=bindparam("words", type_=Text)),
    "support.rejoin_ratings": update(ratings)
    .where(or_(ratings.c.person == bindparam("dropped"), ratings.c.assignee_person == bindparam("dropped")))
    .values(
        {
            name: case(
                (ratings.c[name] == bindparam("dropped"), bindparam("kept", type_=Text)),
                else_=ratings.c[name],
            )
            for name in ("person", "assignee_person")
        }
    ),
    "support.erase_ratings_of": update(ratings)
    .where(ratings.c.person == bindparam("p"))
    .values(person=bindparam("pseudonym"), comment=""),
    "support.erase_ratings_on": update(ratings)
    .where(ratings.c.assignee_person == bindparam("p"))
    .values(assignee_person=bindparam("pseudonym")),
    "support.expire_ratings": delete(ratings).where(ratings.c.asked_at < bindparam("before")),
}

READS: Mapping[str, Select[Any]] = {
    "support.rating": select(ratings).where(ratings.c.ticket == bindparam("key")),
    "support.ratings_of": select(ratings)
    .where(ratings.c.person == bindparam("p"))
    .order_by(ratings.c.asked_at),
    "support.rated": select(ratings).where(
        ratings.c.asked_at >= bindparam("since", type_=Moment),
        ratings.c.asked_at < bindparam("until", type_=Moment),
    ),
}
