"""One piece of feedback, and the cluster of those that say the same (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from chat.people import Language, PersonId
from language.similar import gist, resemblance


class Kind(StrEnum):
    """What sort of feedback it is."""

    BUG = "bug"
    IDEA = "idea"
    COMPLAINT = "complaint"
    PRAISE = "praise"
    OTHER = "other"


class Severity(IntEnum):
    """How much it hurts: 1 is the worst."""

    CRITICAL = 1
    HIGH = 2
    NORMAL = 3
    LOW = 4


class State(StrEnum):
    """What the department decided."""

    NEW = "new"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SHIPPED = "shipped"


_ALIKE = 0.72
"""How much two texts resemble each other from which they are the same matter."""

_NAMES: dict[str, Kind] = {
    "缺陷": Kind.BUG, "故障": Kind.BUG, "建议": Kind.IDEA, "需求": Kind.IDEA, "投诉": Kind.COMPLAINT,
    "表扬": Kind.PRAISE, "其他": Kind.OTHER,
}  # fmt: skip
_WEIGHTS: dict[str, Severity] = {
    "紧急": Severity.CRITICAL, "严重": Severity.HIGH, "一般": Severity.NORMAL, "轻微": Severity.LOW,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`person` said it, `recorded_by` passed it on; `cluster` is the id of the first item that said the same."""

    id: str
    number: int
    cluster: str
    person: PersonId | None
    recorded_by: PersonId
    department: str
    kind: Kind
    severity: Severity
    text: str
    language: Language
    at: datetime
    state: State = State.NEW
    reason: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Items that say the same, oldest first; it hurts as much as the worst of them."""

    items: tuple[Item, ...]

    @property
    def head(self) -> Item:
        """The one that stands for all."""
        return self.items[0]

    @property
    def severity(self) -> Severity:
        """That of the worst."""
        return min(item.severity for item in self.items)

    @property
    def people(self) -> int:
        """How many different people said it."""
        return len({item.person or item.id for item in self.items})


def read_kind(word: str) -> Kind | None:
    """The kind that a word names in either language."""
    return _NAMES.get(word) or next((kind for kind in Kind if kind == word.lower()), None)


def read_severity(word: str) -> Severity | None:
    """The severity that a word names in either language, also as a number."""
    named = _WEIGHTS.get(word) or next((one for one in Severity if one.name.lower() == word.lower()), None)
    return named or next((one for one in Severity if str(int(one)) == word), None)


def cluster_of(text: str, known: Iterable[Item]) -> str | None:
    """The cluster of the item that says most nearly the same; None when none does."""
    asked = gist(text)
    best: tuple[float, str] | None = None
    for item in known:
        likeness = resemblance(asked, gist(item.text))
        if likeness >= _ALIKE and (best is None or likeness > best[0]):
            best = likeness, item.cluster
    return best[1] if best else None


def clusters(items: Sequence[Item]) -> list[Cluster]:
    """The worst first, then those that most people said, then the oldest."""
    grouped: dict[str, list[Item]] = {}
    for item in sorted(items, key=lambda one: (one.at, one.number)):
        grouped.setdefault(item.cluster, []).append(item)
    found = [Cluster(items=tuple(group)) for group in grouped.values()]
    return sorted(found, key=lambda one: (one.severity, -one.people, one.head.number))
