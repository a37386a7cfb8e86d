"""Everything that leaves: claim, pace, perform, record."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.committer import Committer
from bot.inbox import Inbox
from bot.outbox_rows import OutboxRows, OutRow, is_urgent
from bot.outcomes import Outcomes
from bot.pace import NONE, Pace
from bot.queues import Name, Queues
from bot.sender import LONGEST_RETRY, Sender, backoff
from bot.storage.store import Store
from chat.actions import (
    Acknowledge,
    Action,
    Ambiguous,
    Ban,
    NotNow,
    Outcome,
    Post,
    Priority,
    Remove,
    Repeat,
    ShowForm,
)
from chat.decision import Value, Write
from chat.errors import Clash
from chat.people import Space, SpaceKind
from chat.ports import Adapter, Clock

PARALLEL = 16
FED = frozenset(("outbox.add", "outbox.revive", "outbox.drop"))
"""The shapes that change what waits to leave."""
NOTICE_FIRST = timedelta(seconds=1)
"""How long a Remove or Ban waits for the notice to that person: afterwards they can no longer be written to."""

log = structlog.get_logger()


class Outbox:
    """Sends the rows of one process: by priority, in order within a space and priority, paced by the platform."""

    def __init__(
        self, *, store: Store, committer: Committer, inbox: Inbox, rows: OutboxRows, clock: Clock, owner: str
    ) -> None:
        self._store = store
        self._committer = committer
        self._clock = clock
        self._outcomes = Outcomes(store=store, inbox=inbox, rows=rows, clock=clock)
        self._sender = Sender(store=store, committer=committer, clock=clock, owner=owner)
        self._inbox = inbox
        self._adapters: dict[str, Adapter] = {}
        self._sender.adapters = self._adapters
        self._paces: dict[str, Pace] = {}
        self._queues = Queues(self._wait)
        self._running: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._moving = asyncio.Event()
        self._owner = owner
        self._boarding: set[Name] = set()
        rows.claimant = self._claimant
        self._notices: dict[str, dict[str, datetime]] = {}

    def serve(self, adapter: Adapter) -> None:
        """Send what is for this platform from now on."""
        self._adapters[adapter.name] = adapter
        self._paces[adapter.name] = Pace(adapter.limits)
        self.wake()

    async def start(self) -> None:
        """Take up what an earlier process left, then send."""
        for row in await self._store.rows("outbox.unsent"):
            if row["state"] == "held":
                await self._release_if_made(OutRow.read(row))
            else:
                self._queue(OutRow.read(row))
        self._task = asyncio.create_task(self._run(), name="outbox")

    async def stop(self, patience: float) -> None:
        """Claim no further row; wait at most that many seconds for those being sent."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def wake(self) -> None:
        """Look again at what may leave (time has passed, a platform is back)."""
        self._queues.look_again()
        self._wake.set()

    async def feed(self, writes: Iterable[Write]) -> None:
        """Queue the outbox rows among writes that were committed."""
        for write in writes:
            if write.shape == "outbox.add":
                row = OutRow.added(write.values)
                self._boarding.discard((row.platform, row.space, row.priority))
                if row.state == "held":
                    await self._release_if_made(row)
                else:
                    self._queue(row)
            elif write.shape in ("outbox.revive", "outbox.drop"):
                await self._decided(str(write.values["k"]))

    async def _decided(self, key: str) -> None:
        """A manager decided about a parked row: it leaves again, or what waited for it is given up."""
        row = await self._store.row("outbox.one", k=key)
        if row is not None and row["state"] == "new":
            self._queue(OutRow.read(row))
        elif row is not None and row["state"] == "failed":
            for held in await self._store.rows("outbox.needing", made=key):
                await self._release_if_made(OutRow.read(held))

    @property
    def depth(self) -> int:
        """How many rows wait in memory or are being sent."""
        return len(self._queues) + len(self._running)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being sent and nothing may leave now."""
        return not self._running and not self._queues.has_ripe(self._clock.now())

    def soonest(self) -> datetime | None:
        """When the next waiting row may leave at the earliest, None when none waits."""
        return self._queues.soonest(self._clock.now())

    async def settle(self) -> None:
        """Wait until nothing that may leave now is left."""
        while not self.is_idle:
            self._moving.clear()
            await self._moving.wait()

    def _claimant(self, action: Action, space: Space) -> str:
        """What somebody waits for, and nothing keeps, is claimed with the commit that adds it: one wait for the disk
        less. Not what must never appear twice: killed before it is sent, it would have to be parked.
        """
        if not isinstance(action, Post | Acknowledge | ShowForm) or action.repeat == Repeat.PARK:
            return ""
        if space.platform not in self._adapters or len(self._running) >= self._hands:
            return ""
        if is_urgent(action.verb):
            return self._owner
        name = (space.platform, space.id, int(action.priority))
        if name in self._boarding or not self._queues.is_free(name):
            return ""
        pace, is_group = self._paces[space.platform], space.kind != SpaceKind.PRIVATE
        if pace.wait(space.id, action.verb, is_group, self._clock.now()) > NONE:
            return ""
        self._boarding.add(name)
        return self._owner

    @property
    def _hands(self) -> int:
        """How many rows may be sent at once."""
        return PARALLEL * max(1, len(self._adapters))

    def _queue(self, row: OutRow, *, first: bool = False) -> None:
        if _is_notice(row) and row.person:
            self._notices.setdefault(row.person, {})[row.key] = self._clock.now()
        self._queues.put(row, first=first)
        self._wake.set()

    async def _release_if_made(self, row: OutRow) -> None:
        """A held row whose forerunner is already done leaves now; one whose forerunner failed is refused."""
        made = await self._store.row("outbox.made", k=row.needs)
        if made is None or made["state"] == "failed":
            await self._settle_writes(await self._outcomes.refuse_held(row, "forerunner.failed"))
        elif made["state"] == "done":
            await self._settle_writes([Write("outbox.release", {"made": row.needs})])
            self._queue(replace(row, state="new"))

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            now = self._clock.now()
            while len(self._running) < self._hands:
                taken = self._queues.take(now)
                if taken is None:
                    break
                name, row = taken
                if not is_urgent(row.verb):
                    self._paces[row.platform].count(row.space, row.verb, _is_group(row), now)
                self._running.add(asyncio.create_task(self._send(name, row)))
            self._moving.set()
            await self._sleep(now)

    async def _sleep(self, now: datetime) -> None:
        """Until something may leave that could not at that moment: a later look would find ripe what nobody took."""
        soonest = None if self._queues.has_ripe(now) else self._queues.soonest(now)
        wait = None if soonest is None else max((soonest - now).total_seconds(), 0.001)
        with suppress(TimeoutError):  # what is ripe waits for a free hand: the end of a send wakes us
            async with asyncio.timeout(wait):  # wait_for would swallow an end that comes with the waking
                await self._wake.wait()

    def _wait(self, row: OutRow, now: datetime) -> timedelta:
        if row.platform not in self._adapters:
            return LONGEST_RETRY
        waits = [NONE, row.not_before - now if row.not_before else NONE]
        if row.verb in (Remove.__name__, Ban.__name__) and row.person in self._notices:
            waits.append(max(self._notices[row.person].values()) + NOTICE_FIRST - now)
        if not is_urgent(row.verb):
            waits.append(self._paces[row.platform].wait(row.space, row.verb, _is_group(row), now))
        return max(waits)

    async def _send(self, name: Name, row: OutRow) -> None:
        task = asyncio.current_task()
        try:
            with structlog.contextvars.bound_contextvars(action=row.key):
                await self._record(row, await self._sender.deliver(self._adapters[row.platform], row))
        except Clash:
            log.info("outbox.superseded", action=row.key)
        except Exception:
            log.exception("outbox.broken", action=row.key)
        finally:
            self._queues.free(name)
            self._forget_notice(row)
            if task is not None:
                self._running.discard(task)
            self._wake.set()
            self._moving.set()

    def _forget_notice(self, row: OutRow) -> None:
        waiting = self._notices.get(row.person or "", {})
        if waiting.pop(row.key, None) is None:
            return
        if not waiting:
            self._notices.pop(row.person or "", None)
        self._queues.look_again(row.person)

    async def _record(self, row: OutRow, outcome: Outcome) -> None:
        """Record what came of it: an end, or another try later."""
        if isinstance(outcome, Ambiguous) and row.repeat != Repeat.PARK:
            outcome = NotNow(backoff(row.attempts), why=outcome.why)
        if isinstance(outcome, NotNow):
            await self._postpone(row, outcome)
            return
        await self._settle_writes(await self._outcomes.writes(row, outcome))

    async def _postpone(self, row: OutRow, outcome: NotNow) -> None:
        now = self._clock.now()
        wait = max(outcome.wait, backoff(row.attempts) if outcome.why != "rate" else NONE)
        values: dict[str, Value] = {"k": row.key, "was": row.fence, "at_": now + wait, "because": outcome.why}
        await self._committer.commit([Write("outbox.later", values, expect=1)])
        row.state, row.not_before = "new", now + wait
        if outcome.why == "rate":
            self._paces[row.platform].block("" if outcome.whole_platform else row.space, now + wait)
        self._queue(row, first=True)

    async def _settle_writes(self, writes: list[Write]) -> None:
        await self._committer.commit(writes)
        released = [write.values["made"] for write in writes if write.shape == "outbox.release"]
        for made in released:
            for found in await self._store.rows("outbox.needing", made=made):
                self._queue(OutRow.read(found))
        await self.feed(writes)
        self._inbox.feed_writes(writes)


def _is_group(row: OutRow) -> bool:
    return row.kind != SpaceKind.PRIVATE


def _is_notice(row: OutRow) -> bool:
    """A private word that leaves with a sanction's own priority belongs to that sanction."""
    return row.verb == Post.__name__ and row.priority == Priority.SANCTION and not _is_group(row)
