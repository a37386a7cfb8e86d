"""Forks Steward from a process that has loaded everything, kills each fork at a named point, counts what is left."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random  # noqa: TID251  (a seeded plan of deaths, the same in every run)
import signal
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from bot.app import App
from bot.storage.store import Store, open_store
from tests.chaos.platform import Chaos, connect, prepare

POINTS = {
    "before_append": 1,
    "appended_not_acknowledged": 1,
    "acknowledged": 1,
    "before_commit": 6,
    "within_commit": 20,
    "after_commit": 6,
    "before_effect": 8,
    "after_effect": 8,
}
"""Where a life may end, and how often at most it passes there before."""
STORE = "steward.db"
PLATFORM = "platform.db"


class Doom:
    """Kills the process at the n-th passing of a point."""

    def __init__(self, point: str, passings: int) -> None:
        self._point = point
        self._left = passings

    def __call__(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


NEVER = Doom("never", 1)


class Scenario(Protocol):
    """What Steward does in its lives, and what must stand in the end."""

    horizon: timedelta
    """A life ends when nothing is left to do within this time."""
    last_lives: int
    """How many lives, after the kills, finish what is begun."""

    tables: str
    """SQL of what the platform remembers beyond its updates and effects."""

    async def build(self, store: Store, platform: Path, doom: Doom, *, keyed: bool) -> App:
        """Steward over a store, with the platform of that file; not started."""

    async def found(self, app: App) -> None:
        """What stands before the first life, beyond empty tables."""

    def feed(self, steward: sqlite3.Connection, database: sqlite3.Connection, *, newcomers: bool) -> None:
        """What people do before the next life."""

    def reckon(self, steward: sqlite3.Connection, database: sqlite3.Connection) -> dict[str, Any]:
        """What stands in the end."""


async def doomed_store(folder: Path, doom: Callable[[str], None]) -> Store:
    """A store whose every transaction the doom sees: before it, within it (written, not committed), after it."""
    store = await open_store(f"sqlite:///{STORE}", folder)
    write, write_batch = store.write, store._write_batch

    async def write_(units: Any) -> Any:
        doom("before_commit")
        clashes = await write(units)
        doom("after_commit")
        return clashes

    def write_batch_(connection: Any, batch: Any) -> int:
        written = write_batch(connection, batch)
        doom("within_commit")
        return written

    store.write, store._write_batch = write_, write_batch_  # type: ignore[method-assign]
    return store


async def live(scenario: Scenario, folder: Path, doom: Doom, *, keyed: bool) -> None:
    """One life of Steward: until doom, or until nothing is left to do."""
    app = await scenario.build(await doomed_store(folder, doom), folder / PLATFORM, doom, keyed=keyed)
    platform = app.platforms.by_name["chaos"]
    assert isinstance(platform, Chaos)
    await app.start()
    while True:
        await platform.idle.wait()
        await app.settle()
        soon = await app.alarms.next()
        far = soon is None or soon - app.system.clock.now() > scenario.horizon
        waits = app.outbox.soonest()
        if far and waits is None and platform.idle.is_set() and not app.inbox.depth:
            break
        await asyncio.sleep(0.01)
    await app.stop()


def fork(scenario: Scenario, folder: Path, doom: Doom, *, keyed: bool) -> bool:
    """One life in a process of its own; whether it was killed."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asyncio.run(live(scenario, folder, doom, keyed=keyed))
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    if os.WEXITSTATUS(status):
        raise RuntimeError("a life ended in an error of its own")
    return False


def run(scenario: Scenario, kills: int, seed: int, *, keyed: bool) -> dict[str, Any]:
    """Kill until the count is reached, let the last lives finish, and tell what stands."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder / PLATFORM, scenario.tables)
        asyncio.run(_found(scenario, folder))
        # A first life in this process: whatever is loaded and compiled once, the forks find done.
        with _opened(folder) as databases:
            scenario.feed(*databases, newcomers=True)
        asyncio.run(live(scenario, folder, NEVER, keyed=keyed))
        gc.freeze()
        killed: Counter[str] = Counter()
        while sum(killed.values()) < kills:
            with _opened(folder) as databases:
                scenario.feed(*databases, newcomers=True)
            point = list(POINTS)[sum(killed.values()) % len(POINTS)]
            if fork(scenario, folder, Doom(point, chance.randint(1, POINTS[point])), keyed=keyed):
                killed[point] += 1
        for _ in range(scenario.last_lives):
            fork(scenario, folder, NEVER, keyed=keyed)
            with _opened(folder) as databases:
                scenario.feed(*databases, newcomers=False)
        with _opened(folder) as databases:
            return {"kills": dict(killed), **scenario.reckon(*databases)}


async def _found(scenario: Scenario, folder: Path) -> None:
    store = await open_store(f"sqlite:///{STORE}", folder)
    await store.create()
    app = await scenario.build(store, folder / PLATFORM, NEVER, keyed=True)
    await app.begin()
    await scenario.found(app)
    await app.committer.stop()
    await store.close()


@contextmanager
def _opened(folder: Path) -> Iterator[tuple[sqlite3.Connection, sqlite3.Connection]]:
    """Steward's database and the platform's, closed again before the next fork: SQLite survives none."""
    with closing(sqlite3.connect(folder / STORE)) as steward, closing(connect(folder / PLATFORM)) as database:
        yield steward, database


def main(scenario: Scenario) -> None:
    """`python -m tests.chaos.<scenario> KILLS SEED keyed|keyless`: JSON on standard output."""
    kills, seed, kind = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    sys.stdout.write(json.dumps(run(scenario, kills, seed, keyed=kind == "keyed")) + "\n")
