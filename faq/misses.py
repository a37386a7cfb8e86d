"""Questions that were not answered, or not well: what the FAQ learns from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from chat.decision import Value, Write
from chat.events import ButtonPressed, MessagePosted, SpokenEvent
from chat.messages import MessageRef
from chat.people import PersonId, Space
from chat.ports import Clock, Ids, Reader, Row
from faq.answers import Verdict, query_of
from faq.entries import LONGEST_ANSWER, LONGEST_QUESTION, Entry, storable
from language.lanes import language_of

PRESSED_WITHIN = timedelta(hours=1)
"""How long after a question a press on what was offered still belongs to it."""


class Why(StrEnum):
    """How a question was missed."""

    UNSURE = "unsure"
    CHOSEN = "chosen"
    """Unsure, but one of the offered entries was meant: a wording that the entry lacks."""
    UNMATCHED = "unmatched"
    """None of the offered entries was meant."""
    DISLIKED = "disliked"
    """Answered, and the answer got a 👎."""


class Misses:
    """Reads, and makes the writes."""

    def __init__(self, *, reader: Reader, clock: Clock, ids: Ids) -> None:
        self._reader = reader
        self._clock = clock
        self._ids = ids

    def missed(self, event: MessagePosted, verdict: Verdict) -> Write:
        """Somebody asked and was not answered."""
        best = verdict.best
        near, probability = (best.entry.id, best.probability) if best else (None, 0.0)
        message = event.message
        return self._row(
            event.by.person, event.space, message.id, query_of(message), Why.UNSURE, near, probability
        )

    def _row(
        self,
        person: PersonId,
        space: Space,
        message: str | None,
        text: str,
        why: Why,
        near: str | None,
        probability: float,
    ) -> Write:
        values: dict[str, Value] = {
            "id": self._ids.new(),
            "person": person,
            "platform": space.platform,
            "space": space.id,
            "thread": space.thread,
            "message": message,
            "text": storable(text)[:LONGEST_QUESTION],
            "language": language_of(text) or "en",
            "why": why.value,
            "near": near,
            "probability": round(probability, 4),
            "at": self._clock.now(),
            "gap": None,
            "reply": "",
            "reply_message": None,
            "reply_person": None,
            "accepted": 0,
        }
        return Write("faq.missed", values, expect=1)

    async def chosen(self, event: ButtonPressed, entry: Entry) -> tuple[Write, ...]:
        """The last question of the presser there meant this entry."""
        row = await self._last(event)
        return (self._settle(row, entry.id, Why.CHOSEN),) if row else ()

    async def unmatched(self, event: ButtonPressed) -> tuple[Write, ...]:
        """The last question of the presser there meant nothing that was offered."""
        row = await self._last(event)
        return (self._settle(row, None, Why.UNMATCHED),) if row else ()

    async def disliked(self, event: ButtonPressed) -> tuple[Write, ...]:
        """The question whose answer got a 👎, when the asker gave it; who changes their mind twice asked once."""
        given = await self._reader.row("faq.answer", key=event.id)
        if given is None or not given["question"] or given["person"] != event.by.person:
            return ()
        space = Space(given["platform"], given["space"], given["thread"])
        known = await self.at(MessageRef(space, given["message"])) if given["message"] else ()
        if any(row["why"] == Why.DISLIKED and row["person"] == event.by.person for row in known):
            return ()
        return (
            self._row(
                event.by.person,
                space,
                given["message"],
                given["question"],
                Why.DISLIKED,
                given["entry"],
                given["probability"],
            ),
        )

    async def _last(self, event: SpokenEvent) -> Row | None:
        return await self._reader.row(
            "faq.last_miss",
            person=event.by.person,
            platform=event.space.platform,
            space=event.space.id,
            since=self._clock.now() - PRESSED_WITHIN,
        )

    def _settle(self, row: Row, near: str | None, why: Why) -> Write:
        return Write("faq.settle_miss", {"key": row["id"], "new_near": near, "new_why": why.value})

    async def at(self, message: MessageRef) -> Sequence[Row]:
        """The misses of one message."""
        place = {"platform": message.space.platform, "space": message.space.id}
        return await self._reader.rows("faq.miss_at", **place, message=message.id)

    async def answered_by(self, message: MessageRef) -> Sequence[Row]:
        """The misses that a human answered with this message."""
        place = {"platform": message.space.platform, "space": message.space.id}
        return await self._reader.rows("faq.miss_answered_by", **place, message=message.id)

    async def one(self, key: str) -> Row | None:
        """A miss by its id."""
        return await self._reader.row("faq.miss", key=key)

    def replied(self, row: Row, event: MessagePosted) -> Write:
        """A human of the staff answered the question: the words are kept as what a draft may say."""
        values: dict[str, Value] = {
            "key": row["id"],
            "new_reply": storable(event.message.text)[:LONGEST_ANSWER],
            "new_message": event.message.id,
            "new_person": event.by.person,
        }
        return Write("faq.miss_replied", values)

    def accepted(self, row: Row) -> Write:
        """The asker was content with that answer; () twice is once."""
        return Write("faq.miss_accepted", {"key": row["id"]}, expect=1)
