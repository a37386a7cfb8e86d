"""The Bot API server on a loopback port."""

from __future__ import annotations

import asyncio
import hmac
import json
import traceback
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, Self

from aiohttp import web

from tests.counterparts.telegram.answering import Desk
from tests.counterparts.telegram.injecting import inject, preload
from tests.counterparts.telegram.town import Town
from tests.counterparts.telegram.wire import Json

_LARGEST_BODY = 60_000_000


class TelegramServer(Town):
    """`async with TelegramServer(clock=…) as town:`; further arguments are those of `Town`.

    `validate=False` leaves out the check of every request, result and update (benches).
    """

    def __init__(self, *, validate: bool = True, port: int = 0, **town: Any) -> None:
        super().__init__(**town)
        self._validate = validate
        self._wanted_port = port
        self._runner: web.AppRunner | None = None
        self._desk = Desk(self)
        self.port = 0

    @property
    def url(self) -> str:
        """`base_url` of an SDK: the token follows directly."""
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def file_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file/bot"

    @property
    def validated(self) -> str:
        """What requests are held against: for a test's visible note."""
        if self.validation is None:
            return "nothing"
        return "aiogram and the official description" if self.validation.specification else "aiogram only"

    def routes(self) -> Iterable[web.RouteDef]:
        return (
            web.route("*", "/bot{token}/{method}", self._method),
            web.get("/file/bot{token}/{path:.+}", self._file),
        )

    async def __aenter__(self) -> Self:
        if self._validate:
            from tests.counterparts.telegram.validation import (
                Validation,
            )  # 3 s and 170 MB that a bench must not pay

            self.validation = Validation()
        await self._open(self._wanted_port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.faults.clear()
        await self.webhook.close()
        await self._close()

    async def _open(self, port: int) -> None:
        app = web.Application(client_max_size=_LARGEST_BODY)
        app.add_routes(self.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port = self._runner.addresses[0][1]
        self.polling.closed = False

    async def _close(self) -> None:
        self.polling.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @asynccontextmanager
    async def outage(self) -> AsyncIterator[None]:
        """Nobody answers on the port; afterwards everything is as it was."""
        await self._close()
        try:
            yield
        finally:
            await self._open(self.port)

    def inject(self, update: Json | str | bytes) -> int:
        return inject(self, update)

    def preload(self, updates: Iterable[Json]) -> int:
        return preload(self, updates)

    async def _method(self, request: web.Request) -> web.StreamResponse:
        if not self._knows(request):
            return self._desk.refuse_token(request)
        try:
            return await self._desk.serve(request)
        except (ConnectionError, asyncio.CancelledError):
            raise
        except Exception:
            self.violate("counterpart", request.match_info["method"], traceback.format_exc(limit=-4))
            return _json({"ok": False, "error_code": 500, "description": "Internal Server Error"}, 500)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        stored = self.files.by_path(request.match_info["path"])
        if not self._knows(request) or stored is None:
            return _json({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        return web.Response(body=stored.data, content_type=stored.mime_type)

    def _knows(self, request: web.Request) -> bool:
        return hmac.compare_digest(request.match_info["token"].encode(), self.token.encode())


def _json(body: Json, status: int) -> web.Response:
    return web.Response(text=json.dumps(body), status=status, content_type="application/json")
