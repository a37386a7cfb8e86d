"""A platform that survives the kills of its bot: updates with an acknowledged offset, and a log of every effect."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from bot.codec import encode
from bot.inbox import EVENTS, Delivery
from bot.platform import Finding, Receive
from bot.system import SystemClock
from chat.actions import Capability, Delete, Done, NotNow, OpenThread, Outcome, Post
from chat.events import Event, MessagePosted
from chat.messages import Attachment, Message, MessageRef
from chat.people import Identity, Space, Speaker
from chat.ports import Errand, Limit
from chat.text import Rich

Crash = Callable[[str], None]
GARDEN = Space("chaos", "garden")


class Chaos:
    """The adapter in the killed process. `keyed` platforms drop a repeated key and can be asked what became of one."""

    name = "chaos"
    limits: Sequence[Limit] = ()
    private_link = ""

    def __init__(self, path: Path, crash: Crash, *, keyed: bool) -> None:
        self._db = connect(path)
        self._crash = crash
        self._keyed = keyed
        self.idle = asyncio.Event()

    def message_link(self, message: MessageRef) -> str:
        return ""

    def capabilities(self, space: Space) -> frozenset[Capability]:
        return frozenset(Capability)

    async def run(self, receive: Receive) -> None:
        while True:
            found = self._waiting()
            if not found:
                self.idle.set()
                await asyncio.sleep(0.01)
                continue
            self.idle.clear()
            self._crash("before_append")
            await receive([delivery for _, delivery in found])
            self._crash("appended_not_acknowledged")
            self._db.execute("UPDATE offset SET acked = ?", (found[-1][0],))
            self._crash("acknowledged")
            await asyncio.sleep(0)

    def _waiting(self) -> list[tuple[int, Delivery]]:
        """What was not acknowledged yet, up to four, oldest first."""
        rows = self._db.execute(
            "SELECT id FROM updates WHERE id > (SELECT acked FROM offset) ORDER BY id LIMIT 4"
        )
        return [(row[0], _delivery(row[0])) for row in rows]

    async def perform(self, errand: Errand) -> Outcome:
        self._crash("before_effect")
        row = self._effect(errand)
        self._crash("after_effect")
        return Done((str(row),))

    def _effect(self, errand: Errand) -> int:
        known = self._db.execute("SELECT id FROM effects WHERE key = ?", (errand.key,)).fetchone()
        if known and self._keyed:
            return int(known[0])
        action = errand.action
        what = action.verb
        if isinstance(action, Post) and isinstance(action.body, Rich):
            what = action.body.plain
        elif isinstance(action, Delete):
            what = f"delete {action.messages[0]}"
        elif isinstance(action, OpenThread):
            what = action.title
        cursor = self._db.execute("INSERT INTO effects (key, what) VALUES (?, ?)", (errand.key, what))
        return int(cursor.lastrowid or 0)

    async def recover(self, errand: Errand) -> Outcome | None:
        if not self._keyed:
            return None
        known = self._db.execute("SELECT id FROM effects WHERE key = ?", (errand.key,)).fetchone()
        return Done((str(known[0]),)) if known else NotNow(errand.first_try - errand.first_try)

    async def fetch(self, attachment: Attachment) -> bytes | None:
        return None

    async def speaker(self, identity: Identity) -> Speaker | None:
        return None

    async def roles(self, space: Space, identity: Identity) -> frozenset[str]:
        return frozenset()

    async def staff(self, space: Space) -> Mapping[str, frozenset[str]]:
        return {}

    async def close(self) -> None:
        self._db.close()

    def decode(self, payload: str) -> Sequence[Event]:
        raise ValueError(payload)

    async def examine(self) -> Sequence[Finding]:
        return ()

    @property
    def is_ready(self) -> bool:
        return True


def connect(path: Path) -> sqlite3.Connection:
    """The platform's own memory, durable on its own."""
    return sqlite3.connect(path, isolation_level=None, timeout=10)


def prepare(path: Path, more: str = "") -> None:
    """Make that memory; `more` is SQL for further tables."""
    with closing(connect(path)) as database:
        database.executescript(
            f"""
            PRAGMA journal_mode=WAL;
            CREATE TABLE updates (id INTEGER PRIMARY KEY);
            CREATE TABLE offset (acked INTEGER);
            INSERT INTO offset VALUES (0);
            CREATE TABLE effects (id INTEGER PRIMARY KEY, key TEXT, what TEXT);
            {more}
            """
        )


def _delivery(update: int) -> Delivery:
    event = MessagePosted(
        key=f"chaos:{update}",
        at=SystemClock().now(),
        space=Space("chaos", GARDEN.id if update % 2 else "yard"),
        by=Speaker(identity=Identity("chaos", str(update % 7)), name="Ann"),
        message=Message(id=str(update), space=GARDEN, text=json.dumps({"number": update})),
    )
    return Delivery(event.key, EVENTS, event.space.lane, encode(event))
