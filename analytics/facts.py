"""What is counted: acts of people by local day, and facts that other rooms decided (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from chat.decision import Decision, Value
from chat.events import (
    ButtonPressed,
    CommandGiven,
    Event,
    MemberJoined,
    MemberLeft,
    MessagePosted,
    ReactionChanged,
    SpokenEvent,
)
from chat.people import Rank, Space, SpaceKind

MESSAGE_OF_COMMAND = "/message"
"""What the key of the message that carried a command ends with."""


class Fact(StrEnum):
    """The audit codes that are counted, and what the outbox reports."""

    FAQ_ANSWERED = "faq.answered"
    FAQ_UNANSWERED = "faq.unanswered"
    TICKET_OPENED = "ticket.opened"
    TICKET_CLOSED = "ticket.closed"
    TICKET_FIRST_REPLY = "ticket.first_reply"
    CASE_OPENED = "case.opened"
    FAILED = "delivery.failed"
    DEGRADED = "delivery.degraded"


COUNTED = frozenset(fact.value for fact in Fact)


class Place(StrEnum):
    """Which part of the community a space belongs to; reports are about the public one."""

    PUBLIC = "public"
    STAFF = "staff"
    PRIVATE = "private"


_PLACES = {SpaceKind.STAFF: Place.STAFF.value, SpaceKind.PRIVATE: Place.PRIVATE.value}


@dataclass(frozen=True, slots=True)
class Happening:
    """A fact with the key that makes it count once, and its length where it has one."""

    key: str
    name: str
    seconds: float | None


def local_day(at: datetime, zone: ZoneInfo) -> str:
    """The community's day in which a moment lies, as `2026-11-23`."""
    return at.astimezone(zone).date().isoformat()


def lane_of(space: Space) -> str:
    """Where something is counted; all private chats of a platform are one, because their ids are people's."""
    return f"{space.platform}:private" if space.is_private else space.lane


def act_of(event: Event, zone: ZoneInfo) -> dict[str, Value] | None:
    """What a person did, as the row to be added to their day; None for what is no act.

    A command in a message counts as that message; one without (a slash command) as a press.
    """
    if not isinstance(event, SpokenEvent):
        return None
    messages = reactions = presses = joins = leaves = 0
    match event:
        case MessagePosted():
            messages = 1
        case ReactionChanged():
            reactions = len(event.added)
        case ButtonPressed():
            presses = int(not event.refusal)
        case CommandGiven():
            presses = int(event.message is None)
        case MemberJoined():
            joins = 1
        case MemberLeft():
            leaves = 1
    if not (messages or reactions or presses or joins or leaves):
        return None
    by = event.by
    return {
        "day": local_day(event.at, zone),
        "person": by.person,
        "lane": lane_of(event.space),
        "place": _PLACES.get(event.space.kind, "public"),
        "voice": by.voice.value,
        "staff": by.standing.rank > Rank.MEMBER,
        "messages": messages,
        "reactions": reactions,
        "presses": presses,
        "joins": joins,
        "leaves": leaves,
    }


def happenings(event: Event, decided: Decision) -> Iterator[Happening]:
    """What the other rooms decided upon an event.

    The message that carried a command is observed beside the command with the same decision: both make the same keys.
    """
    if not decided.audit:
        return
    key = event.key.removesuffix(MESSAGE_OF_COMMAND)
    for index, audit in enumerate(decided.audit):
        if audit.code in COUNTED:
            seconds = audit.data.get("seconds")
            length = float(seconds) if isinstance(seconds, int | float) else None
            yield Happening(f"{key}#{index}", audit.code, length)
