"""What had arrived in a backup and was not decided yet: after a restore it waits for a manager, told in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.codec import decode
from bot.inbox import EVENTS, RELEASED, Delivery
from bot.platforms import Platforms
from bot.storage.backup import parked_alarm, parked_arrival
from bot.storage.store import Store
from bot.subjects import EXCERPT, shortened
from chat.decision import Write
from chat.events import (
    ButtonPressed,
    CommandGiven,
    Event,
    FormSubmitted,
    JoinRequested,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    MessagePosted,
    ReactionChanged,
    SpokenEvent,
    TimerRang,
)
from chat.people import Space
from chat.ports import Directory, Row
from chat.text import Text

_DONE: Mapping[type[Event], str] = {
    MessagePosted: "said",
    MessageEdited: "said",
    CommandGiven: "said",
    ButtonPressed: "pressed",
    FormSubmitted: "filled",
    MemberJoined: "joined",
    JoinRequested: "asked",
    MemberLeft: "left",
    ReactionChanged: "reacted",
}


async def park_arrived(store: Store, now: datetime) -> int:
    """Park what people did and what rang before the backup and was not decided in it; returns how many.

    Most likely all of it was dealt with since: decided once more, days later, it would be answered or punished twice.
    What Steward tells itself (outcomes of sends, joined persons) is decided as ever: it acts on nobody.
    """
    writes: list[Write] = []
    parked = 0
    for row in await store.rows("inbox.waiting"):
        found = _parked(row, now)
        if found is not None:
            parked += 1
            mark = Write("inbox.mark", {"keys": row["seq"], "handled": now}, expect=1)
            writes += (mark, Write("parked.add", found))
    await store.write([writes])
    return parked


def _parked(row: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    event = decode(row["payload"]) if row["source"] == EVENTS else None
    if isinstance(event, TimerRang):
        space = event.space
        place = {"platform": space.platform, "space": space.id, "thread": space.thread}
        alarm = {
            "kind": event.kind,
            "subject": event.subject,
            "at": event.due,
            "space_kind": space.kind.value,
        }
        return parked_alarm({**alarm, **place}, now)
    if event is not None and not isinstance(event, SpokenEvent):
        return None
    return parked_arrival(row["key"], row["source"], row["lane"], row["payload"], row["received_at"])


def again(row: Row) -> Delivery:
    """What was parked, to be decided after all: another delivery of the same event."""
    return Delivery(f"{row['key']}{RELEASED}", row["source"], row["lane"], row["payload"])


def told(row: Row, platforms: Platforms, directory: Directory) -> Text:
    """Who did what, where and when; what was said in private is not quoted."""
    facts: dict[str, str | datetime | Text] = {"at": row["at"], "who": Text("bot.arrived.somebody")}
    event = _event(row, platforms)
    space = event.space if event else Space(*row["lane"].split(":", 1))
    facts["place"] = Text("bot.trouble.private") if space.is_private else directory.title(space) or space.lane
    done = _DONE.get(type(event), "other") if event else "other"
    facts["what"] = Text(f"bot.arrived.{done}")
    if isinstance(event, SpokenEvent):
        facts["who"] = event.by.name or facts["who"]
        facts["at"] = event.at
        words = "" if space.is_private else shortened(_words(event), EXCERPT)
        if words:
            facts["what"] = Text("bot.arrived.words", {"words": words})
    return Text("bot.trouble.arrived", facts)


def _event(row: Row, platforms: Platforms) -> Event | None:
    """What happened; None where it cannot be read any more."""
    if row["source"] == EVENTS:
        event: Event = decode(row["payload"])
        return event
    platform = platforms.by_name.get(row["source"])
    try:
        return next(iter(platform.decode(row["payload"])), None) if platform else None
    except Exception:  # what an SDK raises for a payload of another version is not ours to list
        return None


def _words(event: Event) -> str:
    match event:
        case MessagePosted() | MessageEdited():
            return event.message.text
        case CommandGiven():
            return event.message.text if event.message else f"/{event.name} {event.words}"
        case _:
            return ""
