"""JSON over plain HTTP under /control/ for a bench that runs the town in a process of its own."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from tests.counterparts.discord import faults
from tests.counterparts.discord.calls import SEND, Call
from tests.counterparts.discord.crowd import Crowd
from tests.counterparts.discord.server import DiscordServer
from tests.counterparts.discord.shapes import Json

LONGEST_WAIT = 60.0


class Control:
    """Times are seconds of the machine's monotonic clock, the same in every process."""

    def __init__(self, town: DiscordServer) -> None:
        self._town = town
        self._crowd = Crowd(town)
        self._prepared = 0

    def routes(self) -> list[web.RouteDef]:
        """Everything under /control/."""
        return [
            web.post("/control/found", self.found),
            web.post("/control/act", self.act),
            web.post("/control/prepare", self.prepare),
            web.post("/control/blast", self.blast),
            web.post("/control/fault", self.fault),
            web.post("/control/gateway", self.gateway),
            web.post("/control/reset", self.reset),
            web.get("/control/counters", self.counters),
            web.get("/control/wait", self.wait),
            web.get("/control/calls", self.calls),
        ]

    async def found(self, request: web.Request) -> web.Response:
        """Guilds, channels and people: `{"guilds": 2, "channels": 10, "members": 50}`."""
        return web.json_response(self._crowd.found(await request.json()))

    async def act(self, request: web.Request) -> web.Response:
        """One act at once."""
        made = self._crowd.act(await request.json())
        return web.json_response({"id": made, "at": _now()})

    async def prepare(self, request: web.Request) -> web.Response:
        """A JSON list of acts, or one act a line: done now, but the bot hears of them only with the blast."""
        text = await request.text()
        acts = json.loads(text) if text.lstrip().startswith("[") else map(json.loads, text.splitlines())
        gateway = self._town.gateway
        if not self._prepared:
            gateway.hold()
        made = [self._crowd.act(one) for one in acts]
        for event in gateway.held()[self._prepared :]:
            event.text(with_content=True)
        self._prepared = len(gateway.held())
        return web.json_response({"prepared": self._prepared, "ids": made})

    async def blast(self, _: web.Request) -> web.Response:
        """Everything prepared, as fast as the line takes it."""
        begun = _now()
        self._town.gateway.release()
        sent, self._prepared = self._prepared, 0
        await self._town.wait_for(lambda: not self._town.gateway.waiting, LONGEST_WAIT)
        return web.json_response({"sent": sent, "begun": begun, "written": _now()})

    async def fault(self, request: web.Request) -> web.Response:
        """`{"method", "path", "kind": "RATE_LIMIT", "times": 1, …}` with the fields of a fault."""
        wanted: Json = await request.json()
        kind = faults.FaultKind[wanted.pop("kind")]
        method, path, times = wanted.pop("method", None), wanted.pop("path", None), wanted.pop("times", 1)
        self._town.faults.next(method, path, faults.Fault(kind=kind, **wanted), times=times)
        return web.json_response({"pending": self._town.faults.pending})

    async def gateway(self, request: web.Request) -> web.Response:
        """`{"do": "drop" | "forget" | "refuse_resume" | "ask_reconnect" | "invalidate" | "stall" | "flow"}`."""
        gateway = self._town.gateway
        accidents = {
            "drop": gateway.drop,
            "forget": gateway.forget,
            "refuse_resume": gateway.refuse_resume,
            "ask_reconnect": gateway.ask_reconnect,
            "invalidate": gateway.invalidate,
            "stall": gateway.stall,
            "flow": gateway.flow,
        }
        accidents[(await request.json())["do"]]()
        return web.json_response({"ok": True})

    async def reset(self, _: web.Request) -> web.Response:
        """Calls and counts are forgotten; guilds, people and messages stay."""
        self._town.calls.clear()
        self._town.gateway.sent = 0
        self._town.violations.clear()
        return web.json_response({"ok": True})

    async def counters(self, _: web.Request) -> web.Response:
        """Everything counted so far."""
        return web.json_response(self._counters())

    def _counters(self) -> Json:
        gateway = self._town.gateway
        return {
            "sent": gateway.sent,
            "waiting": gateway.waiting,
            "connections": gateway.identified,
            "identifies": gateway.identifies,
            "resumes": gateway.resumes,
            "calls": dict(self._town.calls.counts),
            "violations": len(self._town.violations),
            "now": _now(),
        }

    async def wait(self, request: web.Request) -> web.Response:
        """Until so many `calls` of an `operation` (sending, if not named), `connections` and `resumes` are counted."""
        query = request.query
        calls, connections, resumes = (int(query.get(key, 0)) for key in ("calls", "connections", "resumes"))
        operation, town = query.get("operation", SEND), self._town

        def reached() -> bool:
            enough = town.calls.counts[operation] >= calls
            return enough and town.gateway.identified >= connections and town.gateway.resumes >= resumes

        try:
            await town.wait_for(reached, float(query.get("timeout", LONGEST_WAIT)))
        except TimeoutError:
            return web.json_response(self._counters() | {"reached": False}, status=408)
        return web.json_response(self._counters() | {"reached": True})

    async def calls(self, request: web.Request) -> web.Response:
        """The newest calls, of one `operation` or of all."""
        operation = request.query.get("operation")
        chosen = [one for one in self._town.calls if operation in (None, one.operation)]
        return web.json_response({"calls": [_told(one) for one in chosen]})


def _told(call: Call) -> Json:
    body = call.body if isinstance(call.body, dict) else {}
    reference = body.get("message_reference") or {}
    answered = call.answer if isinstance(call.answer, dict) else {}
    return {
        "operation": call.operation,
        "path": call.path,
        "status": call.status,
        "at": call.monotonic,
        "content": body.get("content"),
        "reply_to": reference.get("message_id"),
        "id": answered.get("id"),
    }


def _now() -> float:
    return asyncio.get_running_loop().time()
