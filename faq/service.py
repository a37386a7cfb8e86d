"""The door of the FAQ: what handlers may ask of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chat.decision import Write
from chat.events import MessagePosted
from chat.people import PersonId, Rank, Space
from chat.ports import Clock, Community, Completion, Home, Ids, Reader
from faq import privacy
from faq.answers import Confidence, Verdict, judge
from faq.composition import Composing
from faq.conversation import Conversation
from faq.editing import Editing
from faq.enclosures import Enclosures
from faq.entries import Entry, Version
from faq.etiquette import Etiquette
from faq.given import Given, Record
from faq.index import Finding, Index
from faq.learning import Learning
from faq.library import Library
from faq.misses import Misses
from faq.reviews import Reviews
from faq.rounds import Rounds
from faq.rows import entry_of
from faq.settings import FaqSettings


class Faq:
    """Entries, kept in memory with their index; nothing is written or sent here."""

    def __init__(
        self,
        *,
        reader: Reader,
        clock: Clock,
        ids: Ids,
        community: Community,
        completion: Completion,
        home: Home,
        settings: FaqSettings,
    ) -> None:
        self._reader = reader
        self._clock = clock
        self._ids = ids
        self._zone = community.zone
        self.settings = settings
        self.editing = Editing(clock=clock, ids=ids)
        self.enclosures = Enclosures(reader=reader, clock=clock)
        self.given = Given(reader=reader, clock=clock, ids=ids, settings=lambda: self.settings)
        self.etiquette = Etiquette(
            reader=reader, clock=clock, zone=community.zone, settings=lambda: self.settings
        )
        self.misses = Misses(reader=reader, clock=clock, ids=ids)
        self.learning = Learning(reader=reader, clock=clock, ids=ids, settings=lambda: self.settings)
        self.reviews = Reviews(reader=reader, clock=clock, settings=lambda: self.settings)
        self.rounds = Rounds(reader=reader, clock=clock, zone=community.zone, settings=lambda: self.settings)
        self.composing = Composing(completion, lambda: self.settings)
        self.conversation = Conversation()
        self.library = Library(reader=reader, clock=clock, home=home, settings=lambda: self.settings)
        self._nudged: dict[PersonId, datetime] = {}

    async def index(self) -> Index:
        """The present entries, ready to be searched."""
        return await self.library.index()

    async def close(self) -> None:
        """End what works beside."""
        await self.library.close()

    async def look_up(
        self,
        query: str,
        *,
        context: Sequence[str] = (),
        where: Space | None = None,
        rank: Rank = Rank.OWNER,
    ) -> Verdict:
        """What the entries that count today say to a question, there and to somebody of that rank."""
        found = (await self.index()).find(query, context)
        await self.library.was_asked(query)
        return self._judged(found, query, where, rank)

    async def asked(self, event: MessagePosted, query: str) -> Verdict:
        """The same for a message, in the light of what its author said there before; a wording typed verbatim that is
        sure to be answered is not weighed against other entries.
        """
        space, rank = event.space, event.by.standing.rank
        exact = (await self.index()).exact(query)
        if exact is not None:
            verdict = self._judged((exact,), query, space, rank)
            if verdict.confidence is Confidence.SURE:
                return verdict
        context = self.conversation.context(event, self.settings.follow_up)
        return await self.look_up(query, context=context, where=space, rank=rank)

    def _judged(self, found: Sequence[Finding], query: str, where: Space | None, rank: Rank) -> Verdict:
        today = self.today()
        counts = [
            one for one in found if one.entry.serves(where, rank, today) and not one.entry.rules_out(query)
        ]
        return judge(counts, self.settings, private=where is not None and where.is_private)

    def today(self) -> date:
        """The community's day."""
        return self._clock.now().astimezone(self._zone).date()

    async def entry(self, key: str) -> Entry | None:
        """The entry of that id, as it is now."""
        return (await self.index()).entries.get(key)

    async def record(self, entry: Entry) -> Record:
        """What became of an entry's answers, as long as votes are kept."""
        records = await self.given.records(datetime.min.replace(tzinfo=UTC))
        return records.get(entry.id, Record())

    async def versions(self, entry: Entry) -> Sequence[Version]:
        """Every wording that the entry had, the newest first."""
        rows = await self._reader.rows("faq.versions", key=entry.id)
        return [
            Version(
                revision=row["revision"],
                at=row["changed_at"],
                by=row["changed_by_person"],
                draft=entry_of(row).draft,
            )
            for row in rows
        ]

    async def version(self, entry: Entry, revision: int) -> Entry | None:
        """The entry as it was in that version."""
        row = await self._reader.row("faq.version", key=entry.id, revision=revision)
        return entry_of(row) if row else None

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
        self.conversation.forget(person)
        self.etiquette.lately.forget()
        return privacy.erase(person, pseudonym)

    def rejoin(self, kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
        """Two persons turned out to be one; their two votes on one answer become one."""
        self.etiquette.lately.forget()
        return privacy.rejoin(kept, dropped)

    def expire(
        self, *, messages_before: datetime, tickets_before: datetime, audit_before: datetime
    ) -> tuple[Write, ...]:
        """Forget who was answered what; entries stay until an editor removes them."""
        return privacy.expire(messages_before=messages_before, audit_before=audit_before)
