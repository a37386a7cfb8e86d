"""Wakes for the next due row: rows are the truth, APScheduler only ticks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.committer import Committer
from bot.inbox import COMMUNITY, Inbox
from bot.storage.store import Store
from chat.decision import Write
from chat.errors import Clash
from chat.events import TimerRang
from chat.people import Space, SpaceKind
from chat.ports import Clock

TICK = "tick"
SET = "alarm.set"
"""The shape that sets an alarm."""

log = structlog.get_logger()


class Alarms:
    """Turns due alarm rows into TimerRang events: the row goes and the event comes in one transaction."""

    def __init__(self, *, store: Store, committer: Committer, inbox: Inbox, clock: Clock) -> None:
        self._store = store
        self._committer = committer
        self._inbox = inbox
        self._clock = clock
        self._ticker: AsyncIOScheduler | None = None
        self._next: datetime | None = None
        self._ticking = asyncio.Lock()

    async def start(self) -> None:
        """Ring what is overdue, then wait for the next."""
        self._ticker = AsyncIOScheduler(timezone="UTC")
        self._ticker.start()
        await self.tick()

    def stop(self) -> None:
        """Ring no more."""
        if self._ticker is not None:
            self._ticker.shutdown(wait=False)
            self._ticker = None

    async def tick(self) -> int:
        """Ring every alarm that is due; returns how many."""
        async with self._ticking:
            due = await self._store.rows("alarm.due", now_=self._clock.now())
            await asyncio.gather(*(self._ring(row) for row in due))
            await self._plan()
            return len(due)

    async def committed(self, writes: Sequence[Write]) -> None:
        """Look at alarms that were just set: the next one may be sooner now."""
        set_ = [write.values["at"] for write in writes if write.shape == SET]
        moments = [moment for moment in set_ if isinstance(moment, datetime)]
        if moments and (self._next is None or min(moments) < self._next):
            await self._plan()

    async def next(self) -> datetime | None:
        """When the next alarm is due."""
        row = await self._store.row("alarm.next")
        moment = row["at"] if row else None
        return moment if isinstance(moment, datetime) else None

    async def _ring(self, row: Mapping[str, Any]) -> None:
        kind, subject, due = row["kind"], row["subject"], row["at"]
        event = TimerRang(
            key=f"{kind}/{subject}/{due.isoformat()}",
            at=self._clock.now(),
            space=_space(row),
            kind=kind,
            subject=subject,
            due=due,
        )
        rang = Write("alarm.rang", {"k": kind, "s": subject, "due": due}, expect=1)
        arrived = self._inbox.event_write(event)
        try:
            await self._committer.commit([rang, arrived])
        except Clash:  # somebody moved or cancelled it in between, or it already rang for this moment
            log.info("alarm.moved", kind=kind, subject=subject)
            if await self._store.rows("inbox.known", keys=[event.key]):
                await self._committer.commit([Write("alarm.rang", {"k": kind, "s": subject, "due": due})])
            return
        self._inbox.feed_writes([arrived])

    async def _plan(self) -> None:
        self._next = await self.next()
        if self._ticker is None:
            return
        if self._next is None:
            if self._ticker.get_job(TICK):
                self._ticker.remove_job(TICK)
            return
        moment = max(self._next, self._clock.now())
        self._ticker.add_job(
            self.tick,
            DateTrigger(moment, timezone="UTC"),
            id=TICK,
            replace_existing=True,
            misfire_grace_time=None,
            max_instances=2,
        )


def _space(row: Mapping[str, Any]) -> Space:
    if row["platform"] is None:
        return COMMUNITY
    return Space(row["platform"], row["space"], row["thread"], SpaceKind(row["space_kind"]))
