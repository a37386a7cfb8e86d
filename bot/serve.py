"""The life of `steward run`: which platforms, which store, start, reload, stop."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from dataclasses import replace

import structlog

from bot.adapters.drill.connect import Stage
from bot.adapters.outside.connect import Deliveries
from bot.app import App
from bot.attach import attach_real
from bot.changes import secrets_of
from bot.complaint import Complaint
from bot.feed import Feeds
from bot.garbage import look_less
from bot.journal import set_up_logs
from bot.keys import read_secret
from bot.places import Place
from bot.plan import CannotStart, Plan
from bot.reload import watch
from bot.settings import Settings
from bot.storage.backup import is_whole
from bot.storage.lock import StoreLock
from bot.storage.migrations import migrate
from bot.storage.store import Store, open_store
from bot.system import System
from chat.text import Text

PATIENCE = 10.0

log = structlog.get_logger()


class Service:
    """One running installation: store, app, platforms, web."""

    def __init__(
        self,
        plan: Plan,
        system: System | None = None,
        *,
        quiet: bool = False,
        lost: Callable[[], None] = lambda: None,
    ) -> None:
        self.plan = plan
        self.started = plan.settings
        self._lost = lost
        self.system = system or System()
        self._quiet = quiet
        self.app: App
        self.store: Store
        self.feeds: Feeds
        self.url = ""
        self._lock: StoreLock
        self._closers: list[Callable[[], object]] = []
        self._refreshing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Lock, migrate, build, connect. Raises StoreTaken, PortTaken, CannotStart."""
        plan = self.plan
        await self._open_store()
        self.app = App(
            plan.settings,
            self.store,
            await read_secret(self.store, self.system.chance),
            self.system,
            home=plan.base,
        )
        routes = await self._serve_platforms()
        await self._start_web(routes)
        self.feeds = Feeds(self.app, plan.base)
        await self.feeds.refresh()
        await self.app.start()
        self._refreshing = asyncio.create_task(self.feeds.keep_fresh(), name="calendar feeds")
        if plan.local:
            await self._settle_sample()

    async def _open_store(self) -> None:
        """Hold the store and bring it to this version; where that cannot be, let go of it again."""
        self.store = await open_store(self.plan.settings.store.url, self.plan.base)
        self._lock = StoreLock(self.store.url, self._lost)
        try:
            await self._lock.take()
            if await migrate(self.store):
                log.info("store.migrated")
            if not await is_whole(self.store):
                raise CannotStart(Text("bot.cli.no.whole_restore"))
        except Complaint:
            await self.store.close()
            await self._lock.release()
            raise

    async def _settle_sample(self) -> None:
        from bot.adapters.local.connect import Local
        from bot.adapters.local.sample import settle_residents, settle_sample

        local = self.app.platforms.by_name["local"]
        assert isinstance(local, Local)
        self._closers.append(local.town.close)
        await settle_residents(local)
        if self.plan.sample:
            await settle_sample(self.app, local)

    async def _serve_platforms(self) -> list[object]:
        """Attach every platform; an SDK is imported only when its platform is configured."""
        routes: list[object] = []
        places: list[Place] = []
        if self.plan.local:
            from bot.adapters.local.connect import Local
            from bot.adapters.local.pages import make_routes
            from bot.adapters.local.town import GARDEN, STAFF, Town
            from bot.adapters.local.traces import FORGETS, forgetting

            town = Town(self.store, self.app.committer, self.system.clock)
            await self.app.begin()
            await town.open()
            local = Local(town=town, inbox=self.app.inbox, clock=self.system.clock, ids=self.system.ids)
            self.app.serve(local)
            self.app.pipeline.tell(FORGETS, forgetting(town))
            places += [
                Place(space=GARDEN, title="Garden 花园", language="both"),
                Place(space=STAFF, title="Staff 工作人员", language="both"),
            ]
            routes += make_routes(self.app, local)
        app = self.app
        app.serve(
            Deliveries(lambda: app.settings.support.hooks, lambda: app.settings.feedback, self.system.clock)
        )
        self.app.serve(Stage())
        for attached in attach_real(self.plan.platforms, self.plan.settings, self.app):
            self.app.serve(attached.platform)
            routes += attached.routes
            places += attached.places
        self.app.places.configure(places)
        return routes

    async def _start_web(self, routes: list[object]) -> None:
        from bot.metrics import Metrics
        from bot.web import WebServer, make_web

        may_move = self.plan.path is None
        web = WebServer(
            make_web(self.app, Metrics(self.app), routes), self.plan.settings.web, may_move=may_move
        )
        await web.start()
        self._closers.append(web.stop)
        self.url = web.url

    async def stop(self) -> None:
        """Stop receiving, finish what runs within ten seconds, close, let go of the store."""
        if self._refreshing is not None:
            self._refreshing.cancel()
        for close in reversed(self._closers):
            result = close()
            if asyncio.iscoroutine(result):
                await result
        await self.app.stop(PATIENCE)
        await self._lock.release()

    async def apply(self, settings: Settings) -> None:
        """Put changed settings in force; those that are read at the start alone wait for the next one."""
        self.app.apply(settings)
        await self.feeds.refresh()
        self.plan = replace(self.plan, settings=settings)

    async def tell(self, code: str, detail: str) -> None:
        """Let the staff know."""
        await self.app.alerts.say(code, detail)


def _has_terminal() -> bool:
    """Whether somebody's window is closed when SIGHUP comes; to a service it says to read its configuration."""
    return sys.stdin is not None and sys.stdin.isatty()


def _stays() -> None:
    log.info("hangup.ignored", why="the configuration is watched as it is")


async def serve(plan: Plan, say: Callable[[str], None]) -> int:
    """Run until a signal; returns the exit code."""
    settings = plan.settings
    set_up_logs(settings.log.level, settings.log.format, secrets_of(settings))
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopping.set)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:  # nohup has it ignored
        loop.add_signal_handler(signal.SIGHUP, stopping.set if _has_terminal() else _stays)
    service = Service(plan, lost=stopping.set)
    await service.start()
    look_less()
    if plan.local:
        say(service.url)
    if await service.app.has_no_owner() and plan.platforms:
        code = service.app.claim_code.issue(service.system.chance, service.system.clock.now())
        say(f"/claim {code}")
    watching = asyncio.create_task(watch(service, plan.path)) if plan.path else None
    await stopping.wait()
    if watching is not None:
        watching.cancel()
    await service.stop()
    return 0
