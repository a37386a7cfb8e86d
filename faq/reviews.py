"""Entries that somebody should look after: their day has come, their end is near, they are disliked, a file is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from chat.decision import Write
from chat.ports import Clock, Reader
from faq.entries import Entry
from faq.given import Record
from faq.rounds import mark
from faq.settings import FaqSettings

OVER = timedelta(days=90)
"""Votes and tickets of this time count against an entry."""

ENDS_WITHIN = timedelta(days=7)
"""So long before its last day an entry's owner is reminded of it."""


class Reason(StrEnum):
    """Why an entry should be looked after; the first three by the calendar, the most pressing first."""

    STALE = "stale"
    ENDS = "ends"
    REVIEW = "review"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """An entry, why it should be read, and what became of its answers lately."""

    entry: Entry
    reason: Reason
    record: Record


def reason_of(entry: Entry, record: Record, today: date, settings: FaqSettings) -> Reason | None:
    """Why an entry should be read again today, None when nothing speaks for it."""
    if entry.draft:
        return None
    opinions = record.helpful + record.unhelpful + record.failed
    if opinions >= settings.stale_votes:
        disliked = (record.unhelpful + record.failed) / opinions
        if disliked >= settings.stale_share:
            return Reason.STALE
    terms = entry.terms
    if terms.valid_until and today <= terms.valid_until <= today + ENDS_WITHIN:
        return Reason.ENDS
    if terms.review_after and terms.review_after <= today:
        return Reason.REVIEW
    return None


class Reviews:
    """Reads; answers with reminders and the rows that keep them from coming every day."""

    def __init__(self, *, reader: Reader, clock: Clock, settings: Callable[[], FaqSettings]) -> None:
        self._reader = reader
        self._clock = clock
        self._settings = settings

    async def due(
        self, entries: Sequence[Entry], records: Mapping[str, Record], today: date
    ) -> Sequence[Reminder]:
        """What somebody should be reminded of now."""
        settings, now = self._settings(), self._clock.now()
        told: dict[tuple[str, str], datetime] = {
            (row["entry"], row["kind"]): row["at"] for row in await self._reader.rows("faq.notices")
        }
        found = []
        for entry in entries:
            record = records.get(entry.id, Record())
            reason = reason_of(entry, record, today, settings)
            last = told.get((entry.id, reason)) if reason else None
            if reason and (last is None or now - last >= settings.remind_every):
                found.append(Reminder(entry=entry, reason=reason, record=record))
        return found

    async def lost(self, entry: Entry) -> Reminder | None:
        """The reminder that a file of an entry could not be given, None when it was told of late."""
        since = self._clock.now() - self._settings().remind_every
        for row in await self._reader.rows("faq.notices"):
            if (row["entry"], row["kind"]) == (entry.id, Reason.LOST) and row["at"] > since:
                return None
        return Reminder(entry=entry, reason=Reason.LOST, record=Record())

    @property
    def since(self) -> datetime:
        """From when on opinions count."""
        return self._clock.now() - OVER

    def told(self, reminder: Reminder) -> Write:
        """Somebody was reminded."""
        return mark(reminder.entry.id, reminder.reason.value, self._clock.now())

    def confirmed(self, entry: Entry, today: date) -> Entry:
        """Somebody read the entry and found it right: it is due again after the usual time."""
        again = today + self._settings().review_every
        return replace(entry, terms=replace(entry.terms, review_after=again))
