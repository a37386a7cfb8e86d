"""How Steward behaves in one group: when it speaks unasked, where answers go, in which hours it keeps still (pure)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from chat.errors import Unfit


class Mode(StrEnum):
    """What is answered in a group. Whoever mentions Steward or replies to it is heard in every mode but OFF."""

    OFF = "off"
    MENTION = "mention"
    QUESTION = "question"
    ALL = "all"


class Delivery(StrEnum):
    """Where the answer goes: into the group, or into the private chat with a short pointer in the group."""

    PUBLIC = "public"
    PRIVATE = "private"


_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*(?:[-–—~〜至到]|--|——)\s*(\d{1,2}):(\d{2})")
NEVER = frozenset(("", "off", "关", "关闭"))


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the community's day; `start` counts, `end` does not. They may go over midnight."""

    start: time
    end: time

    def covers(self, moment: time) -> bool:
        """Whether a moment lies within."""
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def read_quiet(words: str) -> Quiet | None:
    """`23:00-07:00` as hours, None for “off”. Raises ValueError for anything else."""
    if words.strip().lower() in NEVER:
        return None
    found = _HOURS.fullmatch(unicodedata.normalize("NFKC", words).strip())
    if found is None:
        raise Unfit("faq.unfit.quiet")
    start, end = _moment(found[1], found[2]), _moment(found[3], found[4])
    if start == end:
        raise Unfit("faq.unfit.no_length")
    return Quiet(start, end)


def _moment(hour: str, minute: str) -> time:
    """24:00 is midnight."""
    return time(0) if (int(hour), int(minute)) == (24, 0) else time(int(hour), int(minute))


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """What holds in one group."""

    mode: Mode
    delivery: Delivery
    quiet: Quiet | None

    def heeds(self, *, addressed: bool, asks: bool) -> bool:
        """Whether a message is looked up at all."""
        if self.mode is Mode.OFF:
            return False
        return addressed or self.mode is Mode.ALL or (self.mode is Mode.QUESTION and asks)
