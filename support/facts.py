"""What else the card tells of a ticket, a line each: urgency, department, tags, what the FAQ offered, its ties."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chat.ports import Row
from chat.text import Text
from support.tickets import State, Ticket

OFFERED = 3
PUBLISHED = "published"
NAMED = 60


@dataclass(frozen=True, slots=True)
class Tie:
    """What a ticket is tied to: a `ticket`, one `merged` into it, an `incident`, a `case`, a `published` reply."""

    kind: str
    target: str
    shown: str


def read_tie(row: Row) -> Tie:
    """The tie in a row."""
    return Tie(row["kind"], row["target"], row["shown"])


def facts(
    ticket: Ticket, ties: Sequence[Tie], *, department: str = "", follows: int | None = None, voters: int = 0
) -> tuple[Text, ...]:
    """The lines, in the order in which they matter."""
    return tuple(_facts(ticket, ties, department, follows, voters))


def _facts(
    ticket: Ticket, ties: Sequence[Tie], department: str, follows: int | None, voters: int
) -> Iterator[Text]:
    yield Text("support.fact.priority", {"priority": Text(f"support.priority.p{int(ticket.priority)}")})
    yield Text(f"support.fact.in_{ticket.language}")
    if department or ticket.department:
        yield Text("support.fact.department", {"department": department or ticket.department})
    if ticket.state is State.SNOOZED and ticket.snoozed_until:
        yield Text("support.fact.snoozed", {"until": ticket.snoozed_until})
    if ticket.tags:
        yield Text("support.fact.tags", {"tags": " ".join(f"#{tag}" for tag in ticket.tags)})
    if ticket.sentiment >= 0.5:
        yield Text("support.fact.upset", {"percent": round(ticket.sentiment * 100)})
    offered = json.loads(ticket.attempts)[:OFFERED]
    if offered:
        names = [f"{str(one['title'])[:NAMED]} {round(100 * one['probability'])} %" for one in offered]
        yield Text("support.fact.attempts", {"entries": " · ".join(names)})
    if voters:
        yield Text("support.fact.voters", {"count": voters})
    if follows is not None:
        yield Text("support.fact.follows", {"number": follows})
    for tie in ties:
        if tie.kind == PUBLISHED:
            continue
        yield Text(f"support.tie.{tie.kind}", {"shown": tie.shown})


def listed(lines: Sequence[Text]) -> Text | str:
    """The lines as a list, "" when there are none."""
    told: Text | str = ""
    for line in reversed(lines):
        told = Text("support.fact.line", {"fact": line, "more": told})
    return told
