"""Trust: earned by messages on several days that nobody had to flag and that stayed as they were said."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from chat.decision import Write
from chat.people import PersonId
from chat.ports import Reader
from language.durations import Duration

_REMEMBERED = 20_000


class TrustSettings(BaseModel):
    """How members earn trust. Rules may go easier on the trusted; their reports weigh more."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: int = Field(
        default=3,
        ge=1,
        le=365,
        description="On how many days a member must have written something that stayed unedited and unflagged.",
    )
    spares: bool = Field(
        default=True,
        description="Words or links of a trusted member that break a rule less than seriously wait for a moderator.",
    )
    spacing: Duration = Field(
        default=timedelta(hours=20),
        description="How far apart two messages must be to count as two days, and how long one must have stood.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What a person has earned. A message counts once it has stood, unedited, for a whole spacing.

    `pending` is the message that may count next. A flagged message loses everything; `lost` is what comes back when
    the case `lost_case` is taken back.
    """

    person: PersonId
    days: int = 0
    pending: str | None = None
    pending_at: datetime | None = None
    lost: int = 0
    lost_case: str | None = None

    def said(self, message: str, at: datetime, spacing: timedelta) -> Trust:
        """A clean message: it waits to count, and what waited long enough before it counts."""
        if self.pending_at is None:
            return replace(self, pending=message, pending_at=at)
        if at - self.pending_at < spacing:
            return self
        return replace(self, days=self.days + 1, pending=message, pending_at=at)

    def days_by(self, now: datetime, spacing: timedelta) -> int:
        """On how many days they wrote something that stood: what waits counts as soon as it has waited long enough."""
        has_stood = self.pending_at is not None and now - self.pending_at >= spacing
        return self.days + int(has_stood)

    def edited(self, message: str) -> Trust:
        """What was changed afterwards does not count."""
        return replace(self, pending=None, pending_at=None) if message == self.pending else self

    def flagged(self, case: str) -> Trust:
        """A message of theirs had to be acted upon: all is to be earned again. One case takes it once."""
        if case == self.lost_case:
            return self
        return Trust(person=self.person, lost=self.days, lost_case=case)

    def restored(self, case: str) -> Trust:
        """That case was taken back."""
        if case != self.lost_case:
            return self
        return replace(self, days=self.days + self.lost, lost=0, lost_case=None)

    def write(self, now: datetime) -> Write:
        """Keeps it."""
        return Write(
            "moderation.trust_is",
            {
                "person": self.person,
                "days": self.days,
                "pending": self.pending,
                "pending_at": self.pending_at,
                "lost": self.lost,
                "lost_case": self.lost_case,
                "changed_at": now,
            },
        )


def trust_of(row: Mapping[str, Any]) -> Trust:
    """Trust from its row."""
    return Trust(
        person=PersonId(row["person"]),
        days=row["days"],
        pending=row["pending"],
        pending_at=row["pending_at"],
        lost=row["lost"],
        lost_case=row["lost_case"],
    )


class Trusts:
    """Everybody's trust: read at once at the start, and kept; a member who goes on chatting costs one write a day.

    Only where more people are on record than are remembered, somebody who was silent for long is read alone.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: OrderedDict[PersonId, Trust] = OrderedDict()
        self._changed_outside: set[PersonId] = set()
        self._is_warm = False
        self._warming = asyncio.Lock()
        self._is_whole = False

    async def of(self, person: PersonId) -> Trust:
        """What that person has earned."""
        known = self._known.get(person)
        if known is None:
            if not self._is_warm:
                await self._warm_up()
                return await self.of(person)
            known = await self._read(person)
            self._keep(known)
        return known

    async def _read(self, person: PersonId) -> Trust:
        if self._is_whole and person not in self._changed_outside:
            return Trust(person=person)
        row = await self._reader.row("moderation.trust", p=person)
        self._changed_outside.discard(person)
        return trust_of(row) if row else Trust(person=person)

    async def _warm_up(self) -> None:
        """Many lanes begin at once: one of them reads."""
        async with self._warming:
            if not self._is_warm:
                await self._read_latest()
                self._is_warm = True

    async def _read_latest(self) -> None:
        rows = await self._reader.rows("moderation.latest_trust", most=_REMEMBERED)
        self._is_whole = len(rows) < _REMEMBERED
        for row in reversed(rows):
            if row["person"] not in self._changed_outside:
                self._keep(trust_of(row))

    async def said(
        self, person: PersonId, message: str, at: datetime, spacing: timedelta
    ) -> tuple[Write, ...]:
        """A clean message. Deciding the same message again writes the same again."""
        before = await self.of(person)
        after = before.said(message, at, spacing)
        return self._changed(before, after, at, again=before.pending == message)

    async def edited(self, person: PersonId, message: str, at: datetime) -> tuple[Write, ...]:
        """A message was changed by its author."""
        before = await self.of(person)
        return self._changed(before, before.edited(message), at)

    async def flagged(self, person: PersonId, case: str, at: datetime) -> tuple[Write, ...]:
        """A case was decided against them."""
        before = await self.of(person)
        return self._changed(before, before.flagged(case), at, again=before.lost_case == case)

    async def restored(self, person: PersonId, case: str, at: datetime) -> tuple[Write, ...]:
        """The case was taken back."""
        before = await self.of(person)
        return self._changed(before, before.restored(case), at)

    def forget(self, person: PersonId) -> None:
        """Read afresh next time."""
        self._known.pop(person, None)
        self._changed_outside.add(person)

    def _changed(
        self, before: Trust, after: Trust, at: datetime, *, again: bool = False
    ) -> tuple[Write, ...]:
        if after == before and not again:
            return ()
        self._keep(after)
        return (after.write(at),)

    def _keep(self, trust: Trust) -> None:
        self._known[trust.person] = trust
        self._known.move_to_end(trust.person)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
            self._is_whole = False
