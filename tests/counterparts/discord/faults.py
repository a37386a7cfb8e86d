"""Faults on demand: rate limits, server errors, torn lines, delays and gates, planned for coming requests."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import dataclass, field
from enum import Enum
from math import ceil

from aiohttp import web

from tests.counterparts.discord.shapes import Json


class FaultKind(Enum):
    """What goes wrong, and whether the request still takes effect."""

    RATE_LIMIT = "rate limit"
    STATUS = "status instead of the effect"
    STATUS_AFTER = "effect, then a status instead of the answer"
    RESET = "line torn before the effect"
    RESET_AFTER = "line torn after the effect"
    DELAY = "answer after some seconds"
    GATE = "request waits until the gate opens"


@dataclass(slots=True, kw_only=True, eq=False)
class Fault:
    """One planned fault."""

    kind: FaultKind
    retry_after: float = 0.0
    scope: str = "user"
    via: bool = True
    status: int = 500
    body: Json | str | None = None
    seconds: float = 0.0
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    def open(self) -> None:
        """Opens the gate."""
        self.gate.set()

    @property
    def comes_before(self) -> bool:
        """Whether the request has no effect."""
        return self.kind in (FaultKind.RATE_LIMIT, FaultKind.STATUS, FaultKind.RESET)


def rate_limited(retry_after: float, *, scope: str = "user", via: bool = True) -> Fault:
    """429; scope is user, shared or global; without `via` it looks like a ban by Cloudflare."""
    return Fault(kind=FaultKind.RATE_LIMIT, retry_after=retry_after, scope=scope, via=via)


def status(code: int, *, after: bool = False, body: Json | str | None = None) -> Fault:
    """An HTTP error, before or after the effect; the body is JSON or, like a proxy's, text."""
    kind = FaultKind.STATUS_AFTER if after else FaultKind.STATUS
    return Fault(kind=kind, status=code, body=body)


def reset(*, after: bool = False) -> Fault:
    """A torn line, before or after the effect."""
    return Fault(kind=FaultKind.RESET_AFTER if after else FaultKind.RESET)


def delay(seconds: float) -> Fault:
    """The effect at once, the answer later, in real seconds."""
    return Fault(kind=FaultKind.DELAY, seconds=seconds)


def gate() -> Fault:
    """The request waits, without effect, until `.open()`; `.reached` tells that it has come."""
    return Fault(kind=FaultKind.GATE)


@dataclass(slots=True, kw_only=True, eq=False)
class Plan:
    """When a fault strikes."""

    method: str | None
    path: str | None
    fault: Fault
    times: int
    skip: int

    def matches(self, method: str, template: str, path: str) -> bool:
        """Whether a request is meant; None means any."""
        return self.method in (None, method) and self.path in (None, template, path)


class Faults:
    """The plans of a test, taken in order."""

    def __init__(self) -> None:
        self._plans: list[Plan] = []

    def next(
        self, method: str | None, path: str | None, fault: Fault, *, times: int = 1, skip: int = 0
    ) -> Fault:
        """Plans a fault for the next requests of a method and path (a template or a real one; None = any)."""
        self._plans.append(Plan(method=method, path=path, fault=fault, times=times, skip=skip))
        return fault

    @property
    def pending(self) -> int:
        """How many strikes are still to come."""
        return sum(plan.times for plan in self._plans)

    def clear(self) -> None:
        """Forgets all plans."""
        self._plans.clear()

    def take(self, method: str, template: str, path: str) -> Fault | None:
        """The fault for this request, if one is planned."""
        for plan in self._plans:
            if not plan.matches(method, template, path):
                continue
            if plan.skip:
                plan.skip -= 1
                continue
            plan.times -= 1
            if not plan.times:
                self._plans.remove(plan)
            return plan.fault
        return None


def abort(request: web.BaseRequest) -> None:
    """Tears the line so that the other side sees a reset, not an end."""
    transport = request.transport
    if transport is None:
        return
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def rate_limit_answer(fault: Fault) -> tuple[Json, dict[str, str]]:
    """Body and headers of a 429."""
    body: Json = {
        "message": "You are being rate limited.",
        "retry_after": fault.retry_after,
        "global": fault.scope == "global",
        "code": 0,
    }
    headers = {
        "Retry-After": str(ceil(fault.retry_after)),
        "X-RateLimit-Scope": fault.scope,
        "X-RateLimit-Reset-After": f"{fault.retry_after:.3f}",
    }
    if fault.scope == "global":
        headers["X-RateLimit-Global"] = "true"
    else:
        headers |= {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0"}
    return body, headers
