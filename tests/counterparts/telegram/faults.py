"""Failures on demand: what the next request of a kind meets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from tests.counterparts.telegram.refusals import Refused, flood, forbidden
from tests.counterparts.telegram.wire import Params


class Fault(StrEnum):
    FLOOD = "flood"  # 429 with retry_after
    FORBIDDEN = "forbidden"  # 403 with a description
    BAD_REQUEST = "bad_request"  # 400 with a description
    SERVER_ERROR = "server_error"  # 5xx; `after=True` lets the effect happen first
    RESET_BEFORE = "reset_before"  # the connection dies, nothing happened
    RESET_AFTER = "reset_after"  # it happened, the connection dies before the answer
    DELAY = "delay"  # the answer comes `seconds` late, the effect at once
    HOLD = "hold"  # no answer until `release()`; the effect at once, with `after=False` only then
    GARBAGE = "garbage"  # it happened, the answer is not JSON


@dataclass(slots=True, kw_only=True, eq=False)
class Planned:
    """One planned fault; `met` counts how often it struck."""

    method: str
    kind: Fault
    times: int = 1
    retry_after: int = 1
    status: int = 502
    description: str = ""
    seconds: float = 0.0
    after: bool = True
    matching: Callable[[Params], bool] | None = None
    met: int = 0
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    def fits(self, method: str, params: Params) -> bool:
        named = self.method in ("*", method.lower())
        return named and self.met < self.times and (self.matching is None or self.matching(params))

    @property
    def refusal(self) -> Refused | None:
        """The error that is answered instead of doing anything."""
        match self.kind:
            case Fault.FLOOD:
                return flood(self.retry_after)
            case Fault.FORBIDDEN:
                return forbidden(self.description or "bot was blocked by the user")
            case Fault.BAD_REQUEST:
                return Refused(400, f"Bad Request: {self.description or 'chat not found'}")
            case _:
                return None

    @property
    def acts(self) -> bool:
        """The request has its effect although the bot is not told so properly."""
        if self.kind in (Fault.SERVER_ERROR, Fault.HOLD):
            return self.after
        return self.kind in (Fault.RESET_AFTER, Fault.DELAY, Fault.GARBAGE)

    def release(self) -> None:
        self._released.set()

    async def released(self) -> None:
        await self._released.wait()


class Faults:
    """A list of planned faults; the first that fits a request strikes."""

    def __init__(self) -> None:
        self._planned: list[Planned] = []

    def next(
        self,
        method: str,
        kind: Fault | str,
        *,
        times: int = 1,
        retry_after: int = 1,
        status: int = 502,
        description: str = "",
        seconds: float = 0.0,
        after: bool | None = None,
        matching: Callable[[Params], bool] | None = None,
    ) -> Planned:
        """`method` may be `*`; a 5xx means that nothing was done unless `after` says otherwise."""
        fault = Fault(kind)
        planned = Planned(
            method=method.lower(),
            kind=fault,
            times=times,
            retry_after=retry_after,
            status=status,
            description=description,
            seconds=seconds,
            after=after if after is not None else fault is Fault.HOLD,
            matching=matching,
        )
        self._planned.append(planned)
        return planned

    def strike(self, method: str, params: Params) -> Planned | None:
        for planned in self._planned:
            if planned.fits(method, params):
                planned.met += 1
                return planned
        return None

    def clear(self) -> None:
        for planned in self._planned:
            planned.release()
        self._planned.clear()

    @property
    def waiting(self) -> list[Planned]:
        """Faults that have not struck as often as planned."""
        return [planned for planned in self._planned if planned.met < planned.times]
