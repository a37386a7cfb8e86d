"""A way to a database that can be cut at the moment of a commit."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from enum import Enum


class Cut(Enum):
    """When the line breaks: the server has not heard of the commit, or it has and nobody hears its answer."""

    BEFORE = "before"
    AFTER = "after"


class Line:
    """A TCP line on loopback to a server, which breaks at the next COMMIT when `cut` says so."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._server: asyncio.Server
        self._tasks: set[asyncio.Task[None]] = set()
        self.cut: Cut | None = None
        self.cuts = 0
        self.port = 0

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, near: asyncio.StreamReader, to_near: asyncio.StreamWriter) -> None:
        far, to_far = await asyncio.open_connection("127.0.0.1", self._to)
        deaf = asyncio.Event()
        both = [
            asyncio.create_task(self._there(near, to_far, deaf)),
            asyncio.create_task(_back(far, to_near, deaf)),
        ]
        self._tasks.update(both)
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)
        for writer in (to_near, to_far):
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _there(
        self, near: asyncio.StreamReader, to_far: asyncio.StreamWriter, deaf: asyncio.Event
    ) -> None:
        while data := await near.read(65536):
            cut = self.cut if b"COMMIT" in data else None
            if cut is not None:
                self.cut, self.cuts = None, self.cuts + 1
                deaf.set()
            if cut is Cut.BEFORE:
                return
            to_far.write(data)
            await to_far.drain()
            if cut is Cut.AFTER:
                await asyncio.sleep(0.1)  # the answer comes and is thrown away
                return


async def _back(far: asyncio.StreamReader, to_near: asyncio.StreamWriter, deaf: asyncio.Event) -> None:
    while data := await far.read(65536):
        if not deaf.is_set():
            to_near.write(data)
            await to_near.drain()
