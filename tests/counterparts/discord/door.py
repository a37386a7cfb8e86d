"""The door: reads an HTTP request, lets planned faults strike, validates, dispatches and answers."""

from __future__ import annotations

import asyncio
import json
import traceback
from dataclasses import dataclass, field
from urllib.parse import unquote

from aiohttp import BodyPartReader, web

from tests.counterparts.discord.calls import Call, Calls
from tests.counterparts.discord.content import Upload, well_formed
from tests.counterparts.discord.encoding import encoded
from tests.counterparts.discord.faults import Fault, FaultKind, Faults, abort, rate_limit_answer
from tests.counterparts.discord.pace import Pace
from tests.counterparts.discord.refusals import Form, Refusal, unauthorized
from tests.counterparts.discord.rest.asks import Ask, Reply, Route
from tests.counterparts.discord.rest.router import Router
from tests.counterparts.discord.rest.routes import ROUTES
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.validation import Validation
from tests.counterparts.discord.world import World

PREFIX = "/api/v10"
INVALID_JSON = Refusal(400, 50109, "The request body contains invalid JSON.")
NO_ROUTE = Refusal(404, 0, "404: Not Found")
MOST_REASON = 512

Body = Json | list[Json] | None


@dataclass(slots=True)
class Door:
    """Every REST request of the bot comes through here."""

    world: World
    calls: Calls
    faults: Faults
    validation: Validation
    pace: Pace
    _router: Router = field(default_factory=lambda: Router(ROUTES))

    async def knock(self, request: web.Request) -> web.StreamResponse:
        """One request, from the line to the line."""
        path = request.path.removeprefix(PREFIX)
        found = self._router.find(request.method, path) if path != request.path else None
        template = path if found is None else found[0].template
        body, uploads, broken = await _read(request)
        call = self._noted(request, path, template, body, uploads)
        headers, exhausted = self.pace.spend(call.operation, {} if found is None else found[1])
        fault = self.faults.take(request.method, template, path) or exhausted
        if fault is not None:
            call.fault = fault.kind.value
            struck = await self._strike_before(request, call, fault)
            if struck is not None:
                return struck
        reply = self._reply(call, found, request, broken)
        if fault is not None:
            struck = await self._strike_after(request, call, fault)
            if struck is not None:
                return struck
        return _sent(reply, headers)

    def _noted(
        self, request: web.Request, path: str, template: str, body: Body, uploads: list[Upload]
    ) -> Call:
        reason = request.headers.get("X-Audit-Log-Reason")
        call = Call(
            method=request.method,
            path=path,
            template=template,
            query=dict(request.query),
            body=body,
            uploads=uploads,
            reason=None if reason is None else unquote(reason),
            at=self.world.now(),
            monotonic=asyncio.get_running_loop().time(),
        )
        self.calls.add(call)
        return call

    async def _strike_before(self, request: web.Request, call: Call, fault: Fault) -> web.Response | None:
        if fault.kind is FaultKind.GATE:
            fault.reached.set()
            await fault.gate.wait()
        if not fault.comes_before:
            return None
        return self._strike(request, call, fault)

    async def _strike_after(self, request: web.Request, call: Call, fault: Fault) -> web.Response | None:
        if fault.kind is FaultKind.DELAY:
            await asyncio.sleep(fault.seconds)
        if fault.kind in (FaultKind.STATUS_AFTER, FaultKind.RESET_AFTER):
            return self._strike(request, call, fault)
        return None

    def _strike(self, request: web.Request, call: Call, fault: Fault) -> web.Response:
        if fault.kind in (FaultKind.RESET, FaultKind.RESET_AFTER):
            abort(request)
            return web.Response()
        if fault.kind is FaultKind.RATE_LIMIT:
            body, headers = rate_limit_answer(fault)
            call.status = 429
            return _answer(429, body, headers | ({"Via": "1.1 google"} if fault.via else {}))
        call.status = fault.status
        if isinstance(fault.body, str):
            return web.Response(status=fault.status, text=fault.body, content_type="text/html")
        body = fault.body or {"message": f"{fault.status}: made up by the test", "code": 0}
        return _answer(fault.status, body, {"Via": "1.1 google"})

    def _reply(
        self, call: Call, found: tuple[Route, dict[str, str]] | None, request: web.Request, broken: bool
    ) -> Reply:
        try:
            reply = self._handled(call, found, request, broken)
        except Refusal as refusal:
            reply = Reply(status=refusal.status, body=refusal.json())
            call.code = refusal.code
        except Exception as bug:
            told = "".join(traceback.format_exception(bug))
            self.validation.report("town", call.operation, [told], call.body)
            reply = Reply(status=501, body={"message": told, "code": 0})
        call.status, call.answer = reply.status, reply.body
        if found is not None:
            self.validation.answer(call.method, call.template, reply.status, reply.body)
        return reply

    def _handled(
        self, call: Call, found: tuple[Route, dict[str, str]] | None, request: web.Request, broken: bool
    ) -> Reply:
        if found is None:
            raise self._no_route(call)
        route, named = found
        if (
            not route.open_to_all
            and request.headers.get("Authorization") != f"Bot {self.world.application.token}"
        ):
            raise unauthorized()
        if broken:
            raise INVALID_JSON
        form = Form()
        form.longest("X-Audit-Log-Reason", call.reason, MOST_REASON)
        form.done()
        problems = self.validation.request(call.method, call.template, call.body)
        if problems:
            errors = {"_errors": [{"code": "BASE_TYPE_INVALID", "message": text} for text in problems]}
            raise Refusal(400, 50035, "Invalid Form Body", errors)
        ask = Ask(
            world=self.world,
            named=named,
            query=call.query,
            body=call.body if isinstance(call.body, dict) else {},
            items=call.body if isinstance(call.body, list) else [],
            uploads=call.uploads,
            reason=call.reason,
        )
        return route.handler(ask)

    def _no_route(self, call: Call) -> Refusal:
        template = self.validation.template_of(call.method, call.path)
        what = "is not built in this town" if template else "does not exist at Discord"
        self.validation.report("request", f"{call.method} {call.path}", [what], call.body)
        return Refusal(501, 0, f"{template} {what}") if template else NO_ROUTE


async def _read(request: web.Request) -> tuple[Body, list[Upload], bool]:
    """The JSON body, the files beside it, and whether it was broken."""
    if request.content_type.startswith("multipart/"):
        text, uploads = await _read_parts(request)
    else:
        text, uploads = (await request.read()).decode("utf-8", "replace"), []
    if not text:
        return None, uploads, False
    try:
        body: Body = json.loads(text)
    except ValueError:
        return None, uploads, True
    return body, uploads, not all(well_formed(one) for one in _texts(body))


async def _read_parts(request: web.Request) -> tuple[str, list[Upload]]:
    text, uploads = "", []
    parts = await request.multipart()
    async for part in parts:
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            text = await part.text()
        elif part.name is not None and part.name.startswith("files["):
            index, content = int(part.name[6:-1]), await part.read(decode=False)
            uploads.append(Upload(index=index, filename=part.filename or "file", content=bytes(content)))
    return text, uploads


def _texts(value: object) -> list[str]:
    """Every text within a JSON value."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in _texts(one)]


def _sent(reply: Reply, headers: dict[str, str]) -> web.Response:
    headers = headers | {"Via": "1.1 google"}
    if reply.body is None:
        return web.Response(status=reply.status, headers=headers)
    return _answer(reply.status, reply.body, headers)


def _answer(status: int, body: object, headers: dict[str, str]) -> web.Response:
    """Exactly `application/json`: with a charset beside it discord.py reads text."""
    return web.Response(
        status=status, body=encoded(body).encode(), content_type="application/json", headers=headers
    )
