"""Calls: every request that the town got, with what became of it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from tests.counterparts.discord.content import Upload
from tests.counterparts.discord.shapes import Json


@dataclass(slots=True, kw_only=True, eq=False)
class Call:
    """One request. `at` is the town's time, `monotonic` the machine's, for measuring."""

    method: str
    path: str
    template: str
    query: Mapping[str, str]
    body: Json | list[Json] | None
    uploads: list[Upload]
    reason: str | None
    at: datetime
    monotonic: float
    status: int = 0
    code: int | None = None
    answer: object = None
    fault: str | None = None

    @property
    def operation(self) -> str:
        """Method and template in one."""
        return f"{self.method} {self.template}"


SEND = "POST /channels/{channel_id}/messages"


class Calls:
    """All of them, oldest first, or the newest `keep`; the counts are always of all."""

    def __init__(self, keep: int | None = None) -> None:
        self._kept: deque[Call] = deque(maxlen=keep)
        self.counts: Counter[str] = Counter()

    def add(self, call: Call) -> None:
        """One more."""
        self._kept.append(call)
        self.counts[call.operation] += 1

    def of(self, method: str, template: str) -> list[Call]:
        """The calls of one operation."""
        return [call for call in self._kept if (call.method, call.template) == (method, template)]

    def posts(self) -> list[Call]:
        """Messages sent into channels."""
        return [call for call in self._kept if call.operation == SEND]

    @property
    def last(self) -> Call:
        """The newest."""
        return self._kept[-1]

    def clear(self) -> None:
        """Forgets them, and the counts."""
        self._kept.clear()
        self.counts.clear()

    def __iter__(self) -> Iterator[Call]:
        return iter(list(self._kept))

    def __len__(self) -> int:
        return self.counts.total()
