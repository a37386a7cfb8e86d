"""Answers that were given: to whom, where they stand, what became of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chat.decision import Value, Write
from chat.messages import MessageRef
from chat.people import Language, PersonId, Space, SpaceKind
from chat.ports import Clock, Ids, Reader, Row
from faq.entries import Entry
from faq.rows import entry_of
from faq.settings import FaqSettings

SAID = ("platform", "space", "thread", "kind", "message", "more")

FAILED_WITHIN = timedelta(minutes=30)
"""An answer was none when its reader opens a ticket within this time."""

MOST_CORRECTED = 20
"""Answers of one entry that are edited when it is corrected, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An answer that still stands somewhere in an earlier wording; `more` are the messages behind it.

    `refiled` tells that other files go with it now, or none.
    """

    id: str
    message: MessageRef
    more: tuple[str, ...] = ()
    refiled: bool = False
    language: Language
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What became of the answers of one entry."""

    given: int = 0
    failed: int = 0
    helpful: int = 0
    unhelpful: int = 0


class Given:
    """Reads, and makes the writes; nothing is sent here."""

    def __init__(
        self, *, reader: Reader, clock: Clock, ids: Ids, settings: Callable[[], FaqSettings]
    ) -> None:
        self._reader = reader
        self._clock = clock
        self._ids = ids
        self._settings = settings

    def note(
        self,
        entry: Entry,
        *,
        person: PersonId,
        space: Space,
        message: str | None,
        question: str,
        language: Language,
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
            "question": question,
            "probability": round(probability, 4),
            "way": way,
            "revision": entry.revision,
            "language": language,
            "at": self._clock.now(),
            "failed": 0,
            **dict.fromkeys(f"said_{name}" for name in SAID),
        }
        return name, Write("faq.answered", values, expect=1)

    async def row(self, answer: str) -> Row | None:
        """What is remembered of an answer."""
        return await self._reader.row("faq.answer", key=answer)

    def stands(self, answer: str, message: MessageRef, more: Sequence[str] = ()) -> Write:
        """Where the answer came to stand, and the messages behind it."""
        space = message.space
        values: dict[str, Value] = {
            "key": answer,
            "new_platform": space.platform,
            "new_space": space.id,
            "new_thread": space.thread,
            "new_kind": space.kind.value,
            "new_message": message.id,
            "new_more": " ".join(more) or None,
        }
        return Write("faq.said", values)

    def followed(self, answer: str, more: Sequence[str]) -> Write:
        """Other files stand behind the answer now."""
        return Write("faq.said_more", {"key": answer, "new_more": " ".join(more) or None})

    async def outdated(self, key: str, entry: Entry | None) -> Sequence[Standing]:
        """The recent answers that say something else than the entry does now (None = it is gone), newest first."""
        since = self._clock.now() - self._settings().correct_within
        rows = await self._reader.rows("faq.given_of", entry=key, since=since, most=MOST_CORRECTED)
        found: list[Standing] = []
        versions: dict[int, Entry | None] = {}
        for row in rows:
            revision = row["revision"]
            if revision == (entry.revision if entry else WITHDRAWN):
                continue
            if revision not in versions:
                version = await self._reader.row("faq.version", key=key, revision=revision)
                versions[revision] = entry_of(version) if version else None
            before = versions[revision]
            language: Language = "zh" if row["language"] == "zh" else "en"
            if entry is None or before is None or _shown(before, language) != _shown(entry, language):
                found.append(_standing(row, language, before, entry))
        return found

    def corrected(self, standing: Standing, entry: Entry | None) -> Write:
        """The answer now says what the entry says; one that was taken back is never touched again."""
        return Write(
            "faq.corrected", {"key": standing.id, "new_revision": entry.revision if entry else WITHDRAWN}
        )

    def failed(self, person: PersonId) -> Write:
        """They opened a ticket: what they were just given did not help."""
        return Write("faq.failed", {"who": person, "since": self._clock.now() - FAILED_WITHIN})

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

    async def records(self, since: datetime) -> Mapping[str, Record]:
        """What became of every entry's answers since a moment, by the entry's id."""
        given = {row["entry"]: row for row in await self._reader.rows("faq.outcomes", since=since)}
        votes = {row["entry"]: row for row in await self._reader.rows("faq.opinions", since=since)}
        return {
            key: Record(
                given=given[key]["given"] if key in given else 0,
                failed=given[key]["failed"] if key in given else 0,
                helpful=votes[key]["helpful"] if key in votes else 0,
                unhelpful=votes[key]["votes"] - votes[key]["helpful"] if key in votes else 0,
            )
            for key in given.keys() | votes.keys()
        }


WITHDRAWN = -1
"""The revision of an answer whose entry is gone."""


def _shown(entry: Entry, language: Language) -> tuple[object, ...]:
    """What a reader of that language sees of an entry."""
    links = entry.media.get(entry.spoken(language), ())
    return entry.answer(language), entry.source, links, entry.attached(language), entry.draft


def _standing(row: Row, language: Language, before: Entry | None, entry: Entry | None) -> Standing:
    files, now = (one.attached(language) if one else () for one in (before, entry))
    more = tuple((row["said_more"] or "").split())
    space = Space(row["said_platform"], row["said_space"], row["said_thread"], SpaceKind(row["said_kind"]))
    return Standing(
        id=row["id"],
        message=MessageRef(space, row["said_message"]),
        more=more,
        refiled=files != now if before else bool(more),
        language=language,
        revision=row["revision"],
    )
