"""What is kept about one person: export, erase, forget in time, replay after a restore."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol, cast

from bot.adapters.local.traces import traces
from bot.people import People
from bot.storage.store import Store
from chat.decision import Alarm, Decision, Value, Write
from chat.events import PersonsJoined, TimerRang
from chat.handler import Stage, handles
from chat.people import Identity, PersonId
from chat.ports import Clock, Ids, Retention

INBOX_KEYS = timedelta(days=7)
EVERY = timedelta(hours=24)
NIGHT = "bot.forget"
ASKED = "handlers.erase"
"""The button of the question whose message says afterwards that it is done."""


class Room(Protocol):
    """What every room's door offers about people."""

    async def export(self, person: PersonId) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Everything stored about a person."""

    def erase(self, person: PersonId, pseudonym: str) -> tuple[Write, ...]:
        """Remove it; where counts must stay, `pseudonym` takes the person's place."""

    def rejoin(self, kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
        """Move what belongs to `dropped` to `kept`."""

    def expire(
        self, *, messages_before: datetime, tickets_before: datetime, audit_before: datetime
    ) -> tuple[Write, ...]:
        """Forget what is older than it may be."""


class Rooms:
    """All doors that know people."""

    def __init__(self, doors: Sequence[object]) -> None:
        self.doors: Sequence[Room] = [cast(Room, door) for door in doors if hasattr(door, "erase")]


class PrivacyDesk:
    """The Privacy port over all rooms and the runtime's own tables."""

    def __init__(
        self, *, store: Store, people: People, rooms: Rooms, ids: Ids, clock: Clock, secret: bytes
    ) -> None:
        self._store = store
        self._people = people
        self._rooms = rooms
        self._ids = ids
        self._clock = clock
        self._secret = secret

    async def export(self, person: PersonId) -> Mapping[str, Any]:
        """Everything that is stored about a person, as plain JSON values."""
        found: dict[str, Any] = {"person": person}
        for shape in ("people.identities", "language.of", "outbox.person", "audit.person"):
            rows = await self._store.rows(shape, p=person)
            found[shape.replace(".", "_")] = [_plain(row) for row in rows]
        found["roles"] = sorted(await self._people.held_roles(person))
        for door in self._rooms.doors:
            for name, rows_ in (await door.export(person)).items():
                found[name] = [_plain(row) for row in rows_]
        return found

    async def erase(self, person: PersonId) -> tuple[Write, ...]:
        """All writes that erase a person; also recorded under keyed hashes, so that a restore repeats them."""
        pseudonym = f"gone:{self._ids.new()}"
        writes: list[Write] = []
        for identity in await self._people.identities(person):
            mark: dict[str, Value] = {
                "platform": identity.platform,
                "id_hash": self.mark(identity),
                "at": self._clock.now(),
            }
            writes.append(Write("people.erased", mark))
        for door in self._rooms.doors:
            writes += door.erase(person, pseudonym)
        for shape in ("identity.forget", "language.forget", "role.forget"):
            writes.append(Write(shape, {"p": person}))
        for shape in ("people.erase_links", "people.erase_tries", "people.erase_forms"):
            writes.append(Write(shape, {"p": person}))
        for shape in (
            "people.erase_outbox",
            "people.erase_audit",
            "people.erase_subject",
            "people.erase_giver",
        ):
            writes.append(Write(shape, {"p": person, "pseudonym": pseudonym}))
        writes.append(Write("people.erase_data", {"mark": f"%{person}%"}))
        for identity in await self._people.identities(person):
            writes.append(Write("people.erase_parked", {"mark": f'%"id":"{identity.id}"%'}))
            writes.append(Write("people.erase_parked", {"mark": f'%"id":{identity.id},%'}))
            if identity.platform == "local":
                writes += await traces(self._store, identity.id, keep=(ASKED,))
        # others' rows quote people, too: what is over and done keeps no words at all
        over = self._clock.now() + timedelta(seconds=1)
        writes += [Write("outbox.blank", {"before": over}), Write("inbox.blank", {"before": over})]
        return tuple(writes)

    def mark(self, identity: Identity) -> str:
        """The keyed hash under which an erased account is remembered."""
        return hmac.digest(self._secret, f"erased {identity}".encode(), hashlib.sha256).hex()

    async def replay(self) -> tuple[Write, ...]:
        """After a restore: the writes that erase again who was erased before."""
        marks = {row["id_hash"] for row in await self._store.rows("people.erasures")}
        writes: list[Write] = []
        for row in await self._store.rows("people.everybody"):
            if self.mark(Identity(row["platform"], row["id"])) in marks:
                writes += await self.erase(PersonId(row["person"]))
        return tuple(writes)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _json(value) for name, value in row.items()}


def _json(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


@handles(Stage.REACT)
async def persons_joined(event: PersonsJoined, *, rooms: Rooms) -> Decision:
    """Two persons are one: every room moves its rows, strikes add, bans stay; no role travels."""
    kept, dropped = event.kept, event.dropped
    writes = [write for door in rooms.doors for write in door.rejoin(kept, dropped)]
    moved = ("people.rejoin_outbox", "people.rejoin_audit")
    gone = ("language.forget", "people.erase_links", "people.erase_tries", "people.erase_forms")
    writes += [Write(shape, {"kept": kept, "dropped": dropped}) for shape in moved]
    writes += [Write(shape, {"p": dropped}) for shape in gone]
    writes.append(Write("people.erase_giver", {"p": dropped, "pseudonym": kept}))
    return Decision(reason="persons.joined", writes=tuple(writes))


@handles(Stage.REACT, NIGHT)
async def forgetting(event: TimerRang, *, rooms: Rooms, retention: Retention, clock: Clock) -> Decision:
    """Once a day, forget what is older than it may be. Late means: now; nothing is skipped."""
    now = clock.now()
    before = {
        "messages_before": now - retention.messages,
        "tickets_before": now - retention.tickets,
        "audit_before": now - retention.audit,
    }
    writes = [write for door in rooms.doors for write in door.expire(**before)]
    writes += [
        Write("inbox.blank", {"before": now - min(retention.messages, INBOX_KEYS)}),
        Write("inbox.forget", {"before": now - INBOX_KEYS}),
        Write("outbox.blank", {"before": now - retention.messages}),
        Write("outbox.forget", {"before": now - retention.audit}),
        Write("people.sweep_outbox", {"before": now}),
        Write("people.sweep_audit", {"before": now}),
        Write("parked.forget", {"before": now - retention.messages}),
        Write("audit.forget", {"before": now - retention.audit}),
        Write("people.forget_links", {"before": now}),
        Write("people.forget_tries", {"before": now - EVERY}),
        Write("form.forget", {"before": now}),
        Write("confirm.forget", {"before": now}),
    ]
    again = Alarm(kind=NIGHT, subject="daily", at=now + EVERY)
    return Decision(reason="forgotten", writes=tuple(writes), alarms=(again,))
