"""The gateway: identify, resume, heartbeats and intents; and the accidents that a test may wish for."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.counterparts.discord.chunks import chunks
from tests.counterparts.discord.connections import Connection
from tests.counterparts.discord.events import EVERY_INTENT, PRIVILEGED, Event, Intent
from tests.counterparts.discord.guilds import Guild
from tests.counterparts.discord.sessions import Session
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.world import World

BEAT_MS = 41_250
MOST_SESSIONS = 16
REMEMBERED = 100
RESUME_URL = "wss://gateway-us-east1-b.discord.gg"

ASK_AGAIN = 0.5
"""Seconds after which a client that is behind is asked once more."""


@dataclass(slots=True)
class Gateway:
    """All sessions of the bot and their connections."""

    world: World
    beat_ms: int = BEAT_MS
    sessions: dict[str, Session] = field(default_factory=dict)
    connections: list[Connection] = field(default_factory=list)
    identifies: int = 0
    resumes: int = 0
    refused_resumes: int = 0
    beats: int = 0
    broken: int = 0
    sent: int = 0
    presence: Json | None = None
    outage: int | None = None
    _refusing: int = 0
    _held: list[Event] | None = None
    _latest: deque[Event] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    @property
    def identified(self) -> int:
        """Clients that are on the line and past READY."""
        return sum(connection.session is not None for connection in self.connections)

    @property
    def waiting(self) -> int:
        """Payloads that are not on the line yet."""
        return sum(connection.waiting for connection in self.connections)

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Takes a websocket, or an HTTP error during an outage."""
        if self.outage is not None:
            return web.Response(status=self.outage)
        if request.query.get("compress") not in (None, "zlib-stream"):
            return web.Response(status=400, text="this town compresses by zlib-stream only")
        connection = Connection(self, request)
        self.connections.append(connection)
        return await connection.run()

    def hung_up(self, connection: Connection) -> None:
        """Forgets a connection; its session stays for a resume."""
        self.connections.remove(connection)
        if connection.session is not None and connection.session.connection is connection:
            connection.session.connection = None

    def publish(self, event: Event) -> None:
        """Sends an event to every session that may hear it."""
        if self._held is not None:
            self._held.append(event)
            return
        self._latest.append(event)
        for session in self.sessions.values():
            if not session.hears(event):
                continue
            self.sent += 1
            if event.name == "GUILD_CREATE" and event.guild_id is not None:
                known = "unavailable" in event.data
                self._introduce(session, self.world.guilds[event.guild_id], joined=not known)
            else:
                session.push(event)

    def heard(self, connection: Connection, op: int, data: Any) -> None:
        """What a client said."""
        if op == 1:
            self.beats += 1
            if connection.session is not None:
                connection.session.acknowledged = int(data or 0)
            connection.send_op(11)
        elif op == 2:
            self._identify(connection, data)
        elif op == 6:
            self._resume(connection, data)
        elif connection.session is None:
            connection.close(4003, "Not authenticated.")
        elif op == 3:
            self.presence = data
        elif op == 8:
            self._members(connection.session, data)
        elif op != 4:
            connection.close(4001, "Unknown opcode.")

    def _identify(self, connection: Connection, said: Json) -> None:
        self.identifies += 1
        intents = int(said.get("intents", -1))
        shard = tuple(said.get("shard") or (0, 1))
        if connection.session is not None:
            connection.close(4005, "Already authenticated.")
        elif said.get("token") != self.world.application.token:
            connection.close(4004, "Authentication failed.")
        elif intents < 0 or intents & ~int(EVERY_INTENT):
            connection.close(4013, "Invalid intent(s).")
        elif intents & int(PRIVILEGED) & ~int(self.world.application.privileges):
            connection.close(4014, "Disallowed intent(s).")
        elif len(shard) != 2 or not 0 <= shard[0] < shard[1]:
            connection.close(4010, "Invalid shard.")
        else:
            self._welcome(connection, Intent(intents), (shard[0], shard[1]))

    def _welcome(self, connection: Connection, intents: Intent, shard: tuple[int, int]) -> None:
        session = Session(id=f"session-{self.world.snowflakes.new():x}", intents=intents, shard=shard)
        session.connection, connection.session = connection, session
        self.sessions[session.id] = session
        while len(self.sessions) > MOST_SESSIONS:
            del self.sessions[next(iter(self.sessions))]
        guilds = [guild for guild in self.world.guilds.values() if guild.me is not None]
        mine = [guild for guild in guilds if (guild.id >> 22) % shard[1] == shard[0]]
        application = self.world.application
        ready: Json = {
            "v": 10,
            "user": application.bot.private_json(),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in mine],
            "session_id": session.id,
            "resume_gateway_url": RESUME_URL,
            "shard": list(shard),
            "application": {"id": str(application.id), "flags": application.flags},
            "private_channels": [],
            "session_type": "normal",
        }
        self._to(session, "READY", ready)
        for guild in mine:
            if guild.available and Intent.GUILDS in intents:
                self._introduce(session, guild)

    def _introduce(self, session: Session, guild: Guild, *, joined: bool = False) -> None:
        """Members come along only for those who ask for presences, and only in guilds that are not large."""
        everybody = Intent.GUILD_PRESENCES in session.intents and not guild.is_large
        self._to(session, "GUILD_CREATE", guild.event_json(with_members=everybody, joined=joined))

    def _to(self, session: Session, name: str, data: Json) -> None:
        session.push(Event(name=name, data=data, guild_id=None, bot_id=self.world.bot.id, raw=True))

    def _resume(self, connection: Connection, said: Json) -> None:
        session = self.sessions.get(said.get("session_id") or "")
        if said.get("token") != self.world.application.token:
            connection.close(4004, "Authentication failed.")
            return
        missed = None if session is None else session.replay(int(said.get("seq") or 0))
        if self._refusing or session is None or missed is None:
            self._refusing = max(self._refusing - 1, 0)
            self.refused_resumes += 1
            self.sessions.pop(said.get("session_id") or "", None)
            connection.send_op(9, False)
            return
        self.resumes += 1
        session.connection, connection.session = connection, session
        for text in (*missed, session.resumed_text()):
            connection.send(text)

    def _members(self, session: Session, said: Json) -> None:
        guild = self.world.guilds.get(int(said["guild_id"]))
        if guild is not None:
            for chunk in chunks(guild, session.intents, said):
                self._to(session, "GUILD_MEMBERS_CHUNK", chunk)

    async def settled(self, timeout: float = 5.0) -> None:
        """Waits until every client on the line has taken every event: each is asked for a heartbeat, which says so.

        Who has said so already is not asked again: clients send no more than some hundred payloads a minute. Who is
        still behind after a while is: more may have happened since the answer.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while not self._all_caught_up():
            for connection in self.connections:
                if connection.session is not None and not connection.session.caught_up:
                    connection.send_op(1)
            try:
                await self.world.wait_for(self._all_caught_up, ASK_AGAIN)
            except TimeoutError:
                if loop.time() > deadline:
                    raise

    def _all_caught_up(self) -> bool:
        return all(one.session is None or one.session.caught_up for one in self.connections)

    def drop(self) -> None:
        """Tears every connection; clients may resume."""
        for connection in list(self.connections):
            connection.drop()

    def refuse_resume(self, times: int = 1) -> None:
        """The next resumes are answered by "invalid session": the events in between are lost."""
        self._refusing = times

    def forget(self) -> None:
        """Ends all sessions: tears the lines and refuses the resumes that follow."""
        self.sessions.clear()
        self.drop()

    def ask_reconnect(self) -> None:
        """Opcode 7: come again and resume."""
        for connection in self.connections:
            connection.send_op(7)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Opcode 9 in the middle of a session."""
        for connection in self.connections:
            connection.send_op(9, resumable)
        if not resumable:
            self.sessions.clear()

    def close(self, code: int, reason: str = "") -> None:
        """Hangs up on every client with a close code."""
        for connection in self.connections:
            connection.close(code, reason)

    def stall(self) -> None:
        """Says nothing more on the open connections, not even to heartbeats."""
        for connection in self.connections:
            connection.flowing.clear()

    def flow(self) -> None:
        """Ends a stall: what waited is sent."""
        for connection in self.connections:
            connection.flowing.set()

    def hold(self) -> None:
        """Collects events instead of sending them: preparing a blast."""
        self._held = []

    def release(self) -> int:
        """Sends what was held, all at once; how many."""
        held, self._held = self._held or [], None
        for event in held:
            self.publish(event)
        return len(held)

    def held(self) -> list[Event]:
        """What is collected so far."""
        return self._held or []

    def repeat(self, name: str) -> None:
        """Sends the latest event of that name once more: a duplicate."""
        self.publish(next(event for event in reversed(self._latest) if event.name == name))

    def inject(self, name: str, data: Json) -> None:
        """Sends an event as given, whatever it is."""
        self.publish(Event(name=name, data=data, guild_id=None, bot_id=self.world.bot.id, raw=True))
