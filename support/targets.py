"""Targets such as `15m`, `4h` or `2bd`, and the ordered policies that give them to tickets (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chat.errors import Unfit
from language.durations import parse_duration
from worktime.calendar import Calendar
from worktime.clock import due, due_days

_BUSINESS_DAYS = re.compile(r"(\d{1,3})\s*(?:bd|个?工作日)", re.IGNORECASE)
AROUND_THE_CLOCK = "24/7"
_CALENDAR = re.compile(r"(.*?)\s+on\s+([a-z][a-z0-9_-]{0,15})\s*", re.DOTALL)
PLATFORMS = frozenset({"telegram", "discord", "local"})


@dataclass(frozen=True, slots=True)
class Target:
    """How long something may take: a length of business time, or whole business days."""

    length: timedelta = timedelta()
    days: int = 0

    def due(self, calendar: Calendar, start: datetime) -> datetime:
        """When it is over. Raises NeverOpen."""
        return due_days(calendar, start, self.days) if self.days else due(calendar, start, self.length)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Which tickets it is for (an empty condition holds for all) and what they are promised.

    `text` is how it was written; None as a target promises nothing. `always` counts time around the clock,
    `calendar` names the calendar that it counts by ("" = the desk's).
    """

    text: str
    priority: int | None = None
    department: str = ""
    tag: str = ""
    language: str = ""
    platform: str = ""
    first: Target | None = None
    next: Target | None = None
    resolution: Target | None = None
    always: bool = False
    calendar: str = ""

    def fits(
        self, *, priority: int, department: str, tags: Iterable[str], language: str, platform: str
    ) -> bool:
        """Whether every condition holds."""
        return (
            self.priority in (None, priority)
            and self.department in ("", department)
            and (not self.tag or self.tag in tags)
            and self.language in ("", language)
            and self.platform in ("", platform)
        )


def read_target(text: str) -> Target | None:
    """The target that `text` names, None for `-`. Raises ValueError."""
    text = text.strip()
    if text == "-":
        return None
    if found := _BUSINESS_DAYS.fullmatch(text):
        return Target(days=int(found[1]))
    length = parse_duration(text)
    if not length:
        raise Unfit("support.unfit.target", target=text.strip())
    return Target(length)


def read_policy(text: str) -> Policy:
    """A policy such as `P1 @billing #vip zh telegram: 15m / 30m / 4h 24/7`, or `… on europe`. Raises ValueError."""
    conditions, colon, promise = text.partition(":")
    named = _CALENDAR.fullmatch(promise)
    promise, calendar = named.groups() if named else (promise, "")
    always = promise.rstrip().endswith(AROUND_THE_CLOCK)
    targets = promise.rstrip().removesuffix(AROUND_THE_CLOCK).split("/")
    if not colon or len(targets) != 3:
        raise Unfit("support.unfit.policy", policy=text)
    found: dict[str, str | int] = {}
    for word in conditions.replace(",", " ").split():
        name, value = _condition(word, text)
        if name in found:
            raise Unfit("support.unfit.twice", policy=text, condition=word)
        if name:
            found[name] = value
    first, following, resolution = (read_target(one) for one in targets)
    return Policy(
        text=text,
        always=always,
        calendar=calendar,
        first=first,
        next=following,
        resolution=resolution,
        **found,  # type: ignore[arg-type]
    )


def _condition(word: str, policy: str) -> tuple[str, str | int]:
    match word[0], word[1:]:
        case "*", "":
            return "", ""
        case (("P" | "p"), ("1" | "2" | "3" | "4") as number):
            return "priority", int(number)
        case "@", department if department:
            return "department", department
        case "#", tag if tag:
            return "tag", tag
    if word in ("zh", "en"):
        return "language", word
    if word in PLATFORMS:
        return "platform", word
    raise Unfit("support.unfit.condition", condition=word, policy=policy)


def read_policies(texts: Sequence[str]) -> tuple[Policy, ...]:
    """All policies in order. Raises ValueError."""
    return tuple(read_policy(text) for text in texts)
