"""The rows of the outbox: one for each action that is to leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.codec import encode
from bot.storage.store import Store
from chat.actions import Acknowledge, Action, Edit, MadeBy, ShowForm
from chat.decision import Write
from chat.messages import MessageRef
from chat.people import PersonId, Space
from chat.ports import Clock
from chat.text import Rich

LEASE = timedelta(minutes=2)
"""How long a claimed row is its process's own."""

CLAIMED = "claimed"
"""The state, in memory alone, of a row that was claimed with the commit that added it (`sending` in the table)."""


@dataclass(slots=True)
class OutRow:
    """An unsent action as the sender keeps it in memory; the table is the truth."""

    key: str
    seq: int
    platform: str
    space: str
    verb: str
    kind: str
    priority: int
    repeat: str
    payload: str
    state: str
    needs: str | None
    fence: int
    attempts: int
    not_before: datetime | None
    first_try: datetime | None
    room: str | None
    subject: str | None
    person: str | None
    thread: str | None

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> OutRow:
        """From a table row or the values of its Write."""
        return cls(**{name: row[name] for name in cls.__slots__})

    @classmethod
    def added(cls, row: Mapping[str, Any]) -> OutRow:
        """From the values of a Write that this process has committed."""
        read = cls.read(row)
        if read.state == "sending":
            read.state = CLAIMED
        return read


class OutboxRows:
    """Makes outbox rows, in the order in which they are to leave."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._seq = 0
        self.claimant: Callable[[Action, Space], str] = lambda action, space: ""
        """Who claims a row with the commit that adds it, "" when it must first wait its turn."""

    async def open(self) -> None:
        """Go on counting where the last process stopped."""
        row = await self._store.row("outbox.top")
        self._seq = int(row["seq"] or 0) if row else 0

    def add(
        self,
        key: str,
        action: Action,
        *,
        person: PersonId | None = None,
        not_before: datetime | None = None,
    ) -> list[Write]:
        """The writes that put a rendered action into the outbox; a newer Edit replaces unsent older ones."""
        space = action.to
        if not isinstance(space, Space):
            raise TypeError(f"{action.verb} has no place to go to yet")
        self._seq += 1
        needs = _needs(action)
        edits = _edited(action)
        now = self._clock.now()
        owner = "" if needs or not_before else self.claimant(action, space)
        row: dict[str, Any] = {
            "key": key,
            "seq": self._seq,
            "platform": space.platform,
            "space": space.id,
            "thread": space.thread,
            "kind": space.kind.value,
            "verb": action.verb,
            "said": _said(action),
            "priority": int(action.priority),
            "repeat": action.repeat.value,
            "payload": encode(action),
            "person": person,
            "room": action.about.room if action.about else None,
            "subject": action.about.subject if action.about else None,
            "needs": needs,
            "edits": edits,
            "state": "sending" if owner else "held" if needs else "new",
            "attempts": 1 if owner else 0,
            "not_before": not_before,
            "first_try": now if owner else None,
            "owner": owner or None,
            "lease_until": now + LEASE if owner else None,
            "fence": 1 if owner else 0,
            "result": None,
            "why": None,
            "created_at": now,
            "done_at": None,
        }
        older = [Write("outbox.supersede", {"message": edits, "at_": now})] if edits else []
        return [*older, Write("outbox.add", row)]


def is_urgent(verb: str) -> bool:
    """Whether an action answers somebody who waits at this moment, and so is never paced."""
    return verb in (Acknowledge.__name__, ShowForm.__name__)


def _said(action: Action) -> str:
    body = getattr(action, "body", None)
    return body.said if isinstance(body, Rich) else ""


def _needs(action: Action) -> str | None:
    for name in ("thread", "message"):
        value = getattr(action, name, None)
        if isinstance(value, MadeBy):
            return value.action
    return None


def _edited(action: Action) -> str | None:
    if not isinstance(action, Edit):
        return None
    message = action.message
    return f"{message.space.lane}:{message.id}" if isinstance(message, MessageRef) else message.action
