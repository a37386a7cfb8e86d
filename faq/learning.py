"""The FAQ gets better: gaps found at night, ranked, and what an editor makes of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from chat.decision import Decision, Value, Write, silent
from chat.people import Language, PersonId
from chat.ports import Clock, Ids, Reader, Row
from faq.answers import Confidence, judge
from faq.entries import LANGUAGES, Entry, Question, distinct
from faq.gaps import Gap, Miss, gathered
from faq.index import Index
from faq.misses import Why
from faq.settings import FaqSettings

MOST_FRESH = 1000
KNOWN = "known"
"""The gap of misses that the entries answer by now."""

OPEN, IGNORED, VARIANT, DRAFTED = "open", "ignored", "variant", "drafted"


class Learning:
    """Reads misses and gaps; answers with writes."""

    def __init__(
        self, *, reader: Reader, clock: Clock, ids: Ids, settings: Callable[[], FaqSettings]
    ) -> None:
        self._reader = reader
        self._clock = clock
        self._ids = ids
        self._settings = settings

    async def night(self, index: Index) -> Decision:
        """Sort the day's misses into gaps; what the entries answer by now is put aside. Heavy work in a thread."""
        rows = await self._reader.rows("faq.fresh_misses", most=MOST_FRESH)
        if not rows:
            return silent("faq.nothing_missed")
        fresh = [miss_of(row) for row in rows]
        known = await self._gaps()
        answered, grown = await asyncio.to_thread(_sorted, fresh, known, index, self._settings())
        writes = [_belongs(miss, KNOWN) for miss in answered]
        before = {gap.id: gap for gap in known}
        for gap in grown:
            writes += self._grown(gap, before.get(gap.id))
        return Decision(reason="faq.learnt", writes=tuple(writes))

    async def _gaps(self) -> Sequence[Gap]:
        """The gaps that a new miss may still belong to: what an editor dealt with is closed."""
        states = {row["id"]: row["state"] for row in await self._reader.rows("faq.gap_states")}
        members: dict[str, list[Miss]] = {}
        for row in await self._reader.rows("faq.clustered_misses"):
            if states.get(row["gap"]) in (OPEN, IGNORED):
                members.setdefault(row["gap"], []).append(miss_of(row))
        return [Gap(id=name, misses=tuple(misses)) for name, misses in members.items()]

    def _grown(self, gap: Gap, before: Gap | None) -> list[Write]:
        name = gap.id or self._ids.new()
        old = {miss.id for miss in before.misses} if before else set()
        belong = [_belongs(miss, name) for miss in gap.misses if miss.id not in old]
        return [self.opened(replace(gap, id=name)) if before is None else _grow(gap), *belong]

    def opened(self, gap: Gap) -> Write:
        """The row of a new gap."""
        values: dict[str, Value] = {
            "id": gap.id,
            "state": OPEN,
            "near": gap.near,
            "misses": len(gap.misses),
            "people": gap.people,
            "first_at": gap.misses[0].at,
            "last_at": gap.misses[-1].at,
            "told_at": None,
            "told_misses": 0,
        }
        return Write("faq.add_gap", values, expect=1)

    def alone(self, row: Row) -> tuple[Gap, tuple[Write, ...]]:
        """A miss as a gap of its own, without waiting for the night."""
        gap = Gap(id=self._ids.new(), misses=(miss_of(row),))
        return gap, (self.opened(gap), replace(_belongs(gap.misses[0], gap.id), expect=1))

    async def open_gaps(self) -> Sequence[Row]:
        """All open gaps, those that most people asked about first."""
        return await self._reader.rows("faq.gaps")

    async def due(self) -> Sequence[Gap]:
        """The gaps worth telling of: asked often enough, and not told before or asked twice as often since."""
        settings = self._settings()
        due = [
            row
            for row in await self.open_gaps()
            if row["misses"] >= settings.gap_from
            and (row["told_at"] is None or row["misses"] >= 2 * row["told_misses"])
        ]
        found = [await self.gap(row["id"]) for row in due[: settings.gaps_shown]]
        return [gap for gap in found if gap]

    async def gap(self, key: str) -> Gap | None:
        """An open gap with its misses; None when somebody dealt with it, or its words are forgotten."""
        row = await self._reader.row("faq.gap", key=key)
        misses = await self._reader.rows("faq.misses_in", key=key)
        if row is None or row["state"] != OPEN or not misses:
            return None
        return Gap(id=key, misses=tuple(miss_of(one) for one in misses))

    def told(self, gap: Gap) -> Write:
        """The editors were shown the gap."""
        return Write("faq.told_gap", {"key": gap.id, "now": self._clock.now()})

    def closed(self, gap: Gap, state: str) -> Write:
        """Somebody dealt with the gap; two at once clash, and the second is told."""
        return Write("faq.close_gap", {"key": gap.id, "new_state": state}, expect=1)


def variants(gap: Gap, others: Iterable[Entry] = ()) -> tuple[Question, ...]:
    """The wordings of a gap as questions of an entry, but for those that belong to one of the others by now; where
    all do, they stand as they are, and whoever keeps them hears to which.
    """
    asked = tuple(Question(one.language, one.text) for one in gap.wordings)
    taken = {question.key for entry in others for question in entry.questions}
    return tuple(one for one in asked if one.key not in taken) or asked


def with_variants(entry: Entry, gap: Gap, others: Iterable[Entry] = ()) -> Entry:
    """The entry with the gap's wordings among its questions; they are no negatives of it any more."""
    questions = distinct((*entry.questions, *variants(gap, others)))
    keys = {one.key for one in questions}
    return replace(
        entry,
        questions=questions,
        negatives=tuple(one for one in entry.negatives if one.key not in keys),
    )


def drafted(gap: Gap, name: str, others: Iterable[Entry] = ()) -> Entry:
    """A draft that asks as people did and says what a human answered, if anybody did."""
    answers = {language: said for language in LANGUAGES if (said := gap.reply(language))}
    return Entry(name=name, questions=distinct(variants(gap, others)), answers=answers, draft=True)


def miss_of(row: Row) -> Miss:
    """The miss that a row holds."""
    language: Language = "zh" if row["language"] == "zh" else "en"
    at: datetime = row["at"]
    return Miss(
        id=row["id"],
        person=PersonId(row["person"]),
        text=row["text"],
        language=language,
        why=Why(row["why"]),
        near=row["near"],
        at=at,
        gap=row["gap"],
        reply=row["reply"],
        accepted=bool(row["accepted"]),
    )


def _sorted(
    fresh: Sequence[Miss], known: Sequence[Gap], index: Index, settings: FaqSettings
) -> tuple[Sequence[Miss], Sequence[Gap]]:
    """What is answered by now, and the gaps that the rest belongs to."""
    answered = [
        miss
        for miss in fresh
        if miss.why is not Why.DISLIKED
        and judge(index.find(miss.text), settings).confidence is Confidence.SURE
    ]
    names = {miss.id for miss in answered}
    return answered, gathered([miss for miss in fresh if miss.id not in names], known)


def _belongs(miss: Miss, gap: str) -> Write:
    return Write("faq.miss_belongs", {"key": miss.id, "new_gap": gap})


def _grow(gap: Gap) -> Write:
    values: Mapping[str, Value] = {
        "key": gap.id,
        "new_near": gap.near,
        "new_misses": len(gap.misses),
        "new_people": gap.people,
        "new_last": gap.misses[-1].at,
    }
    return Write("faq.grow_gap", values)
