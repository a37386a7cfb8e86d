"""One HTTP request from arrival to answer: faults, validation, the method, the record."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from aiohttp import web

from tests.counterparts.telegram.calls import Call, Outcome
from tests.counterparts.telegram.faults import Fault, Planned
from tests.counterparts.telegram.refusals import Refused, bad_request, no_such_method, unauthorized
from tests.counterparts.telegram.updates import Entry
from tests.counterparts.telegram.wire import Json, Params, ok, read

if TYPE_CHECKING:
    from tests.counterparts.telegram.town import Town


class Desk:
    """Where requests arrive. An effect happens at once and whole, whatever becomes of the connection."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._count = 0
        self.deliveries: dict[int, float] = {}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            params = await read(request)
        except ValueError as error:
            return self._refuse_body(method, error)
        call = self._record(method, params)
        try:
            fault = self._town.faults.strike(call.method, params)
            if fault is not None:
                return await self._fail(request, call, params, fault)
            return await self._answer(request, call, params)
        finally:
            self._town.calls.finish(call)

    def _refuse_body(self, method: str, error: ValueError) -> web.Response:
        self._town.violate("request", method, f"unreadable body: {error}")
        call = self._record(method, Params({}))
        response = self._refuse(call, bad_request("can't parse the request"), Outcome.INVALID)
        self._town.calls.finish(call)
        return response

    def refuse_token(self, request: web.Request) -> web.StreamResponse:
        call = self._record(request.match_info["method"], Params({}))
        response = self._refuse(call, unauthorized())
        self._town.calls.finish(call)
        return response

    async def _answer(self, request: web.Request, call: Call, params: Params) -> web.Response:
        try:
            if call.method.lower() == "getupdates":
                return await self._poll(request, call, params)
            return self._perform(call, params)
        except Refused as refusal:
            return self._refuse(call, refusal)

    def _record(self, method: str, params: Params) -> Call:
        self._count += 1
        loop = asyncio.get_running_loop()
        call = Call(
            number=self._count,
            method=method,
            params=params.plain(),
            files=params.files,
            at=self._town.clock(),
            arrived=loop.time(),
        )
        self._town.calls.add(call)
        return call

    def _perform(self, call: Call, params: Params) -> web.Response:
        self._check(call, params)
        result = self._town.perform(call.method, params)
        validation = self._town.validation
        if validation is not None and (problem := validation.result(call.method, result)):
            self._town.violate("result", call.method, problem)
        call.took_effect, call.result = True, result
        self._town.changed()
        return _answer(ok(result), 200)

    def _check(self, call: Call, params: Params) -> None:
        validation = self._town.validation
        if validation is None:
            return
        if not validation.knows(call.method):
            raise no_such_method()
        problem = validation.request(call.method, params)
        if problem is not None:
            self._town.violate("request", call.method, problem)
            call.outcome = Outcome.INVALID
            raise bad_request(problem)

    async def _poll(self, request: web.Request, call: Call, params: Params) -> web.Response:
        self._check(call, params)
        entries = await self._town.polling.poll(params, lambda: _hung_up(request))
        call.took_effect, call.result = True, [entry.id for entry in entries]
        self._note(entries)
        body = b'{"ok":true,"result":[' + b",".join(entry.body for entry in entries) + b"]}"
        return web.Response(body=body, content_type="application/json")

    def _note(self, entries: list[Entry]) -> None:
        if len(self.deliveries) > 200_000:
            self.deliveries.clear()
        now = asyncio.get_running_loop().time()
        self.deliveries.update((entry.id, now) for entry in entries)

    def _refuse(self, call: Call, refusal: Refused, outcome: Outcome = Outcome.REFUSED) -> web.Response:
        if call.outcome is Outcome.INVALID:
            outcome = Outcome.INVALID
        elif (
            refusal.code == 404
            and self._town.validation is not None
            and self._town.validation.knows(call.method)
        ):
            self._town.violate("counterpart", call.method, "is not implemented here")
        call.outcome, call.status, call.description = outcome, refusal.code, refusal.description
        self._town.changed()
        body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
        if refusal.parameters:
            body["parameters"] = refusal.parameters
        return _answer(body, refusal.code)

    async def _fail(
        self, request: web.Request, call: Call, params: Params, fault: Planned
    ) -> web.StreamResponse:
        """The effect happens when the fault says so; the answer is the fault's."""
        if fault.refusal is not None:
            return self._refuse(call, fault.refusal, Outcome.FAULT)
        if fault.kind is Fault.HOLD and not fault.acts:
            await fault.released()
            return await self._answer(request, call, params)
        answered = await self._answer(request, call, params) if fault.acts else _answer(ok(None), 200)
        call.outcome = Outcome.FAULT
        match fault.kind:
            case Fault.RESET_BEFORE | Fault.RESET_AFTER:
                return _reset(request)
            case Fault.SERVER_ERROR:
                return self._refuse(call, Refused(fault.status, _server_error(fault)), Outcome.FAULT)
            case Fault.GARBAGE:
                return web.Response(text="<html>not JSON", content_type="text/html")
            case Fault.HOLD:
                await fault.released()
            case _:
                await asyncio.sleep(fault.seconds)
        return answered


def _server_error(fault: Planned) -> str:
    return fault.description or {500: "Internal Server Error", 502: "Bad Gateway"}.get(
        fault.status, "Server Error"
    )


def _answer(body: Json, status: int) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json")


def _hung_up(request: web.Request) -> bool:
    return request.transport is None or request.transport.is_closing()


def _reset(request: web.Request) -> web.Response:
    """The socket is cut at once: no answer leaves."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
