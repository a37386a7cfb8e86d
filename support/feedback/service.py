"""The door of the feedback room: record, decide, digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chat.actions import Action, Button, Post, Priority, Private
from chat.decision import Alarm, Audit, Decision, Value, Write
from chat.people import Language, PersonId, Space
from chat.ports import Clock, Community, Directory, Ids, Reader, Row
from chat.text import Text
from support.feedback.digest import digest, next_digest
from support.feedback.items import Item, Kind, Severity, State, cluster_of
from support.feedback.settings import FeedbackSettings

DIGEST = "feedback.digest"
OUTSIDE = "outside"
"""The platform on which notices leave for mail and other services."""
LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is to be recorded: who said it (None = unknown), what, for whom; `origin` names the message once."""

    person: PersonId | None
    by: PersonId
    department: str
    kind: Kind
    severity: Severity
    text: str
    language: Language
    origin: str


class Feedback:
    """Items, their clusters, and the digest of each department. Nothing is written or sent here."""

    def __init__(
        self,
        *,
        reader: Reader,
        clock: Clock,
        ids: Ids,
        directory: Directory,
        community: Community,
        settings: FeedbackSettings,
    ) -> None:
        self._reader = reader
        self._clock = clock
        self._ids = ids
        self._directory = directory
        self._community = community
        self.settings = settings
        self._handed_out = 0

    async def at_origin(self, origin: str) -> Item | None:
        """The item that was made of this message already."""
        row = await self._reader.row("feedback.at_origin", ref=origin) if origin else None
        return _read(row) if row else None

    async def item(self, key: str) -> Item | None:
        """The item of this id."""
        row = await self._reader.row("feedback.item", key=key)
        return _read(row) if row else None

    async def numbered(self, number: int) -> Item | None:
        """The item of this number."""
        row = await self._reader.row("feedback.numbered", wanted=number)
        return _read(row) if row else None

    async def open_for(self, department: str) -> list[Item]:
        """What is open for a department."""
        return [_read(row) for row in await self._reader.rows("feedback.open", department_=department)]

    async def record(self, report: Report, staff: Space | None) -> tuple[Item, Decision]:
        """Kept beside what says the same, shown to the staff with the buttons to decide, and in the next digest."""
        now = self._clock.now()
        since = now - timedelta(days=self.settings.cluster_days)
        rows = await self._reader.rows("feedback.since", department_=report.department, since=since)
        key = self._ids.new()
        text = report.text.encode("utf-8", "replace").decode().replace("\x00", "")[:LONGEST]
        cluster = cluster_of(text, [_read(row) for row in rows]) or key
        alike = [_read(row) for row in rows if row["cluster"] == cluster]
        item = Item(
            id=key,
            number=await self._number(),
            cluster=cluster,
            person=report.person,
            recorded_by=report.by,
            department=report.department,
            kind=report.kind,
            severity=report.severity,
            text=text,
            language=report.language,
            at=now,
            state=alike[0].state if alike else State.NEW,
            reason=alike[0].reason if alike else "",
        )
        audit = Audit(
            code="feedback.recorded",
            subject=item.id,
            data={"number": item.number, "department": item.department, "kind": item.kind.value},
        )
        return item, Decision(
            reason="feedback.recorded",
            actions=self._shown(item, len(alike), staff),
            writes=(_add(item, report.origin),),
            alarms=(self._wakes(item.department, now),),
            audit=(audit,),
        )

    def _wakes(self, department: str, now: datetime) -> Alarm:
        moment = next_digest(now, self._community.zone, self.settings.digest_day, self.settings.digest_time)
        return Alarm(kind=DIGEST, subject=department, at=moment)

    async def _number(self) -> int:
        row = await self._reader.row("feedback.top_number")
        self._handed_out = max(self._handed_out, int(row["number"] or 0) if row else 0) + 1
        return self._handed_out

    def _shown(self, item: Item, alike: int, staff: Space | None) -> tuple[Action, ...]:
        if staff is None:
            return ()
        card = Post(
            to=staff,
            body=Text("feedback.card", {**words_of(item), "alike": alike}),
            buttons=(_decisions(item),),
            language=self._directory.space_language(staff),
            urgency=Priority.STAFF,
        )
        return (card,)

    async def decide(self, item: Item, state: State, by: PersonId, reason: str) -> Decision:
        """Accepted, declined or shipped: so is all that says the same, and everybody who said it hears it once."""
        rows = await self._reader.rows("feedback.in_cluster", of=item.cluster)
        alike = [_read(row) for row in rows if row["state"] == item.state]
        values: dict[str, Value] = {
            "of": item.cluster,
            "was": item.state.value,
            "new_state": state.value,
            "new_reason": reason,
            "by": by,
            "moment": self._clock.now(),
        }
        audit = Audit(
            code=f"feedback.{state}",
            subject=item.id,
            data={"number": item.number, "department": item.department, "items": len(alike)},
        )
        return Decision(
            reason=f"feedback.{state}",
            actions=tuple(self._told(one, state, reason) for one in _one_each(alike)),
            writes=(Write("feedback.decide", values, expect=len(alike)),),
            audit=(audit,),
        )

    def _told(self, item: Item, state: State, reason: str) -> Action:
        assert item.person is not None
        why = Text("feedback.because", {"reason": reason}) if reason else Text("feedback.thanks")
        return Post(
            to=Private(item.person),
            body=Text(f"feedback.told.{state}", {"text": _brief(item.text), "why": why}),
        )

    async def weekly(self, department: str, staff: Space | None) -> Decision:
        """The digest's alarm. Late means nothing: it tells what is open now, and says nothing when nothing is."""
        now = self._clock.now()
        items = await self.open_for(department)
        if not items or department not in self.settings.departments:
            return Decision(reason="feedback.digest.nothing")
        body = digest(department, items, now)
        places: list[Space] = [staff] if staff else []
        if self.settings.addresses(department):
            places.append(Space(OUTSIDE, f"notice.{department}"))
        posts = tuple(Post(to=place, body=body, language=self._language(place)) for place in places)
        return Decision(
            reason="feedback.digest",
            actions=posts,
            alarms=(self._wakes(department, now),),
            audit=(Audit(code="feedback.digest", subject=department, data={"items": len(items)}),),
        )

    def _language(self, place: Space) -> Language:
        if place.platform == OUTSIDE:
            return self._community.language
        return self._directory.space_language(place)

    async def export(self, person: PersonId) -> dict[str, list[dict[str, Any]]]:
        """What somebody said that was passed on."""
        rows = await self._reader.rows("feedback.told_by", p=person)
        names = ("number", "department", "kind", "severity", "text", "state", "reason")
        shown = [{**{name: row[name] for name in names}, "at": row["at"].isoformat()} for row in rows]
        return {"feedback_items": shown}

    def erase(self, person: PersonId, pseudonym: str) -> tuple[Write, ...]:
        """Their words go; that something was said, for whom and how it ended stays."""
        return (
            Write("feedback.erase_words", {"p": person}),
            Write("feedback.erase_people", {"p": person, "pseudonym": pseudonym}),
        )

    def rejoin(self, kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
        """Two persons turned out to be one."""
        return (Write("feedback.rejoin", {"kept": kept, "dropped": dropped}),)

    def expire(
        self, *, messages_before: datetime, tickets_before: datetime, audit_before: datetime
    ) -> tuple[Write, ...]:
        """Feedback is kept as long as tickets are; it depends on neither `messages_before` nor `audit_before`."""
        return (Write("feedback.expire", {"before": tickets_before}),)


def words_of(item: Item) -> dict[str, str | int | Text]:
    """An item as its card and the digest name it."""
    return {
        "number": item.number,
        "department": item.department,
        "kind": Text(f"feedback.kind.{item.kind}"),
        "severity": Text(f"feedback.severity.{item.severity.name.lower()}"),
        "text": item.text,
    }


def _decisions(item: Item) -> tuple[Button, ...]:
    return tuple(
        Button(label=Text(f"feedback.button.{state}"), kind=f"feedback.{state}", id=item.id)
        for state in (State.ACCEPTED, State.DECLINED, State.SHIPPED)
    )


def _one_each(items: list[Item]) -> list[Item]:
    found: dict[PersonId, Item] = {}
    for item in items:
        if item.person is not None and item.text:
            found.setdefault(item.person, item)
    return list(found.values())


def _brief(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 140 else line[:139] + "…"


def _add(item: Item, origin: str) -> Write:
    values: dict[str, Value] = {
        "id": item.id,
        "number": item.number,
        "cluster": item.cluster,
        "person": item.person,
        "recorded_person": item.recorded_by,
        "department": item.department,
        "kind": item.kind.value,
        "severity": int(item.severity),
        "text": item.text,
        "language": item.language,
        "at": item.at,
        "state": item.state.value,
        "reason": item.reason,
        "decided_person": None,
        "decided_at": item.decided_at,
        "origin": origin,
    }
    return Write("feedback.add", values, expect=1)


def _read(row: Row) -> Item:
    return Item(
        id=row["id"],
        number=row["number"],
        cluster=row["cluster"],
        person=PersonId(row["person"]) if row["person"] else None,
        recorded_by=PersonId(row["recorded_person"]),
        department=row["department"],
        kind=Kind(row["kind"]),
        severity=Severity(row["severity"]),
        text=row["text"],
        language="zh" if row["language"] == "zh" else "en",
        at=row["at"],
        state=State(row["state"]),
        reason=row["reason"],
        decided_at=row["decided_at"],
    )
