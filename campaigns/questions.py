"""Q&A events: the event, its questions in their queue, what comes next."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from campaigns.giveaways import space_of
from chat.messages import MessageRef
from chat.people import PersonId, Space

SHOWN_BY_VOTES = 6
SHOWN_NEWEST = 4


class EventState(StrEnum):
    """Where in its life a Q&A event is."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class QuestionState(StrEnum):
    """Where in its life a question is. APPROVED can be voted for, APPROVED and POSED can be answered."""

    PENDING = "pending"
    REJECTED = "rejected"
    APPROVED = "approved"
    POSED = "posed"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class QaEvent:
    """One Q&A event. Whether questions are reviewed and how many one may ask is fixed when it opens.

    `message` is the native id of the post with the list of questions, "" until the platform told it.
    """

    id: str
    number: int
    state: EventState
    opener: PersonId
    space: Space
    form: Mapping[str, str]
    title: str
    intro: str
    moderated: bool
    per_person: int
    message: str
    shown_at: datetime | None
    ends_at: datetime | None

    @property
    def post(self) -> MessageRef | None:
        """The message with the list of questions."""
        return MessageRef(self.space, self.message) if self.message else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `posed` is the native id of the post that put it to the answerers."""

    id: str
    event: str
    number: int
    state: QuestionState
    person: PersonId
    text: str
    votes: int
    posed: str
    answer: str
    answered_by: PersonId

    @property
    def waits(self) -> bool:
        """Whether it may still be answered."""
        return self.state in (QuestionState.APPROVED, QuestionState.POSED)


def event_of(row: Mapping[str, Any]) -> QaEvent:
    """A stored row as a Q&A event."""
    return QaEvent(
        id=row["id"],
        number=row["number"],
        state=EventState(row["state"]),
        opener=PersonId(row["opener_person"]),
        space=space_of(row),
        form=json.loads(row["form"]),
        title=row["title"],
        intro=row["intro"],
        moderated=bool(row["moderated"]),
        per_person=row["share"],
        message=row["message"],
        shown_at=row["shown_at"],
        ends_at=row["ends_at"],
    )


def question_of(row: Mapping[str, Any]) -> Question:
    """A stored row as a question."""
    return Question(
        id=row["id"],
        event=row["event"],
        number=row["number"],
        state=QuestionState(row["state"]),
        person=PersonId(row["person"]),
        text=row["text"],
        votes=row["votes"],
        posed=row["posed"],
        answer=row["answer"],
        answered_by=PersonId(row["answered_by_person"]),
    )


def in_order(questions: Iterable[Question]) -> list[Question]:
    """Most votes first, then the one asked first."""
    return sorted(questions, key=lambda one: (-one.votes, one.number))


def next_question(questions: Iterable[Question]) -> Question | None:
    """The most voted question that nobody has put to the answerers yet."""
    waiting = in_order(one for one in questions if one.state is QuestionState.APPROVED)
    return waiting[0] if waiting else None


def board(questions: Sequence[Question]) -> list[Question]:
    """What fits under a post to be voted on: the most voted, and the newest so that they get a chance."""
    open_ = in_order(one for one in questions if one.state is QuestionState.APPROVED)
    leading, others = open_[:SHOWN_BY_VOTES], open_[SHOWN_BY_VOTES:]
    newest = sorted(others, key=lambda one: -one.number)[:SHOWN_NEWEST]
    return leading + in_order(newest)


def counts_for_limit(question: Question) -> bool:
    """Whether a question uses up one of its asker's: rejected and withdrawn ones do not."""
    return question.state not in (QuestionState.REJECTED, QuestionState.WITHDRAWN)
