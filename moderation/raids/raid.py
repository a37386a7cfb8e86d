"""A raid, the places it closes, and somebody who waits at the door (pure)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from chat.decision import Value
from chat.people import PersonId, Space, SpaceKind
from moderation.raid_settings import Level


class Cause(StrEnum):
    """What began a raid."""

    JOINS = "joins"
    COPIES = "copies"
    BREAKERS = "breakers"
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Raid:
    """One raid on the spaces of a platform. `ends_at` is when it goes down by a level; `over` ends it."""

    id: str
    platform: str
    level: Level
    cause: Cause
    by: PersonId | None
    started_at: datetime
    changed_at: datetime
    ends_at: datetime
    taken: int = 0
    over: bool = False
    revision: int = 0

    def moved(self, level: Level, by: PersonId | None, now: datetime, ends_at: datetime) -> Raid:
        """At another level."""
        return replace(self, level=level, by=by, changed_at=now, ends_at=ends_at)

    def ended(self, by: PersonId | None, now: datetime) -> Raid:
        """Nothing is closed any more."""
        return replace(self, by=by, changed_at=now, over=True)

    def row(self) -> dict[str, Value]:
        """As the table holds it."""
        return {
            **self._changing(),
            "id": self.id,
            "platform": self.platform,
            "cause": self.cause.value,
            "started_at": self.started_at,
            "taken": self.taken,
            "revision": self.revision,
        }

    def changes(self) -> dict[str, Value]:
        """The parameters of `raids.change`; `revision` is that of the raid as it was read."""
        changing = {f"new_{name}": value for name, value in self._changing().items()}
        return {"key": self.id, "was": self.revision, **changing}

    def _changing(self) -> dict[str, Value]:
        return {
            "level": self.level.value,
            "by_person": self.by,
            "changed_at": self.changed_at,
            "ends_at": self.ends_at,
            "over": self.over,
        }


def raid_of(row: Mapping[str, Any]) -> Raid:
    """A raid from its row."""
    return Raid(
        id=row["id"],
        platform=row["platform"],
        level=Level(row["level"]),
        cause=Cause(row["cause"]),
        by=PersonId(row["by_person"]) if row["by_person"] else None,
        started_at=row["started_at"],
        changed_at=row["changed_at"],
        ends_at=row["ends_at"],
        taken=row["taken"],
        over=row["over"],
        revision=row["revision"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A space that a raid concerns, and the snapshot of how free it was before ("" = not known)."""

    space: Space
    snapshot: str = ""


def closed_of(row: Mapping[str, Any]) -> Closed:
    """A concerned space from its row."""
    space = Space(row["platform"], row["space"], None, SpaceKind(row["space_kind"]))
    return Closed(space=space, snapshot=row["snapshot"] or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody at the door: with a request outside, or (`request` "") inside and muted until a human decides."""

    id: str
    space: Space
    person: PersonId
    request: str
    raid: str | None
    at: datetime

    @property
    def asked(self) -> bool:
        """Whether they are outside."""
        return bool(self.request)

    def row(self) -> dict[str, Value]:
        """As the table holds it, waiting."""
        return {
            "id": self.id,
            "platform": self.space.platform,
            "space": self.space.id,
            "space_kind": self.space.kind.value,
            "person": self.person,
            "request": self.request,
            "raid": self.raid,
            "state": "waiting",
            "at": self.at,
            "changed_at": self.at,
            "settled_by_person": None,
        }


def caller_of(row: Mapping[str, Any]) -> Caller:
    """Somebody at the door from their row."""
    return Caller(
        id=row["id"],
        space=Space(row["platform"], row["space"], None, SpaceKind(row["space_kind"])),
        person=PersonId(row["person"]),
        request=row["request"],
        raid=row["raid"],
        at=row["at"],
    )
