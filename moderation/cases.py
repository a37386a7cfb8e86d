"""The life of a case: what was done to whom and why, and what became of it (pure)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from chat.decision import Value
from chat.people import PersonId, Space, SpaceKind
from moderation.breaches import Evidence, Severity, View
from moderation.ladder import Penalty, Step

SPAM = "spam"
"""The `rule` of a case that a moderator opened with /spam: its message is taken down and taught."""


class State(StrEnum):
    """REVIEW waits for a moderator; STANDING is in force; DISMISSED and UNDONE weigh nothing any more."""

    REVIEW = "review"
    STANDING = "standing"
    DISMISSED = "dismissed"
    UNDONE = "undone"


class Told(StrEnum):
    """How the member learned of it."""

    NOT_YET = ""
    PRIVATE = "private"
    PUBLIC = "public"
    NOT = "not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One incident of one person. `by` is the moderator who acted, None = the rule named by `rule` ("" otherwise).

    `hits` counts the messages that belong to it, `lasting` is the length of a mute or ban (None = none, or for good).
    """

    id: str
    number: int
    person: PersonId
    state: State
    rule: str
    severity: Severity
    points: float
    penalty: Penalty
    lasting: timedelta | None
    hits: int
    reason: str
    by: PersonId | None
    space: Space
    message: str | None
    opened_at: datetime
    changed_at: datetime
    told: Told = Told.NOT_YET
    settled_by: PersonId | None = None
    settled_reason: str = ""
    revision: int = 0

    @property
    def step(self) -> Step:
        """What followed, as a step of the ladder."""
        return Step(points=self.points, penalty=self.penalty, lasting=self.lasting)

    def joined(self, now: datetime) -> Case:
        """One more message of the same incident."""
        return replace(self, hits=self.hits + 1, changed_at=now)

    def raised(self, severity: Severity, points: float, step: Step) -> Case:
        """The incident turned out to be graver."""
        return replace(self, severity=severity, points=points, penalty=step.penalty, lasting=step.lasting)

    def settled(self, state: State, by: PersonId, reason: str, now: datetime) -> Case:
        """A person decided what becomes of it."""
        return replace(self, state=state, settled_by=by, settled_reason=reason, changed_at=now)

    def row(self) -> dict[str, Value]:
        """As the table holds it."""
        return {
            **self._changing(),
            "id": self.id,
            "number": self.number,
            "person": self.person,
            "rule": self.rule,
            "hits": self.hits,
            "reason": self.reason,
            "by_person": self.by,
            "platform": self.space.platform,
            "space": self.space.id,
            "thread": self.space.thread,
            "space_kind": self.space.kind.value,
            "message": self.message,
            "told": self.told.value,
            "opened_at": self.opened_at,
        }

    @property
    def deciders(self) -> tuple[PersonId, ...]:
        """Who decided against the member: whoever ordered or confirmed it, and who changed the penalty since."""
        since = self.settled_by if self.state is State.STANDING else None
        return tuple(one for one in dict.fromkeys((self.by, since)) if one is not None)

    def changes(self) -> dict[str, Value]:
        """The parameters of `moderation.change_case`; `revision` is that of the case as it was read."""
        changing = {**self._changing(), "revision": self.revision + 1}
        return {
            "key": self.id,
            "was": self.revision,
            **{f"new_{name}": value for name, value in changing.items()},
        }

    def _changing(self) -> dict[str, Value]:
        return {
            "state": self.state.value,
            "severity": self.severity.value,
            "points": self.points,
            "penalty": self.penalty.value,
            "lasting": None if self.lasting is None else int(self.lasting.total_seconds()),
            "changed_at": self.changed_at,
            "settled_by_person": self.settled_by,
            "settled_reason": self.settled_reason,
            "revision": self.revision,
        }


def case_of(row: Mapping[str, Any]) -> Case:
    """A case from its row."""
    return Case(
        id=row["id"],
        number=row["number"],
        person=PersonId(row["person"]),
        state=State(row["state"]),
        rule=row["rule"],
        severity=Severity(row["severity"]),
        points=row["points"],
        penalty=Penalty(row["penalty"]),
        lasting=None if row["lasting"] is None else timedelta(seconds=row["lasting"]),
        hits=row["hits"],
        reason=row["reason"],
        by=PersonId(row["by_person"]) if row["by_person"] else None,
        space=Space(row["platform"], row["space"], row["thread"], SpaceKind(row["space_kind"])),
        message=row["message"],
        told=Told(row["told"]),
        opened_at=row["opened_at"],
        changed_at=row["changed_at"],
        settled_by=PersonId(row["settled_by_person"]) if row["settled_by_person"] else None,
        settled_reason=row["settled_reason"],
        revision=row["revision"],
    )


NAME = "name:"
REACTION = "reaction:"
BLOCKED = "blocked:"
"""What is judged like a message and never stood anywhere: a name, a reaction, what the wall kept back."""


def was_said(message: str) -> bool:
    """Whether it is a message, rather than a name or a reaction."""
    return not message.startswith((NAME, REACTION))


def stands(message: str) -> bool:
    """Whether it is a message that can be taken down."""
    return was_said(message) and not message.startswith(BLOCKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A message as it was when it was taken down, with what was found in it.

    `version` is the set of rules that decided, `scores` what those rules gave it that add up signals.
    """

    message: str
    space: Space
    text: str
    media: str
    findings: tuple[Evidence, ...]
    at: datetime
    version: str = ""
    scores: Mapping[str, float] = field(default_factory=dict)


def kept_of(row: Mapping[str, Any]) -> Kept:
    """Kept evidence from its row."""
    findings = json.loads(row["findings"])
    return Kept(
        message=row["message"],
        space=Space(row["platform"], row["space"], row["thread"]),
        text=row["text"],
        media=row["media"],
        findings=tuple(
            Evidence(
                rule=one["rule"],
                start=one["start"],
                end=one["end"],
                view=View(one["view"]),
                term=one["term"],
                weight=one["weight"],
                signal=one.get("signal", ""),
            )
            for one in findings
        ),
        at=row["at"],
        version=next((one["version"] for one in findings if one.get("version")), ""),
        scores={one["rule"]: one["score"] for one in findings if one.get("score") is not None},
    )


class Course(StrEnum):
    """Where a penalty stands."""

    RUNNING = "running"
    ENDED = "ended"
    LIFTED = "lifted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A mute, removal or ban of a case in one space; `ends_at` None = for good, or at once done (a removal)."""

    id: str
    case: str
    person: PersonId
    kind: Penalty
    space: Space
    starts_at: datetime
    ends_at: datetime | None
    state: Course = Course.RUNNING

    @property
    def step(self) -> Step:
        """What it is, as a step of the ladder."""
        lasting = None if self.ends_at is None else self.ends_at - self.starts_at
        return Step(points=0, penalty=self.kind, lasting=lasting)

    def row(self) -> dict[str, Value]:
        """As the table holds it."""
        return {
            "id": self.id,
            "case": self.case,
            "person": self.person,
            "kind": self.kind.value,
            "platform": self.space.platform,
            "space": self.space.id,
            "space_kind": self.space.kind.value,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "state": self.state.value,
            "changed_at": self.starts_at,
        }


def running_of(row: Mapping[str, Any]) -> Running:
    """A penalty from its row."""
    return Running(
        id=row["id"],
        case=row["case"],
        person=PersonId(row["person"]),
        kind=Penalty(row["kind"]),
        space=Space(row["platform"], row["space"], None, SpaceKind(row["space_kind"])),
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        state=Course(row["state"]),
    )
