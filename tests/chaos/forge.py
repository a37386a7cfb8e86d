"""Forks Steward from a process that has loaded everything, kills each fork at a named point, counts what is left."""

from __future__ import annotations

import asyncio
import json
import os
import random  # noqa: TID251  (a seeded plan of deaths, the same in every run)
import signal
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.app import HANDLERS, App
from bot.keys import read_secret
from bot.places import Place
from bot.settings import Settings
from bot.storage.store import Store, open_store
from bot.system import System
from chat.people import Space
from tests.chaos.platform import Chaos, prepare

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
PER_LIFE = 3


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


def doomed_store(store: Store, doom: Callable[[str], None]) -> None:
    """Let the doom see every transaction of a store: before it, within it (written, not committed), after it."""
    write, run = store.write, store._run

    async def write_(units: Any) -> Any:
        doom("before_commit")
        clashes = await write(units)
        doom("after_commit")
        return clashes

    async def run_(connection: Any, batch: Any) -> None:
        await run(connection, batch)
        doom("within_commit")

    store.write, store._run = write_, run_  # type: ignore[method-assign]


async def live(folder: Path, doom: Callable[[str], None], *, keyed: bool) -> None:
    """One life of Steward: until doom, or until nothing is left to do."""
    store = await open_store("sqlite:///steward.db", folder)
    doomed_store(store, doom)
    system = System()
    handlers = (*(name for name in HANDLERS if name != "handlers"), "tests.chaos.handlers")
    app = App(Settings(), store, await read_secret(store, system.chance), system, handlers)
    platform = Chaos(folder / "platform.db", doom, keyed=keyed)
    app.serve(platform)
    app.places.configure([Place(space=Space("chaos", name)) for name in ("garden", "yard")])
    await app.start()
    while True:
        await platform.idle.wait()
        await app.settle()
        soon = await app.alarms.next()
        far = soon is None or soon - system.clock.now() > timedelta(hours=1)
        waits = app.outbox.soonest()
        if far and waits is None and platform.idle.is_set() and not app.inbox.depth:
            break
        await asyncio.sleep(0.01)
    await app.stop()


def fork(folder: Path, doom: Callable[[str], None], *, keyed: bool) -> bool:
    """One life in a process of its own; whether it was killed."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asyncio.run(live(folder, doom, keyed=keyed))
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status) == signal.SIGKILL
    if os.WEXITSTATUS(status):
        raise RuntimeError("a life ended in an error of its own")
    return False


def run(kills: int, seed: int, *, keyed: bool) -> dict[str, Any]:
    """Kill until the count is reached, let the last one finish, and tell what stands."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = prepare(folder / "platform.db")
        asyncio.run(_create(folder))
        killed: Counter[str] = Counter()
        sent = 0
        while sum(killed.values()) < kills:
            sent = _feed(database, sent)
            point = list(POINTS)[sum(killed.values()) % len(POINTS)]
            if fork(folder, Doom(point, chance.randint(1, POINTS[point])), keyed=keyed):
                killed[point] += 1
        fork(folder, Doom("never", 1), keyed=keyed)
        return {"kills": dict(killed), "sent": sent, **_reckon(folder, database)}


def _feed(database: sqlite3.Connection, sent: int) -> int:
    for number in range(sent + 1, sent + PER_LIFE + 1):
        database.execute("INSERT INTO updates VALUES (?)", (number,))
    return sent + PER_LIFE


async def _create(folder: Path) -> None:
    store = await open_store("sqlite:///steward.db", folder)
    await store.create()
    await store.close()


def _reckon(folder: Path, database: sqlite3.Connection) -> dict[str, Any]:
    steward = sqlite3.connect(folder / "steward.db")
    seen = Counter(row[0] for row in steward.execute("SELECT subject FROM audit WHERE code = 'chaos.seen'"))
    rang = Counter(row[0] for row in steward.execute("SELECT subject FROM audit WHERE code = 'chaos.rang'"))
    told = Counter(
        row[0] for row in steward.execute("SELECT subject FROM audit WHERE code = 'chaos.outcome'")
    )
    states = Counter(row[0] for row in steward.execute("SELECT state FROM outbox"))
    parked = {row[0] for row in steward.execute("SELECT key FROM outbox WHERE state = 'parked'")}
    waiting = steward.execute("SELECT count(*) FROM inbox WHERE state = 'new'").fetchone()[0]
    rows = {row[0] for row in steward.execute("SELECT key FROM outbox")}
    effects = Counter((row[0], row[1]) for row in database.execute("SELECT what, key FROM effects"))
    kinds: dict[str, Counter[str]] = {}
    for (what, _), times in effects.items():
        kind, _, number = what.partition(" ")
        kinds.setdefault(kind, Counter())[number] += times
    return {
        "seen": dict(seen),
        "rang": dict(rang),
        "states": dict(states),
        "parked": len(parked),
        "waiting": waiting,
        "untold": len(rows - set(told)),
        "told_twice": [key for key, times in told.items() if times > 1],
        "effects": {kind: dict(counter) for kind, counter in kinds.items()},
    }


def main() -> None:
    """`python -m tests.chaos.forge KILLS SEED keyed|keyless`: JSON on standard output."""
    kills, seed, kind = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    sys.stdout.write(json.dumps(run(kills, seed, keyed=kind == "keyed")) + "\n")


if __name__ == "__main__":
    main()
