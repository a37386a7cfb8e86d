"""Keeps platforms running: one that refuses is reported and tried again with back-off; the others are unharmed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta

import structlog

from bot.alerts import Alerts
from bot.platform import Platform, PlatformRefused, Receive
from chat.ports import Clock

FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0

log = structlog.get_logger()


class Supervisor:
    """Runs one platform; `trouble` is "" while it is well, else the code of what is wrong."""

    def __init__(
        self,
        platform: Platform,
        receive: Receive,
        clock: Clock,
        refused: Callable[[str, str], Awaitable[None]],
    ) -> None:
        self.platform = platform
        self.trouble = ""
        self.since: datetime | None = None
        self._receive = receive
        self._clock = clock
        self._refused = refused
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._keep_running(), name=f"platform-{self.platform.name}")

    async def stop(self) -> None:
        """Stop receiving."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @property
    def is_ready(self) -> bool:
        """Whether the platform is connected and nothing is wrong."""
        return not self.trouble and self.platform.is_ready

    async def _keep_running(self) -> None:
        wait = FIRST_WAIT
        while True:
            started = self._clock.now()
            try:
                await self.platform.run(self._note)
                code = "ended"
            except PlatformRefused as refused:
                code = refused.code
                log.error("platform.refused", platform=self.platform.name, why=str(refused))
            except Exception as error:
                code = f"error.{type(error).__name__}"
                log.exception("platform.broken", platform=self.platform.name)
            if self._clock.now() - started > timedelta(minutes=5):
                wait = FIRST_WAIT
            if code != self.trouble:
                self.trouble, self.since = code, self._clock.now()
                await self._refused(self.platform.name, code)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _note(self, deliveries: object) -> int:
        self.trouble = ""
        return await self._receive(deliveries)  # type: ignore[arg-type]


class Supervisors:
    """One supervisor for each platform that is served, by its name."""

    def __init__(self, receive: Receive, clock: Clock, alerts: Alerts) -> None:
        self._receive = receive
        self._clock = clock
        self._alerts = alerts
        self._by_name: dict[str, Supervisor] = {}

    def __getitem__(self, name: str) -> Supervisor:
        return self._by_name[name]

    def __iter__(self) -> Iterator[Supervisor]:
        return iter(self._by_name.values())

    def serve(self, platform: Platform) -> None:
        """Keep this platform running, too, once started."""
        self._by_name[platform.name] = Supervisor(platform, self._receive, self._clock, self._refused)

    def start(self) -> None:
        """Begin to receive."""
        for supervisor in self:
            supervisor.start()

    async def stop(self) -> None:
        """Stop receiving."""
        for supervisor in self:
            await supervisor.stop()

    async def _refused(self, platform: str, code: str) -> None:
        await self._alerts.say("platform_refused", f"{platform}: {code}")
