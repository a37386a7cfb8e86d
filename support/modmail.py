"""Old threads of Modmail as closed tickets: its exported logs, read and turned into tickets and lines (pure)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chat.errors import Unusable
from chat.people import Identity, PersonId, Space, SpaceKind
from chat.text import Text
from language.lanes import language_of
from support.lines import Kind, Line, Way, storable
from support.states import State
from support.tickets import GENERAL, Priority, Ticket, Why

PLATFORM = "discord"
_SENT = frozenset({"thread_message", "anonymous"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One message of a log: `by` wrote it, `kind` says who could read it."""

    by: Identity
    name: str
    kind: Kind
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """One thread of one member."""

    key: str
    recipient: Identity
    name: str
    opened_at: datetime
    closed_at: datetime
    closer: Identity | None
    reason: str
    was_open: bool
    spoken: tuple[Spoken, ...]

    @property
    def ticket_id(self) -> str:
        """The same for the same log, so that a second import finds it."""
        return "modmail" + hashlib.sha256(self.key.encode()).hexdigest()[:19]

    @property
    def people(self) -> Mapping[Identity, str]:
        """Everybody in it, with their names."""
        return {self.recipient: self.name, **{one.by: one.name for one in self.spoken}}


def read_logs(text: str) -> list[Log]:
    """The logs of a file: a JSON list, or one JSON object a line. Raises Unusable."""
    if text.lstrip().startswith("["):
        rows = _read(text, 1)
    else:
        lines = enumerate(text.split("\n"), 1)
        rows = [_read(line, number) for number, line in lines if line.strip()]
    return [_log(row, number) for number, row in enumerate(rows, 1)]


def _read(text: str, begins: int) -> Any:
    """The JSON that begins on that line; what is nested or counted without end is none. Raises Unusable."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        line, column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        where: dict[str, str | int] = {"line": begins + line - 1, "column": column}
        raise Unusable(Text("support.modmail.json", where)) from error


def _log(row: Any, number: int) -> Log:
    try:
        recipient = row["recipient"]
        spoken = tuple(one for message in row.get("messages") or () for one in _spoken(message))
        opened = _moment(row["created_at"])
        ended = _moment(row["closed_at"]) if row.get("closed_at") else None
        closer = row.get("closer")
        return Log(
            key=str(row.get("key") or row["_id"]),
            recipient=Identity(PLATFORM, str(recipient["id"])),
            name=str(recipient.get("name") or ""),
            opened_at=opened,
            closed_at=ended or max([opened, *(one.at for one in spoken)]),
            closer=Identity(PLATFORM, str(closer["id"])) if closer else None,
            reason=storable(str(row.get("close_message") or ""), 500),
            was_open=bool(row.get("open")),
            spoken=spoken,
        )
    except KeyError as error:
        raise Unusable(Text("support.modmail.lacks", {"log": number, "key": str(error.args[0])})) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise Unusable(Text("support.modmail.other", {"log": number, "trouble": str(error)})) from error


def _spoken(message: Mapping[str, Any]) -> Iterator[Spoken]:
    """What was sent is by a member (`mod` says that it was not written among the staff) or a reply; the rest is inside.

    Beside `thread_message` and `anonymous` there are `internal`, `system` (also notes, in older logs) and `note`.
    """
    author = message["author"]
    files = " ".join(f"[📎 {one.get('filename', '')}]" for one in message.get("attachments") or ())
    words = "\n".join(part for part in (str(message.get("content") or "").strip(), files) if part)
    if not words:
        return
    sent = message.get("type", "thread_message") in _SENT
    kind = Kind.NOTE if not sent else Kind.REPLY if author.get("mod") else Kind.MEMBER
    yield Spoken(
        by=Identity(PLATFORM, str(author["id"])),
        name=str(author.get("name") or ""),
        kind=kind,
        text=storable(words),
        at=_moment(message["timestamp"]),
    )


def _moment(value: Any) -> datetime:
    """Modmail writes UTC without saying so; a database export wraps the moment."""
    if isinstance(value, Mapping):
        value = value["$date"]
    found = datetime.fromisoformat(str(value))
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def as_ticket(log: Log, number: int, people: Mapping[Identity, PersonId]) -> tuple[Ticket, Sequence[Line]]:
    """The closed ticket that a log is, and its lines; notes stay notes."""
    asked = next((one for one in log.spoken if one.kind is Kind.MEMBER), None)
    replied = next((one for one in log.spoken if one.kind is Kind.REPLY), None)
    question = asked.text if asked else ""
    ticket = Ticket(
        id=log.ticket_id,
        number=number,
        person=people[log.recipient],
        topic=GENERAL,
        state=State.CLOSED,
        priority=Priority.ORDINARY,
        why=Why.ASKED,
        language=language_of(question) or "en",
        question=question,
        origin=Space(PLATFORM, log.recipient.id, kind=SpaceKind.PRIVATE),
        origin_message=None,
        opened_at=log.opened_at,
        changed_at=log.closed_at,
        state_since=log.closed_at,
        first_due_at=log.opened_at,
        first_reply_at=replied.at if replied else None,
        assignee=people[replied.by] if replied else None,
        closed_at=log.closed_at,
        closed_by=people.get(log.closer) if log.closer else None,
        close_reason=log.reason,
        tags=("modmail",),
    )
    lines = [
        Line(
            id=f"{log.ticket_id}-{place:06}",
            ticket=log.ticket_id,
            kind=one.kind,
            by=people[one.by],
            text=one.text,
            at=one.at,
            way=Way.HERE,
        )
        for place, one in enumerate(log.spoken)
    ]
    return ticket, lines
