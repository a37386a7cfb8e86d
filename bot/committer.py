"""One grouped transaction: what many lanes decided is written together, each unit whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog

from bot.storage.store import Store, StoreDown
from chat.decision import Write
from chat.errors import Clash

LARGEST_GROUP = 512
LONGEST_WAIT = 5.0
MOST_STEPS = 4
"""Turns of the loop that may add no unit though one is on its way: so often an event steps aside while it is decided
(before the rules, the FAQ and the complaints read it, and before it is counted).
"""

log = structlog.get_logger()


@dataclass(slots=True)
class _Unit:
    writes: Sequence[Write]
    written: asyncio.Future[Clash | None]


class Committer:
    """Collects units while a transaction runs and writes them all in the next one.

    Database errors are retried with back-off for as long as it takes: whoever waits has then not been acknowledged.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._units: list[_Unit] = []
        self._work = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._task: asyncio.Task[None] | None = None
        self.trouble: str = ""

    def start(self) -> None:
        """Begin to write."""
        self._task = asyncio.create_task(self._run(), name="committer")

    async def stop(self) -> None:
        """Write what is there, then end."""
        if self._task is None:
            return
        with suppress(TimeoutError):  # a database that is down keeps nobody from stopping
            async with asyncio.timeout(LONGEST_WAIT):
                await self._idle.wait()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._task = None

    async def kill(self) -> None:
        """End at once; what is not written is lost, as in a crash, and the database is let go."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def commit(self, writes: Sequence[Write]) -> None:
        """Write one unit; returns when it is durable, raises Clash when the store was not as expected."""
        unit = _Unit(writes, asyncio.get_running_loop().create_future())
        self._units.append(unit)
        self._idle.clear()
        self._work.set()
        clash = await unit.written
        if clash is not None:
            raise clash

    async def _run(self) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            while self._units:
                await self._gather()
                group, self._units = self._units[:LARGEST_GROUP], self._units[LARGEST_GROUP:]
                await self._write(group)
            self._idle.set()

    async def _gather(self) -> None:
        """Let those who are deciding at this moment come along."""
        before = still = 0
        while still <= MOST_STEPS and len(self._units) < LARGEST_GROUP:
            still = still + 1 if len(self._units) == before else 0
            before = len(self._units)
            await asyncio.sleep(0)

    async def _write(self, group: list[_Unit]) -> None:
        wait = 0.05
        while True:
            try:
                clashes = await self._store.write([unit.writes for unit in group])
            except StoreDown as down:
                self.trouble = "down"
                log.error("store.down", why=str(down), wait=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            except (
                Exception
            ) as error:  # a value that no driver takes is the fault of one unit, not of the group
                await self._write_singly(group, error)
                return
            else:
                self.trouble = ""
                for unit, clash in zip(group, clashes, strict=True):
                    if not unit.written.done():
                        unit.written.set_result(clash)
                return

    async def _write_singly(self, group: list[_Unit], error: Exception) -> None:
        if len(group) == 1:
            _fail(group[0], error)
            return
        for unit in group:
            await self._write([unit])


def _fail(unit: _Unit, error: BaseException) -> None:
    if not unit.written.done():
        unit.written.set_exception(error)
