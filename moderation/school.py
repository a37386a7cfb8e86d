"""Keeps what moderators taught in force: read again when something was taught, untaught or erased."""

from __future__ import annotations

import asyncio

from chat.ports import Reader
from moderation.learning import Lesson
from moderation.refit import Classifier, learn

_CHANGES = (
    "moderation.teach",
    "moderation.unteach",
    "moderation.erase_labels",
    "moderation.expire_labels",
)
_LATEST = 300
"""Lessons that are learned from while serving; naive Bayes needs no more to be of use."""


class School:
    """The classifier of the lessons that stand now; None before there are any."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._seen: tuple[int, ...] | None = None
        self.classifier: Classifier | None = None

    async def refresh(self) -> bool:
        """Whether anything changed since the last look. Learning happens beside the loop."""
        seen = tuple(self._reader.version(shape) for shape in _CHANGES)
        if seen == self._seen:
            return False
        rows = await self._reader.rows("moderation.labels")
        lessons = [
            Lesson(text=row["text"], spam=row["label"] == "spam", by=row["by_person"] or "")
            for row in rows[-_LATEST:]
        ]
        had = self.classifier is not None
        self.classifier = await asyncio.to_thread(learn, lessons, linear=False) if lessons else None
        self._seen = seen
        return had or self.classifier is not None
