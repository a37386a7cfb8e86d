"""The real clock, chance and ids: the only file that asks the operating system for any of them."""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot import outside
from chat.ports import Chance, Clock, Ids, Outside

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC)


class SystemChance:
    """The operating system's randomness."""

    def token(self, size: int) -> bytes:
        """`size` unpredictable bytes."""
        return secrets.token_bytes(size)


class SystemIds:
    """Ids of 26 characters: 48 bits of milliseconds, 80 bits of chance, in Crockford's base 32 (lower case)."""

    def new(self) -> str:
        """A fresh id."""
        return spell((time.time_ns() // 1_000_000 << 80) | int.from_bytes(os.urandom(10)))


def spell(number: int) -> str:
    """A 130-bit number in 26 characters that sort as the number does."""
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """The outside world."""

    clock: Clock = field(default_factory=SystemClock)
    chance: Chance = field(default_factory=SystemChance)
    ids: Ids = field(default_factory=SystemIds)
    outside: Outside = field(default_factory=outside.Outside)
