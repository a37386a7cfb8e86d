"""Writes that move what exists: a draft sent, lines that belong to another ticket, a ticket tied to something."""

from __future__ import annotations

from datetime import datetime

from chat.decision import Value, Write
from chat.people import PersonId
from support.lines import Line


def send_draft(line: Line, by: PersonId, now: datetime) -> Write:
    """A draft becomes a reply that sets out; holds only if it is still a draft."""
    return Write("support.line_sent", {"key": line.id, "now_": now, "by": by}, expect=1)


def drop_draft(line: Line) -> Write:
    """A draft that will not be sent."""
    return Write("support.line_dropped", {"key": line.id}, expect=1)


def merge_lines(was: str, into: str) -> Write:
    """Everything said on one ticket belongs to another."""
    return Write("support.lines_merge", {"was": was, "into": into})


def link_ticket(ticket: str, kind: str, target: str, shown: str, at: datetime) -> Write:
    """A ticket tied to something; the same tie twice is refused by the store."""
    values: dict[str, Value] = {"ticket": ticket, "kind": kind, "target": target, "shown": shown, "at": at}
    return Write("support.link", values, expect=1)


def transfer_line(line: Line, moved: Line) -> Write:
    """A line that belongs to another ticket of the same person; holds only if it is still where it was."""
    values: dict[str, Value] = {
        "key": line.id,
        "was": line.way.value,
        "from_": line.ticket,
        "into": moved.ticket,
        "to": moved.way.value,
    }
    return Write("support.line_transferred", values, expect=1)
