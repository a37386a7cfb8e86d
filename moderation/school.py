"""Keeps what moderators taught in force: read again when something was taught, untaught or erased."""

from __future__ import annotations

import asyncio
from collections import Counter

from chat.ports import Reader
from moderation.learning import FEW, Bayes, Lesson, counted, traits
from moderation.refit import Classifier, Taught, learn
from moderation.refitter import Refitter

_CHANGES = (
    "moderation.teach",
    "moderation.unteach",
    "moderation.erase_labels",
    "moderation.expire_labels",
)
_LATEST = 300
"""Lessons that naive Bayes learns from while serving; it needs no more to be of use."""

_MOST = 20_000
"""Lessons that the linear model is fitted on."""

_GROWN = 1.1
"""It is fitted again when there are so many times as many lessons, and `FEW` more at least."""


class School:
    """The classifier of the lessons that stand now; None before there are any.

    With enough lessons a linear model is fitted beside, and takes over where it proves better than naive Bayes on
    lessons that it was not taught with. As soon as one of its own lessons is taken back it is dropped, and fitted anew.
    """

    def __init__(self, reader: Reader, refitter: Refitter | None = None) -> None:
        self._reader = reader
        self._seen: tuple[int, ...] | None = None
        self._lessons: list[Lesson] = []
        self._linear: tuple[Taught, tuple[Lesson, ...]] | None = None
        self._tried = 0
        self._is_told = True
        self.refitter = refitter or Refitter()
        self.classifier: Classifier | None = None

    async def refresh(self) -> bool:
        """Whether anything changed since the last look. Learning happens beside the loop."""
        fitted = self._take_over() if self.refitter.is_busy else False
        seen = tuple(map(self._reader.version, _CHANGES))
        if seen == self._seen and not fitted:
            return False
        had = self.classifier is not None
        if seen != self._seen:
            await self._read(seen)
        self.classifier = await asyncio.to_thread(self._learned) if self._lessons else None
        return had or self.classifier is not None

    @property
    def news(self) -> int:
        """How many lessons the linear model won on, once, when it takes over while people are watching; else 0."""
        if self._is_told or self._linear is None:
            return 0
        self._is_told = True
        return len(self._linear[1])

    async def _read(self, seen: tuple[int, ...]) -> None:
        is_start = self._seen is None
        rows = await self._reader.rows("moderation.labels")
        self._lessons = [
            Lesson(text=row["text"], spam=row["label"] == "spam", by=row["by_person"] or "")
            for row in rows[-_MOST:]
        ]
        self._seen = seen
        if self._linear is not None and Counter(self._linear[1]) - Counter(self._lessons):
            self._linear, self._tried = None, 0
        if self._is_worth_a_fit():
            self._tried = len(self._lessons)
            self._is_told = is_start or self._linear is not None
            self.refitter.begin(self._lessons)

    def _is_worth_a_fit(self) -> bool:
        """Whether there are enough lessons of each kind, and enough new ones."""
        count = len(self._lessons)
        if self.refitter.is_busy or count < max(_GROWN * self._tried, self._tried + FEW):
            return False
        spam = sum(one.spam for one in self._lessons)
        return min(spam, count - spam) >= FEW

    def _take_over(self) -> bool:
        """A fit has ended: its model is used if it won, and nothing that it was taught was taken back since."""
        found = self.refitter.taken()
        if found is None:
            return False
        taught, lessons = found
        if taught.weights is None or Counter(lessons) - Counter(self._lessons):
            return False
        self._linear = taught, lessons
        return True

    def _learned(self) -> Classifier:
        if self._linear is None:
            return learn(self._lessons[-_LATEST:], linear=False)
        taught, lessons = self._linear
        known = counted(lessons)
        return Classifier(taught, Bayes([(traits(one.text), one.spam) for one in known]))
