"""Questions of Q&A events: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Integer, Select, and_, bindparam, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from campaigns.store.clauses import become, closed, key
from campaigns.store.tables import events, questions, votes

_question = update(questions).where(questions.c.id == key)
_answerable = or_(questions.c.state == "approved", questions.c.state == "posed")
_voted = select(func.count()).where(votes.c.question == questions.c.id).correlate(questions).scalar_subquery()
_asked = select(questions, _voted.label("votes"))

WRITES: Mapping[str, Executable] = {
    "campaigns.question_ask": insert(questions),
    "campaigns.question_decide": _question.where(questions.c.state == "pending").values(
        state=bindparam("becomes"), decided_by_person=bindparam("who")
    ),
    "campaigns.question_pose": _question.where(questions.c.state == "approved").values(state="posed"),
    "campaigns.question_posed": _question.values(posed=bindparam("native")),
    "campaigns.question_answer": _question.where(_answerable).values(
        state="answered", answer=bindparam("said"), answered_by_person=bindparam("who")
    ),
    "campaigns.erase_questions": update(questions)
    .where(questions.c.person == bindparam("was"))
    .values(
        person=bindparam("becomes"),
        text="",
        state=case((questions.c.state == "answered", "answered"), else_="withdrawn"),
    ),
    "campaigns.erase_answers": update(questions)
    .where(questions.c.answered_by_person == bindparam("was"))
    .values(answered_by_person=bindparam("becomes"), answer=""),
    "campaigns.askers_become": become(questions, "person"),
    "campaigns.answerers_become": become(questions, "answered_by_person"),
    "campaigns.deciders_become": become(questions, "decided_by_person"),
    "campaigns.expire_questions": delete(questions).where(questions.c.event.in_(closed)),
}

READS: Mapping[str, Select[Any]] = {
    "campaigns.questions": _asked.where(questions.c.event == key).order_by(questions.c.number),
    "campaigns.question": _asked.where(
        questions.c.event == key, questions.c.number == bindparam("number", type_=Integer)
    ),
    "campaigns.question_posed_as": select(questions, events.c.number.label("event_number"))
    .join(events, and_(events.c.id == questions.c.event, events.c.state == "open"))
    .where(
        questions.c.posed == bindparam("message"),
        events.c.platform == bindparam("p"),
        events.c.space == bindparam("s"),
    ),
    "campaigns.questions_of": select(questions).where(
        or_(
            questions.c.person == bindparam("who"),
            questions.c.answered_by_person == bindparam("who"),
            questions.c.decided_by_person == bindparam("who"),
        )
    ),
}
