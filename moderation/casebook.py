"""Reading and keeping cases: numbers, strikes, incidents, evidence; every change of a person's record in turn."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from chat.decision import Value, Write
from chat.messages import Attachment, Message, MessageRef
from chat.people import PersonId, Rank, Space
from chat.ports import Ids, Reader, Row
from moderation.breaches import Evidence, Judgement
from moderation.cases import Case, Kept, Running, State, case_of, kept_of, running_of
from moderation.dossier import Dossier, read_dossier, turn_after
from moderation.ladder import Penalty, Strike

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LONGEST = 8_192
EVER = datetime.min.replace(tzinfo=UTC)


class Casebook:
    """All that is on record about members and what they broke."""

    def __init__(self, reader: Reader, ids: Ids) -> None:
        self._reader = reader
        self._ids = ids
        self._last_number = 0

    async def numbered(self, number: int) -> Case | None:
        """The case of that number."""
        row = await self._reader.row("moderation.numbered", wanted=number)
        return case_of(row) if row else None

    async def case(self, key: str) -> Case | None:
        """The case of that id."""
        row = await self._reader.row("moderation.case", key=key)
        return case_of(row) if row else None

    async def newest(self) -> list[Case]:
        """The last ten."""
        return [case_of(row) for row in await self._reader.rows("moderation.cases")]

    async def cases_of(self, person: PersonId) -> list[Case]:
        """All of a person, newest first."""
        return [case_of(row) for row in await self._reader.rows("moderation.cases_of", p=person)]

    async def cases_by(self, person: PersonId) -> list[Case]:
        """The last ten that somebody opened or settled."""
        return [case_of(row) for row in await self._reader.rows("moderation.cases_by", p=person)]

    async def cases_of_rule(self, rule: str) -> list[Case]:
        """The last ten of a rule."""
        return [case_of(row) for row in await self._reader.rows("moderation.cases_of_rule", of=rule)]

    async def waiting(self) -> list[Case]:
        """The last ten that wait for a moderator."""
        rows = await self._reader.rows("moderation.cases_in", in_state=State.REVIEW.value)
        return [case_of(row) for row in rows]

    async def strikes(self, person: PersonId, since: datetime) -> Mapping[str, Strike]:
        """What stands against a person, by case."""
        rows = await self._reader.rows("moderation.strikes_of", p=person, since=since)
        return {row["id"]: Strike(points=row["points"], at=row["opened_at"]) for row in rows}

    async def running(self, person: PersonId) -> list[Running]:
        """Penalties that have not ended."""
        return [running_of(row) for row in await self._reader.rows("moderation.running_of", p=person)]

    async def kept_out(self, person: PersonId, running: Iterable[Running]) -> frozenset[str]:
        """The lanes out of which bans keep somebody: nothing was heard of them there since."""
        bans = [one for one in running if one.kind is Penalty.BAN]
        if not bans:
            return frozenset()
        rows = await self._reader.rows("moderation.places_of", p=person)
        heard = {f"{row['platform']}:{row['space']}": row["last_at"] for row in rows}
        return frozenset(one.space.lane for one in bans if heard.get(one.space.lane, EVER) <= one.starts_at)

    async def penalties(self, case: Case) -> list[Running]:
        """All penalties of a case, ended or not."""
        return [running_of(row) for row in await self._reader.rows("moderation.penalties", of=case.id)]

    async def penalty(self, key: str) -> Running | None:
        """One penalty."""
        row = await self._reader.row("moderation.penalty", key=key)
        return running_of(row) if row else None

    async def kept(self, case: Case) -> list[Kept]:
        """The evidence of a case, oldest first."""
        return [kept_of(row) for row in await self._reader.rows("moderation.evidence", of=case.id)]

    async def card(self, case: Case) -> MessageRef | None:
        """The staff's card of a case."""
        return await self.card_of(case.id)

    async def card_of(self, key: str) -> MessageRef | None:
        """The staff's card of that name."""
        row = await self._reader.row("moderation.card", of=key)
        return (
            MessageRef(Space(row["platform"], row["space"], row["thread"]), row["message"]) if row else None
        )

    async def notes(self, case: Case) -> Sequence[Row]:
        """What moderators noted."""
        return await self._reader.rows("moderation.notes", of=case.id)

    async def said(self, ref: MessageRef) -> Row | None:
        """A message of the history."""
        return await self._reader.row(
            "moderation.message", on=ref.space.platform, lane=ref.space.id, key=ref.id
        )

    async def places_of(self, person: PersonId) -> list[tuple[str, str]]:
        """(platform, space id) where a person spoke, the latest first."""
        rows = await self._reader.rows("moderation.places_of", p=person)
        return [(row["platform"], row["space"]) for row in rows]

    async def next_number(self) -> int:
        """A number that no case has, another for each decision; a clash between processes decides again."""
        row = await self._reader.row("moderation.top_number")
        return self.number_after(int(row["number"] or 0) if row else 0)

    def number_after(self, top: int) -> int:
        """The same where the highest number is known already."""
        self._last_number = max(top, self._last_number) + 1
        return self._last_number

    async def turn(self, person: PersonId) -> Write:
        """Guards a decision that rests on a person's record: of two at once, the second is decided again."""
        row = await self._reader.row("moderation.turn", p=person)
        return turn_after(person, row["turn"] if row else None)

    async def dossier(
        self, person: PersonId, state: State, *, incident_since: datetime, strikes_since: datetime
    ) -> Dossier:
        """All that a ruling on a person needs, in one read."""
        return await read_dossier(
            self._reader, person, state, incident_since=incident_since, strikes_since=strikes_since
        )

    def keep(
        self, case: Case, message: Message, judgement: Judgement, at: datetime, *, version: str = ""
    ) -> Write:
        """The write that keeps a message as evidence, before it is taken down, with what was decided about it.

        `version` names the set of rules: with the text it is all that is needed to decide again.
        """
        findings = [
            {**_finding(one), "version": version, "score": breach.score}
            for breach in judgement.breaches
            for one in breach.evidence
        ]
        findings.sort(key=lambda one: (one["start"], one["end"]))
        return self._keep(
            case, message.ref, storable(message.text), media_of(message.attachments), findings, at
        )

    def keep_row(self, case: Case, ref: MessageRef, row: Row) -> Write:
        """The same for a message of the history."""
        return self._keep(case, ref, row["text"], row["media"], (), row["at"])

    def _keep(
        self,
        case: Case,
        ref: MessageRef,
        text: str,
        media: str,
        findings: Sequence[Mapping[str, Any]],
        at: datetime,
    ) -> Write:
        values: dict[str, Value] = {
            "id": self._ids.new(),
            "case": case.id,
            "person": case.person,
            "platform": ref.space.platform,
            "space": ref.space.id,
            "thread": ref.space.thread,
            "message": ref.id,
            "text": text,
            "media": media,
            "findings": json.dumps(findings, ensure_ascii=False),
            "at": at,
        }
        return Write("moderation.keep_evidence", values)


def heard(message: Message, person: PersonId, rank: Rank, at: datetime) -> dict[str, Value]:
    """A message as the history holds it."""
    space = message.space
    return {
        "platform": space.platform,
        "space": space.id,
        "message": message.id,
        "thread": space.thread,
        "person": person,
        "rank": int(rank),
        "text": storable(message.text),
        "media": media_of(message.attachments) if message.attachments else "",
        "album": message.album,
        "at": at,
    }


def storable(text: str) -> str:
    """A text that every database takes, at most 8,192 characters; offsets hold."""
    if len(text) > _LONGEST:
        text = text[:_LONGEST]
    try:
        text.encode()
    except UnicodeEncodeError:
        return _UNSTORABLE.sub("\ufffd", text)
    return text.replace("\x00", "\ufffd")


def media_of(attachments: Iterable[Attachment]) -> str:
    """What came with a message, one a line: its kind and the platform's handle to it."""
    return "\n".join(storable(f"{one.media.value} {one.ref}".strip()) for one in attachments)


def of_kind(kind: Penalty, running: Iterable[Running], space: Space) -> list[Running]:
    """The mutes, or the bans, among penalties that hold in a space."""
    return [one for one in running if one.kind is kind and one.space.lane == space.lane]


def _finding(one: Evidence) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "start": one.start,
        "end": one.end,
        "view": one.view.value,
        "term": storable(one.term),
        "weight": one.weight,
        "signal": one.signal,
    }
