"""Health, metrics, webhooks, and whatever pages a platform brings."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn
from litestar import Litestar, Response, get
from litestar.datastructures import State
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from bot.app import App
from bot.complaint import Complaint
from bot.metrics import Metrics
from bot.settings import WebSettings
from bot.storage.disk import ROOM, is_short
from chat.text import Text


@get("/livez", sync_to_thread=False)
def livez() -> Response[str]:
    """The process runs."""
    return Response("ok\n", media_type="text/plain")


@get("/readyz")
async def readyz(state: State) -> Response[dict[str, Any]]:
    """Every platform is connected and the store takes writes and has room for them; else 503 with what is wrong."""
    app: App = state.app
    platforms = {
        one.platform.name: one.trouble or ("ok" if one.is_ready else "starting") for one in app.supervisors
    }
    store = app.committer.trouble or app.store.trouble
    if not store:
        store = "full" if await asyncio.to_thread(is_short, app.store, state.room) else "ok"
    ready = store == "ok" and all(word == "ok" for word in platforms.values())
    body = {"ready": ready, "store": store, "platforms": platforms}
    return Response(body, status_code=200 if ready else 503)


@get("/metrics")
async def metrics(state: State) -> Response[bytes]:
    """Prometheus metrics."""
    registry: CollectorRegistry = state.metrics.registry
    return Response(generate_latest(registry), headers={"content-type": CONTENT_TYPE_LATEST})


def make_web(
    app: App, metrics_: Metrics, routes: Sequence[Any] = (), *, room: int = ROOM, **options: Any
) -> Litestar:
    """The web application: our three addresses and those of the platforms. `room`: free bytes that it calls enough."""
    return Litestar(
        route_handlers=[livez, readyz, metrics, *routes],
        state=State({"app": app, "metrics": metrics_, "room": room}),
        openapi_config=None,
        logging_config=None,
        **options,
    )


class _Uvicorn(uvicorn.Server):
    """A server that leaves signals to the process it lives in."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


class WebServer:
    """Serves a web application inside the running loop."""

    def __init__(self, web: Litestar, settings: WebSettings, *, may_move: bool) -> None:
        self._socket = bind(settings.host, settings.port, may_move=may_move)
        config = uvicorn.Config(
            web, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=2
        )
        self._server = _Uvicorn(config)
        self._task: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        host, port = self._socket.getsockname()[:2]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    async def start(self) -> None:
        """Begin to serve; returns when it does."""
        self._task = asyncio.create_task(self._server.serve(sockets=[self._socket]), name="web")
        while not self._server.started:
            if self._task.done():
                await self._task
                return
            await asyncio.sleep(0.005)

    async def stop(self) -> None:
        """Serve no more."""
        self._server.should_exit = True
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)


class PortTaken(Complaint):
    """The configured port is in use."""


def bind(host: str, port: int, *, may_move: bool) -> socket.socket:
    """A listening socket; when the port is taken, the next free one if it may move. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, port + (20 if may_move else 1)):
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
        except OSError:
            listening.close()
            continue
        listening.listen(128)
        listening.setblocking(False)
        return listening
    raise PortTaken(Text("bot.cli.no.port", {"port": port, "host": host}))
