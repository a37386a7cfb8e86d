"""Tickets through kills: forks die at named points while tickets are opened, answered, warned about or closed."""

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

from bot.app import App
from bot.codec import encode
from bot.inbox import EVENTS, Delivery
from bot.keys import read_secret
from bot.places import Place
from bot.settings import Settings
from bot.storage.store import open_store
from bot.system import System, SystemClock
from chat.actions import Edit, Post
from chat.decision import Write
from chat.events import CommandGiven, Event, MessagePosted
from chat.messages import Message, MessageRef
from chat.people import Identity, Space, SpaceKind, Speaker
from chat.ports import Errand
from chat.text import Rich
from tests.chaos.forge import POINTS, Doom, doomed_store
from tests.chaos.platform import Chaos, prepare

STAFF = Space("chaos", "staff", kind=SpaceKind.STAFF)
SETTINGS = Settings.model_validate(
    {"community": {"name": "Garden", "language": "en"}, "support": {"policies": ["*: 1s / - / -"]}}
)
PER_LIFE = 2


class Switchboard(Chaos):
    """The chaos platform with a staff space and private chats; edits are remembered with what they say."""

    async def run(self, receive: Any) -> None:
        while True:
            rows = self._db.execute(
                "SELECT id, event FROM orders WHERE id > (SELECT acked FROM offset) ORDER BY id LIMIT 4"
            ).fetchall()
            if not rows:
                self.idle.set()
                await asyncio.sleep(0.01)
                continue
            self.idle.clear()
            self._crash("before_append")
            await receive([_delivery(number, json.loads(order)) for number, order in rows])
            self._crash("appended_not_acknowledged")
            self._db.execute("UPDATE offset SET acked = ?", (rows[-1][0],))
            self._crash("acknowledged")
            await asyncio.sleep(0)

    def _effect(self, errand: Errand) -> int:
        action = errand.action
        if isinstance(action, Edit) and isinstance(action.message, MessageRef):
            assert isinstance(action.body, Rich)
            what = f"edit {action.message.id} {action.body.plain}"
            known = self._db.execute("SELECT id FROM effects WHERE key = ?", (errand.key,)).fetchone()
            if known and self._keyed:
                return int(known[0])
            cursor = self._db.execute("INSERT INTO effects (key, what) VALUES (?, ?)", (errand.key, what))
            return int(cursor.lastrowid or 0)
        row = super()._effect(errand)
        if isinstance(action, Post):
            assert isinstance(action.to, Space)
            self._db.execute("INSERT OR IGNORE INTO places VALUES (?, ?)", (row, action.to.id))
        return row


def _delivery(number: int, order: dict[str, str]) -> Delivery:
    event = _event(number, order)
    return Delivery(event.key, EVENTS, event.space.lane, encode(event))


def _event(number: int, order: dict[str, str]) -> Event:
    at, key = SystemClock().now(), f"chaos:{number}"
    who = order["who"]
    speaker = Speaker(identity=Identity("chaos", who), name=who)
    if order["what"] == "ask":
        space = Space("chaos", who, kind=SpaceKind.PRIVATE)
        said = Message(id=f"m{number}", space=space, text="I want to talk to a human")
        return MessagePosted(key=key, at=at, space=space, by=speaker, message=said)
    space = Space("chaos", "staff", order["thread"], SpaceKind.STAFF)
    said = Message(id=f"m{number}", space=space, text=f"/{order['what']} {order['words']}")
    return CommandGiven(
        key=key, at=at, space=space, by=speaker, name=order["what"], words=order["words"], message=said
    )


async def build(folder: Path, doom: Callable[[str], None], *, keyed: bool) -> App:
    """Steward with all its handlers on the chaos platform."""
    store = await open_store("sqlite:///steward.db", folder)
    doomed_store(store, doom)
    system = System()
    app = App(SETTINGS, store, await read_secret(store, system.chance), system)
    app.serve(Switchboard(folder / "platform.db", doom, keyed=keyed))
    app.places.configure([Place(space=Space("chaos", "garden")), Place(space=STAFF)])
    return app


async def live(folder: Path, doom: Callable[[str], None], *, keyed: bool) -> None:
    """One life: until doom, or until nothing is left to do within the next seconds."""
    app = await build(folder, doom, keyed=keyed)
    platform = app.platforms.by_name["chaos"]
    assert isinstance(platform, Switchboard)
    await app.start()
    while True:
        await platform.idle.wait()
        await app.settle()
        soon, now = await app.alarms.next(), app.system.clock.now()
        far = soon is None or soon - now > timedelta(seconds=5)
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
    """Kill until the count is reached, let the last ones finish, and tell what stands."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = prepare(folder / "platform.db")
        database.executescript(
            """CREATE TABLE orders (id INTEGER PRIMARY KEY, event TEXT);
            CREATE TABLE places (effect INTEGER PRIMARY KEY, space TEXT);"""
        )
        asyncio.run(_create(folder))
        killed: Counter[str] = Counter()
        members = 0
        while sum(killed.values()) < kills:
            for _ in range(PER_LIFE):
                members += 1
                _order(database, {"what": "ask", "who": f"p{members}"})
            _work(folder, database)
            point = list(POINTS)[sum(killed.values()) % len(POINTS)]
            if fork(folder, Doom(point, chance.randint(1, POINTS[point])), keyed=keyed):
                killed[point] += 1
        for _ in range(3):
            fork(folder, Doom("never", 1), keyed=keyed)
            _work(folder, database)
        return {"kills": dict(killed), "members": members, **_reckon(folder, database)}


def _order(database: sqlite3.Connection, order: dict[str, str]) -> None:
    database.execute("INSERT INTO orders (event) VALUES (?)", (json.dumps(order),))


def _work(folder: Path, database: sqlite3.Connection) -> None:
    """What the representative does next: an answer on every ticket with a thread, then its end."""
    given = [json.loads(row[0]) for row in database.execute("SELECT event FROM orders")]
    done = {(one["what"], one.get("ticket")) for one in given}
    steward = sqlite3.connect(folder / "steward.db")
    for number, state, thread in steward.execute("SELECT number, state, card_thread FROM support_tickets"):
        name = str(number)
        if thread and ("r", name) not in done:
            words = f"answer-{number}."
            _order(database, {"what": "r", "who": "rae", "thread": thread, "words": words, "ticket": name})
        elif state == "pending_member" and ("close", name) not in done:
            words = f"reason-{number}."
            _order(
                database, {"what": "close", "who": "rae", "thread": thread, "words": words, "ticket": name}
            )


async def _create(folder: Path) -> None:
    store = await open_store("sqlite:///steward.db", folder)
    await store.create()
    await store.close()
    app = await build(folder, Doom("never", 1), keyed=True)
    await app.begin()
    person = await app.people.person(Identity("chaos", "rae"))
    now = app.system.clock.now()
    role = {"person": person, "role": "representative", "given_by_person": None, "at": now}
    await app.committer.commit([Write("role.give", role)])
    await app.committer.stop()
    await app.store.close()


def _reckon(folder: Path, database: sqlite3.Connection) -> dict[str, Any]:
    steward = sqlite3.connect(folder / "steward.db")
    tickets = steward.execute(
        "SELECT t.number, t.state, t.card_message, t.person, i.id FROM support_tickets t "
        "JOIN identities i ON i.person = t.person ORDER BY t.number"
    ).fetchall()
    said = database.execute(
        "SELECT e.id, e.what, p.space FROM effects e LEFT JOIN places p ON p.effect = e.id ORDER BY e.id"
    ).fetchall()
    found: dict[str, Any] = {"tickets": len(tickets), "owners": len({row[4] for row in tickets})}
    found["states"] = dict(Counter(row[1] for row in tickets))
    found["replies"] = {
        number: [space for _, what, space in said if f"answer-{number}." in what and "Support" in what]
        for number, *_ in tickets
    }
    found["ends"] = {
        number: [space for _, what, space in said if f"reason-{number}." in what and space == native]
        for number, _, _, _, native in tickets
    }
    found["natives"] = {number: native for number, _, _, _, native in tickets}
    last = {}
    for number, _, card, _, _ in tickets:
        shown = [what for ident, what, _ in said if str(ident) == card or what.startswith(f"edit {card} ")]
        last[number] = shown[-1].splitlines()[0] if shown else ""
    found["cards"] = last
    found["calls"] = sum(any(sign in what for sign in "⏰❗") for _, what, _ in said)
    found["untold"] = steward.execute("SELECT count(*) FROM support_alerts").fetchone()[0]
    found["waiting"] = steward.execute("SELECT count(*) FROM inbox WHERE state = 'new'").fetchone()[0]
    found["parked"] = steward.execute("SELECT count(*) FROM outbox WHERE state = 'parked'").fetchone()[0]
    return found


def main() -> None:
    """`python -m tests.chaos.desk_forge KILLS SEED keyed|keyless`: JSON on standard output."""
    kills, seed, kind = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    sys.stdout.write(json.dumps(run(kills, seed, keyed=kind == "keyed")) + "\n")


if __name__ == "__main__":
    main()
