"""What a department hears once a week: what is open, the worst first (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from chat.text import Text
from support.feedback.items import Item, clusters

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LISTED = 20
"""Most matters that a digest lists."""
QUOTED = 160


def next_digest(now: datetime, zone: ZoneInfo, day: str, at: time) -> datetime:
    """The next moment after now at which that weekday has that time in the zone."""
    local = now.astimezone(zone)
    ahead = (_DAYS.index(day) - local.weekday()) % 7
    moment = datetime.combine(local.date() + timedelta(days=ahead), at, zone)
    if moment <= now:
        moment = datetime.combine(local.date() + timedelta(days=ahead + 7), at, zone)
    return moment.astimezone(now.tzinfo)


def digest(department: str, items: Sequence[Item], now: datetime) -> Text:
    """The digest's words: matters, how many people said each, what is decided."""
    found = clusters(items)
    week = now - timedelta(days=7)
    fresh = sum(item.at >= week for item in items)
    rows = Text(
        "feedback.digest.end", {"matters": len(found), "shown": min(len(found), LISTED), "fresh": fresh}
    )
    for cluster in reversed(found[:LISTED]):
        head = cluster.head
        line = " ".join(head.text.split())
        rows = Text(
            "feedback.digest.row",
            {
                "number": head.number,
                "kind": Text(f"feedback.kind.{head.kind}"),
                "severity": Text(f"feedback.severity.{cluster.severity.name.lower()}"),
                "state": Text(f"feedback.state.{head.state}"),
                "people": cluster.people,
                "text": line if len(line) <= QUOTED else line[: QUOTED - 1] + "…",
                "more": rows,
            },
        )
    return Text("feedback.digest.whole", {"department": department, "rows": rows})
