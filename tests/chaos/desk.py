"""Tickets through kills: forks die while tickets are opened, answered, warned about or closed."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.app import App
from bot.codec import encode
from bot.inbox import EVENTS, Delivery
from bot.keys import read_secret
from bot.places import Place
from bot.settings import Settings
from bot.storage.store import Store
from bot.system import System, SystemClock
from chat.actions import Edit, Post
from chat.decision import Write
from chat.events import CommandGiven, Event, MessagePosted
from chat.messages import Message, MessageRef
from chat.people import Identity, Space, SpaceKind, Speaker
from chat.ports import Errand
from chat.text import Rich
from tests.chaos.forge import Doom, main
from tests.chaos.platform import Chaos

STAFF = Space("chaos", "staff", kind=SpaceKind.STAFF)
SETTINGS = Settings.model_validate(
    {"community": {"name": "Garden", "language": "en"}, "support": {"policies": ["*: 1s / - / -"]}}
)
PER_LIFE = 2


class Switchboard(Chaos):
    """The chaos platform with a staff space and private chats; edits are remembered with what they say."""

    def _waiting(self) -> list[tuple[int, Delivery]]:
        rows = self._db.execute(
            "SELECT id, event FROM orders WHERE id > (SELECT acked FROM offset) ORDER BY id LIMIT 4"
        )
        return [(number, _delivery(number, json.loads(order))) for number, order in rows]

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


class Desk:
    """Members who ask for a human, and a representative who answers each and closes."""

    horizon = timedelta(seconds=5)
    last_lives = 3
    tables = """CREATE TABLE orders (id INTEGER PRIMARY KEY, event TEXT);
        CREATE TABLE places (effect INTEGER PRIMARY KEY, space TEXT);"""

    def __init__(self) -> None:
        self._members = 0

    async def build(self, store: Store, platform: Path, doom: Doom, *, keyed: bool) -> App:
        system = System()
        app = App(SETTINGS, store, await read_secret(store, system.chance), system)
        app.serve(Switchboard(platform, doom, keyed=keyed))
        app.places.configure([Place(space=Space("chaos", "garden")), Place(space=STAFF)])
        return app

    async def found(self, app: App) -> None:
        person = await app.people.person(Identity("chaos", "rae"))
        now = app.system.clock.now()
        role = {"person": person, "role": "representative", "given_by_person": None, "at": now}
        await app.committer.commit([Write("role.give", role)])

    def feed(self, steward: sqlite3.Connection, database: sqlite3.Connection, *, newcomers: bool) -> None:
        for _ in range(PER_LIFE if newcomers else 0):
            self._members += 1
            _order(database, {"what": "ask", "who": f"p{self._members}"})
        _work(steward, database)

    def reckon(self, steward: sqlite3.Connection, database: sqlite3.Connection) -> dict[str, Any]:
        tickets = steward.execute(
            "SELECT t.number, t.state, t.card_message, t.person, i.id FROM support_tickets t "
            "JOIN identities i ON i.person = t.person ORDER BY t.number"
        ).fetchall()
        said = database.execute(
            "SELECT e.id, e.what, p.space FROM effects e LEFT JOIN places p ON p.effect = e.id ORDER BY e.id"
        ).fetchall()
        found: dict[str, Any] = {
            "members": self._members,
            "tickets": len(tickets),
            "owners": len({row[4] for row in tickets}),
        }
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
            shown = [
                what for ident, what, _ in said if str(ident) == card or what.startswith(f"edit {card} ")
            ]
            last[number] = shown[-1].splitlines()[0] if shown else ""
        found["cards"] = last
        found["calls"] = sum(any(sign in what for sign in "⏰❗") for _, what, _ in said)
        found["untold"] = steward.execute("SELECT count(*) FROM support_alerts").fetchone()[0]
        found["waiting"] = steward.execute("SELECT count(*) FROM inbox WHERE state = 'new'").fetchone()[0]
        found["parked"] = steward.execute("SELECT count(*) FROM outbox WHERE state = 'parked'").fetchone()[0]
        return found


def _order(database: sqlite3.Connection, order: dict[str, str]) -> None:
    database.execute("INSERT INTO orders (event) VALUES (?)", (json.dumps(order),))


def _work(steward: sqlite3.Connection, database: sqlite3.Connection) -> None:
    """What the representative does next: an answer on every ticket with a thread, then its end."""
    given = [json.loads(row[0]) for row in database.execute("SELECT event FROM orders")]
    done = {(one["what"], one.get("ticket")) for one in given}
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


if __name__ == "__main__":
    main(Desk())
