"""Pace: Discord's buckets, so many calls in so many seconds for one operation in one place, when a test wants them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.counterparts.discord.faults import Fault, rate_limited

MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")
FAR = 100_000


def bucket_name(operation: str) -> str:
    """The opaque name of an operation's bucket."""
    return hashlib.sha256(operation.encode()).hexdigest()[:32]


@dataclass(slots=True, kw_only=True)
class Window:
    """What was used of one bucket, and when it fills again."""

    used: int
    ends: float


@dataclass(slots=True, kw_only=True)
class Pace:
    """`calls` each `seconds` (real ones) per operation and major parameter; the true numbers are Discord's secret."""

    calls: int = FAR
    seconds: float = 1.0
    time: Callable[[], float]
    _windows: dict[tuple[str, ...], Window] = field(default_factory=dict)

    def spend(self, operation: str, named: Mapping[str, str]) -> tuple[dict[str, str], Fault | None]:
        """Counts a call: the headers that tell of the bucket, and a 429 when it was empty."""
        now = self.time()
        key = (operation, *(named.get(part, "") for part in MAJOR))
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            window = self._windows[key] = Window(used=0, ends=now + self.seconds)
        left = window.ends - now
        if window.used >= self.calls:
            return {}, rate_limited(left)
        window.used += 1
        return {
            "X-RateLimit-Bucket": bucket_name(operation),
            "X-RateLimit-Limit": str(self.calls),
            "X-RateLimit-Remaining": str(self.calls - window.used),
            "X-RateLimit-Reset-After": f"{left:.3f}",
        }, None
