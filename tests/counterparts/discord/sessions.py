"""Gateway sessions: what one identified client has coming, kept for a resume."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.counterparts.discord.encoding import encoded
from tests.counterparts.discord.events import Event, Intent

if TYPE_CHECKING:
    from tests.counterparts.discord.connections import Connection

LOG_LENGTH = 50_000


@dataclass(slots=True, kw_only=True, eq=False)
class Session:
    """Intents, shard and every event since READY; it outlives the connection."""

    id: str
    intents: Intent
    shard: tuple[int, int]
    last: int = 0
    acknowledged: int = 0
    log: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=LOG_LENGTH))
    connection: Connection | None = None

    @property
    def caught_up(self) -> bool:
        """Whether the client has said (by its heartbeat) that it took everything."""
        return self.acknowledged >= self.last

    def hears(self, event: Event) -> bool:
        """Whether the event belongs to this shard and these intents."""
        number, count = self.shard
        home = 0 if event.guild_id is None else (event.guild_id >> 22) % count
        return home == number and event.concerns(self.intents)

    def push(self, event: Event) -> None:
        """Numbers the event, keeps it, and sends it when somebody is connected."""
        self.last += 1
        data = event.text(with_content=Intent.MESSAGE_CONTENT in self.intents)
        text = f'{{"op":0,"t":"{event.name}","s":{self.last},"d":{data}}}'
        self.log.append((self.last, text))
        if self.connection is not None:
            self.connection.send(text)

    def replay(self, after: int) -> list[str] | None:
        """What came after a sequence number; None when it is no longer, or not yet, known."""
        if after > self.last or (after < self.last and (not self.log or self.log[0][0] > after + 1)):
            return None
        return [text for number, text in self.log if number > after]

    def resumed_text(self) -> str:
        """The event that ends a replay."""
        self.last += 1
        data = encoded({"_trace": []})
        return f'{{"op":0,"t":"RESUMED","s":{self.last},"d":{data}}}'
