"""One of each kind of effect for every message: what must happen once, and what may rarely double."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.app import HANDLERS, App
from bot.keys import read_secret
from bot.places import Place
from bot.settings import Settings
from bot.storage.store import Store
from bot.system import System
from chat.people import Space
from tests.chaos.forge import Doom, main
from tests.chaos.platform import Chaos

PER_LIFE = 3
PLACES = ("garden", "yard")


class Effects:
    """Messages in two places, answered by the handlers of tests/chaos/handlers.py."""

    horizon = timedelta(hours=1)
    last_lives = 1
    tables = ""

    def __init__(self) -> None:
        self._sent = 0

    async def build(self, store: Store, platform: Path, doom: Doom, *, keyed: bool) -> App:
        handlers = (*(name for name in HANDLERS if name != "handlers"), "tests.chaos.handlers")
        system = System()
        app = App(Settings(), store, await read_secret(store, system.chance), system, handlers)
        app.serve(Chaos(platform, doom, keyed=keyed))
        app.places.configure([Place(space=Space("chaos", name)) for name in PLACES])
        return app

    async def found(self, app: App) -> None:
        return None

    def feed(self, steward: sqlite3.Connection, database: sqlite3.Connection, *, newcomers: bool) -> None:
        if newcomers:
            numbers = range(self._sent + 1, self._sent + PER_LIFE + 1)
            database.executemany("INSERT INTO updates VALUES (?)", [(one,) for one in numbers])
            self._sent += PER_LIFE

    def reckon(self, steward: sqlite3.Connection, database: sqlite3.Connection) -> dict[str, Any]:
        seen = Counter(
            row[0] for row in steward.execute("SELECT subject FROM audit WHERE code = 'chaos.seen'")
        )
        rang = Counter(
            row[0] for row in steward.execute("SELECT subject FROM audit WHERE code = 'chaos.rang'")
        )
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
            "sent": self._sent,
            "seen": dict(seen),
            "rang": dict(rang),
            "states": dict(states),
            "parked": len(parked),
            "waiting": waiting,
            "untold": len(rows - set(told)),
            "told_twice": [key for key, times in told.items() if times > 1],
            "effects": {kind: dict(counter) for kind, counter in kinds.items()},
        }


if __name__ == "__main__":
    main(Effects())
