"""What the bot asked for: every request with its parameters, outcome and time."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from tests.counterparts.telegram.wire import Json, Upload


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    FAULT = "fault"
    INVALID = "invalid"


@dataclass(slots=True, kw_only=True)
class Call:
    """`params` are decoded; `at` is the town's clock, `arrived` the machine's monotonic one.

    `took_effect`: it was carried out, even where a fault kept the bot from hearing so.
    """

    number: int
    method: str
    params: Json
    at: datetime
    arrived: float
    files: dict[str, Upload] = field(default_factory=dict)
    outcome: Outcome = Outcome.DONE
    took_effect: bool = False
    status: int = 200
    description: str = ""
    result: Any = None


class Calls:
    """A list of calls, oldest first. With `keep=False` only the counts are kept."""

    def __init__(self, *, keep: bool) -> None:
        self._kept: deque[Call] = deque(maxlen=None if keep else 1000)
        self.counts: Counter[str] = Counter()
        self.outcomes: Counter[Outcome] = Counter()

    def add(self, call: Call) -> None:
        self.counts[call.method.lower()] += 1
        self._kept.append(call)

    def finish(self, call: Call) -> None:
        self.outcomes[call.outcome] += 1

    def __iter__(self) -> Iterator[Call]:
        return iter(list(self._kept))

    def __len__(self) -> int:
        return len(self._kept)

    def __getitem__(self, index: int) -> Call:
        return self._kept[index]

    def of(self, *methods: str) -> list[Call]:
        wanted = {method.lower() for method in methods}
        return [call for call in self._kept if call.method.lower() in wanted]

    def done(self, *methods: str) -> list[Call]:
        """Those that took effect."""
        return [call for call in self.of(*methods) if call.took_effect]

    def refused(self, *methods: str) -> list[Call]:
        return [call for call in self.of(*methods) if call.outcome is Outcome.REFUSED]

    def acts(self) -> list[Call]:
        """All but the polling."""
        return [call for call in self._kept if call.method.lower() != "getupdates"]

    def last(self, method: str) -> Call:
        found = self.of(method)
        if not found:
            raise LookupError(f"{method} was never called")
        return found[-1]

    def count(self, method: str) -> int:
        return self.counts[method.lower()]
