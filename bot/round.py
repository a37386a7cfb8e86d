"""One event's way through the handlers: what each has answered so far."""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass, field

from bot.wiring import Handler
from chat.decision import Decision
from chat.handler import Stage

_NOTHING = Decision(reason="")


@dataclass(slots=True)
class Said:
    """What one handler answered to an event, for `explain`."""

    handler: str
    stage: Stage
    decision: Decision | None
    skipped: str = ""
    error: str = ""


@dataclass(slots=True)
class Round:
    """The handlers' answers to one event so far, Intake's first; `said` holds errors alone unless it `explains`."""

    decided: list[tuple[str, Decision]]
    explains: bool = False
    said: list[Said] = field(default_factory=list)
    final: bool = False
    spoken: bool = False

    def hears(self, handler: Handler, decision: Decision | None) -> None:
        """A handler has answered."""
        if self.explains:
            self.said.append(Said(handler.name, handler.stage, decision))
        if decision is not None:
            self.decided.append((handler.name, decision))
            self.final = self.final or (decision.final and handler.stage is not Stage.OBSERVE)
            self.spoken = self.spoken or (handler.stage is Stage.ANSWER and decision.speaks)

    def skips(self, handler: Handler, why: str) -> None:
        """A handler was not asked."""
        if self.explains:
            self.said.append(Said(handler.name, handler.stage, None, why))

    def fails(self, handler: Handler, trouble: str) -> None:
        """A handler raised what is no answer."""
        self.said.append(Said(handler.name, handler.stage, None, "", trouble))

    def sum(self) -> Decision:
        """All decisions merged."""
        if not self.decided:
            return _NOTHING
        return functools.reduce(operator.add, (decision for _, decision in self.decided), _NOTHING)
