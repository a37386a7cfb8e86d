"""Gateway connections: one websocket each, its stream of compressed frames, and what the client says."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections import deque
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from tests.counterparts.discord.encoding import encoded
from tests.counterparts.discord.faults import abort
from tests.counterparts.discord.shapes import Json

if TYPE_CHECKING:
    from tests.counterparts.discord.gateway import Gateway
    from tests.counterparts.discord.sessions import Session

LARGEST_PAYLOAD = 4096
FASTEST = 1


class Connection:
    """One client on the line. Everything it is sent goes through one writer, in order."""

    def __init__(self, gateway: Gateway, request: web.Request) -> None:
        self.gateway = gateway
        self.session: Session | None = None
        self.flowing = asyncio.Event()
        self.flowing.set()
        self._request = request
        self._socket = web.WebSocketResponse(max_msg_size=0, compress=False)
        self._stream = zlib.compressobj(FASTEST) if "compress" in request.query else None
        self._waiting: deque[str] = deque()
        self._something = asyncio.Event()
        self._goodbye: tuple[int, str] | None = None

    async def run(self) -> web.WebSocketResponse:
        """Speaks with the client until either hangs up."""
        await self._socket.prepare(self._request)
        writer = asyncio.create_task(self._write())
        self.send(
            encoded({"op": 10, "s": None, "t": None, "d": {"heartbeat_interval": self.gateway.beat_ms}})
        )
        try:
            async for said in self._socket:
                if said.type is not WSMsgType.TEXT:
                    continue
                self._hear(said.data)
        except ConnectionError:
            self.gateway.broken += 1
        finally:
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
            self.gateway.hung_up(self)
        return self._socket

    @property
    def waiting(self) -> int:
        """Payloads not yet written."""
        return len(self._waiting)

    def send(self, text: str) -> None:
        """Puts a payload on the line."""
        self._waiting.append(text)
        self._something.set()

    def send_op(self, op: int, data: object = None) -> None:
        """Puts a payload without event on the line."""
        self.send(encoded({"op": op, "d": data, "s": None, "t": None}))

    def close(self, code: int, reason: str) -> None:
        """Hangs up with a code, after what already waits."""
        self._goodbye = (code, reason)
        self._something.set()

    def drop(self) -> None:
        """Tears the line: no code, no goodbye."""
        abort(self._request)

    async def _write(self) -> None:
        while True:
            await self._something.wait()
            self._something.clear()
            while self._waiting:
                await self.flowing.wait()
                await self._frame(self._waiting.popleft())
            if self._goodbye is not None:
                code, reason = self._goodbye
                await self._socket.close(code=code, message=reason.encode())
                return

    async def _frame(self, text: str) -> None:
        if self._stream is None:
            await self._socket.send_str(text)
            return
        data = self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)
        await self._socket.send_bytes(data)

    def _hear(self, text: str) -> None:
        if len(text.encode()) > LARGEST_PAYLOAD:
            self.close(4002, "Error while decoding payload.")
            return
        try:
            said: Json = json.loads(text)
            self.gateway.heard(self, int(said["op"]), said.get("d"))
        except (ValueError, LookupError, TypeError, AttributeError):
            self.close(4002, "Error while decoding payload.")
