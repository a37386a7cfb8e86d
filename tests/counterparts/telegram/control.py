"""JSON over HTTP under /control/ for a bench that runs the server in a process of its own."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from aiohttp import web

from tests.counterparts.telegram.calls import Call
from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.benching import BenchServer


def routes(town: BenchServer) -> tuple[web.RouteDef, ...]:
    controls = Controls(town)
    return (
        web.post("/control/preload", controls.preload),
        web.post("/control/reset", controls.reset),
        web.get("/control/counters", controls.counters),
        web.get("/control/wait", controls.wait),
        web.get("/control/sends", controls.sends),
        web.get("/control/deliveries", controls.deliveries),
    )


class Controls:
    """Times are seconds of the machine's monotonic clock, the same in every process."""

    def __init__(self, town: BenchServer) -> None:
        self._town = town

    async def preload(self, request: web.Request) -> web.Response:
        """A JSON list of updates, or one update a line."""
        text = await request.text()
        updates = json.loads(text) if text.lstrip().startswith("[") else map(json.loads, text.splitlines())
        return _json({"preloaded": self._town.preload(updates)})

    async def reset(self, request: web.Request) -> web.Response:
        self._town.start_over()
        return _json({"ok": True})

    async def counters(self, request: web.Request) -> web.Response:
        return _json(self._counters())

    def _counters(self) -> Json:
        calls, updates = self._town.calls, self._town.updates
        return {
            "pending": updates.pending,
            "acknowledged": updates.acknowledged,
            "calls": dict(calls.counts),
            "outcomes": {outcome.value: count for outcome, count in calls.outcomes.items()},
            "violations": len(self._town.violations),
            "now": asyncio.get_running_loop().time(),
        }

    async def wait(self, request: web.Request) -> web.Response:
        """Until so many updates are acknowledged (`acknowledged`), or so many calls of `method` came (`calls`)."""
        query = request.query
        acknowledged, calls = int(query.get("acknowledged", 0)), int(query.get("calls", 0))
        method = query.get("method", "sendMessage")

        def reached() -> bool:
            counted = self._town.calls.count(method)
            return self._town.updates.acknowledged >= acknowledged and counted >= calls

        try:
            await self._town.wait_for(reached, float(query.get("timeout", 60)))
        except AssertionError:
            return web.json_response(self._counters() | {"reached": False}, status=408)
        return _json(self._counters() | {"reached": True})

    async def sends(self, request: web.Request) -> web.Response:
        """The newest calls but polling, at most 1,000."""
        return _json({"sends": [_send(call) for call in self._town.calls.acts()]})

    async def deliveries(self, request: web.Request) -> web.Response:
        """When each update was handed out."""
        return _json({"deliveries": {str(one): at for one, at in self._town.deliveries.items()}})


def _send(call: Call) -> Json:
    reply = call.params.get("reply_parameters") or {}
    shown = {name: call.params[name] for name in ("chat_id", "text", "message_id") if name in call.params}
    sent = call.result.get("message_id") if isinstance(call.result, dict) else None
    return shown | {
        "method": call.method,
        "reply_to": reply.get("message_id"),
        "sent_id": sent,
        "outcome": call.outcome.value,
        "at": call.arrived,
    }


def _json(body: Json) -> web.Response:
    return web.json_response(body)
