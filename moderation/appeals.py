"""An appeal against a case: who asks, until when somebody must answer, and what became of it (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from chat.decision import Value, Write
from chat.people import PersonId
from language.durations import Duration
from moderation.cases import Case

DUE = "moderation.appeal_due"
"""The alarm of an appeal that nobody has decided. Late = the managers hear of it late."""
_CODE_LENGTH = 6


class AppealSettings(BaseModel):
    """Appeals: somebody else than the issuer decides, in time."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    due: Duration = Field(
        default=timedelta(days=2),
        description="In what time an appeal is decided; after it managers are told, and again, three times.",
    )
    issuer_after: Duration = Field(
        default=timedelta(days=1),
        description="After what time the issuer may decide, where nobody else could.",
    )


class AppealState(StrEnum):
    """OPEN waits; GRANTED took the case back; REJECTED left it standing; CLOSED = the case was undone otherwise."""

    OPEN = "open"
    GRANTED = "granted"
    REJECTED = "rejected"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """What somebody says against a case: one for each case. `origin` is the platform where they said it."""

    case: str
    person: PersonId
    words: str
    origin: str
    opened_at: datetime
    due_at: datetime
    state: AppealState = AppealState.OPEN
    reminders: int = 0
    reviewer: PersonId | None = None
    answer: str = ""
    decided_at: datetime | None = None

    def row(self) -> dict[str, Value]:
        """As the table holds it."""
        return {
            "case": self.case,
            "person": self.person,
            "words": self.words,
            "state": self.state.value,
            "origin": self.origin,
            "opened_at": self.opened_at,
            "due_at": self.due_at,
            "reminders": self.reminders,
            "reviewer_person": self.reviewer,
            "answer": self.answer,
            "decided_at": self.decided_at,
        }


def appeal_of(row: Mapping[str, Any]) -> Appeal:
    """An appeal from its row."""
    return Appeal(
        case=row["case"],
        person=PersonId(row["person"]),
        words=row["words"],
        origin=row["origin"],
        opened_at=row["opened_at"],
        due_at=row["due_at"],
        state=AppealState(row["state"]),
        reminders=row["reminders"],
        reviewer=PersonId(row["reviewer_person"]) if row["reviewer_person"] else None,
        answer=row["answer"],
        decided_at=row["decided_at"],
    )


def code_of(case: Case) -> str:
    """What shows on any platform that somebody is the person of a case: its number and the random end of its id."""
    return f"{case.number}-{case.id[-_CODE_LENGTH:].lower()}"


def read_code(word: str) -> tuple[int, str] | None:
    """The number and the secret ("" without one) of what somebody typed: `12`, `#12`, `12-k3f9qz`."""
    number, _, secret = word.strip().lstrip("#").partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 12):
        return None
    return int(number), secret.strip().lower()


def is_holder(case: Case, person: PersonId, secret: str) -> bool:
    """Whether an appeal may come from here: from the person themselves, or with the code of their notice."""
    return person == case.person or (bool(secret) and f"{case.number}-{secret}" == code_of(case))


def issuer_of(case: Case) -> PersonId | None:
    """Whose decision stands: who ordered it, who confirmed what a rule suspected, or who changed the penalty last."""
    return case.deciders[-1] if case.deciders else None


def close(case: Case, state: AppealState, by: PersonId, words: str, now: datetime) -> Write:
    """Decides the appeal against a case, if one is open."""
    values: dict[str, Value] = {"of": case.id, "to": state.value, "by": by, "reply": words, "at_": now}
    return Write("moderation.decide_appeal", values)
