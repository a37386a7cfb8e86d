"""The door of the FAQ: what handlers may ask of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from chat.decision import Value, Write
from chat.people import PersonId, Rank, Space
from chat.ports import Clock, Community, Ids, Reader
from faq import privacy
from faq.answers import Verdict, judge
from faq.editing import Editing
from faq.entries import Entry
from faq.index import Index
from faq.rows import entry_of
from faq.settings import FaqSettings


class Faq:
    """Entries, kept in memory with their index; nothing is written or sent here."""

    def __init__(
        self, *, reader: Reader, clock: Clock, ids: Ids, community: Community, settings: FaqSettings
    ) -> None:
        self._reader = reader
        self._clock = clock
        self._ids = ids
        self._zone = community.zone
        self.settings = settings
        self.editing = Editing(clock=clock, ids=ids)
        self._index = Index(())
        self._version = -1
        self._edition = -1
        self._building = asyncio.Lock()
        self._nudged: dict[PersonId, datetime] = {}

    async def index(self) -> Index:
        """The present entries, ready to be searched. Built in a thread when an entry was changed, else as it is."""
        if self._reader.version("faq") != self._version:
            async with self._building:
                await self._refresh()
        return self._index

    async def _refresh(self) -> None:
        version = self._reader.version("faq")
        if version == self._version:
            return
        row = await self._reader.row("faq.edition")
        edition = int(row["edition"]) if row else 0
        if edition != self._edition:
            entries = [entry_of(one) for one in await self._reader.rows("faq.entries")]
            self._index = await asyncio.to_thread(Index, entries)
            self._edition = edition
        self._version = version

    async def look_up(
        self,
        query: str,
        *,
        context: Sequence[str] = (),
        where: Space | None = None,
        rank: Rank = Rank.OWNER,
    ) -> Verdict:
        """What the entries that count today say to a question, there and to somebody of that rank."""
        index, today = await self.index(), self.today()
        found = [
            one
            for one in index.find(query, context)
            if one.entry.serves(where, rank, today) and not one.entry.rules_out(query)
        ]
        return judge(found, self.settings)

    def today(self) -> date:
        """The community's day."""
        return self._clock.now().astimezone(self._zone).date()

    async def entry(self, key: str) -> Entry | None:
        """The entry of that id, as it is now."""
        return (await self.index()).entries.get(key)

    async def answered_lately(self, entry: Entry, space: Space) -> bool:
        """Whether the entry was given there within the cooldown."""
        row = await self._reader.row(
            "faq.recent",
            platform=space.platform,
            space=space.id,
            entry=entry.id,
            since=self._clock.now() - self.settings.cooldown,
        )
        return row is not None

    def answering(
        self,
        entry: Entry,
        *,
        person: PersonId,
        space: Space,
        message: str | None,
        probability: float,
        way: str,
    ) -> tuple[str, Write]:
        """A fresh answer's id, and the row that remembers it; `way` is asked or chosen."""
        name = self._ids.new()
        values: dict[str, Value] = {
            "id": name,
            "entry": entry.id,
            "person": person,
            "platform": space.platform,
            "space": space.id,
            "thread": space.thread,
            "message": message,
            "probability": round(probability, 4),
            "way": way,
            "at": self._clock.now(),
        }
        return name, Write("faq.answered", values, expect=1)

    async def vote(self, answer: str, person: PersonId, *, helpful: bool) -> tuple[Write, ...] | None:
        """Count somebody's 👍 or 👎 once; another press changes their mind. () = nothing new, None = no such answer."""
        given = await self._reader.row("faq.answer", key=answer)
        if given is None:
            return None
        now, before = self._clock.now(), await self._reader.row("faq.vote", key=answer, person=person)
        if before is None:
            first: dict[str, Value] = {
                "answer": answer,
                "person": person,
                "entry": given["entry"],
                "helpful": int(helpful),
                "at": now,
            }
            return (Write("faq.vote", first, expect=1),)
        if bool(before["helpful"]) == helpful:
            return ()
        change: dict[str, Value] = {"which": answer, "who": person, "now_helpful": int(helpful), "now": now}
        return (Write("faq.change_vote", change, expect=1),)

    async def votes(self, entry: Entry) -> tuple[int, int]:
        """How many found an entry's answers helpful, and how many did not."""
        found = [bool(row["helpful"]) for row in await self._reader.rows("faq.votes", entry=entry.id)]
        return sum(found), len(found) - sum(found)

    def may_nudge(self, person: PersonId) -> bool:
        """Whether it is time again to tell somebody that Steward does not know."""
        last, now = self._nudged.get(person), self._clock.now()
        return last is None or now - last >= self.settings.nudge_every

    def nudged(self, person: PersonId) -> None:
        """It was told. Kept in memory: after a restart one more time does no harm."""
        now = self._clock.now()
        if len(self._nudged) > 10_000:
            oldest = now - max(self.settings.nudge_every, timedelta(minutes=1))
            self._nudged = {one: at for one, at in self._nudged.items() if at > oldest}
        self._nudged[person] = now

    async def export(self, person: PersonId) -> dict[str, list[dict[str, Any]]]:
        """Everything stored about a person."""
        return await privacy.export(self._reader, person)

    def erase(self, person: PersonId, pseudonym: str) -> tuple[Write, ...]:
        """Remove a person's name and places; what was counted stays counted."""
        self._nudged.pop(person, None)
        return privacy.erase(person, pseudonym)

    def rejoin(self, kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
        """Two persons turned out to be one; their two votes on one answer become one."""
        return privacy.rejoin(kept, dropped)

    def expire(
        self, *, messages_before: datetime, tickets_before: datetime, audit_before: datetime
    ) -> tuple[Write, ...]:
        """Forget who was answered what; entries stay until an editor removes them."""
        return privacy.expire(audit_before=audit_before)
