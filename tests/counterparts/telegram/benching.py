"""The server as a bench uses it: unchecked, forgetful, with a control API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from aiohttp import web

from tests.counterparts.telegram import control
from tests.counterparts.telegram.calls import Calls
from tests.counterparts.telegram.clock import system_clock
from tests.counterparts.telegram.server import TelegramServer


class BenchServer(TelegramServer):
    """Real time, no validation, the last 1,000 calls kept, unknown chats open to the bot."""

    def __init__(self, **town: Any) -> None:
        settings: dict[str, Any] = {
            "clock": system_clock,
            "validate": False,
            "keep_calls": False,
            "open_doors": True,
        }
        super().__init__(**(settings | town))

    def routes(self) -> Iterable[web.RouteDef]:
        return (*super().routes(), *control.routes(self))

    @property
    def deliveries(self) -> Mapping[int, float]:
        return self._desk.deliveries

    def start_over(self) -> None:
        """Counts, calls and waiting updates are forgotten; chats and people stay."""
        self.updates.clear()
        self.updates.acknowledged = 0
        self.calls = Calls(keep=False)
        self._desk.deliveries.clear()
        self.violations.clear()
