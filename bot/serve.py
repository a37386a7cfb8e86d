"""The life of `steward run`: which platforms, which store, start, reload, stop."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import structlog

from bot.adapters.drill.connect import Stage
from bot.adapters.outside.connect import Deliveries
from bot.app import App
from bot.attach import attach_real
from bot.config_file import BadSettings, load_settings
from bot.feed import Feeds
from bot.journal import set_up_logs
from bot.keys import read_secret
from bot.places import Place
from bot.settings import Settings
from bot.storage.lock import StoreLock
from bot.storage.migrations import migrate
from bot.storage.store import Store, open_store
from bot.system import System

REHEARSAL = "sqlite:///data/rehearsal.db"
PATIENCE = 10.0
LOOK_EVERY = 2_000
"""Milliseconds after which the configuration file is read even when nothing told of a change."""

log = structlog.get_logger()


class CannotStart(Exception):
    """Why `steward run` refuses; the message is for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be run."""

    settings: Settings
    path: Path | None
    local: bool
    sample: bool
    platforms: tuple[str, ...]
    source: str = field(default="", repr=False)
    """The configuration file's text, which may hold tokens: no log and no error shows it."""

    @property
    def base(self) -> Path:
        """The folder that relative paths are relative to."""
        return self.path.resolve().parent if self.path else Path.cwd()


def make_plan(
    path: Path | None, *, empty: bool, rehearse: bool, environment: Mapping[str, str] = os.environ
) -> Plan:
    """Decide what runs. Raises BadSettings, or CannotStart for a combination that is refused."""
    settings = load_settings(path, environment)
    real = tuple(name for name in ("telegram", "discord") if has_token(settings, name))
    wanted = settings.platforms.local.enabled
    local = wanted if wanted is not None else not real
    if not local and not real:
        raise CannotStart("no platform is configured: set a token, or platforms.local.enabled = true")
    if local and real and not rehearse:
        raise CannotStart(
            "the local rehearsal platform does not run beside a real one; use --rehearse to allow it"
        )
    if local and not _is_loopback(settings.web.host):
        raise CannotStart(
            f"the local rehearsal platform needs a loopback address, not web.host = {settings.web.host}"
        )
    if local and not real:
        own = settings.store.model_copy(update={"url": REHEARSAL})
        if "url" not in settings.store.model_fields_set:
            settings = settings.model_copy(update={"store": own})
    return Plan(
        settings=settings,
        path=path,
        local=local,
        sample=local and not real and not empty,
        platforms=real,
        source=(_text_of(path) or "") if path else "",
    )


def has_token(settings: Settings, platform: str) -> bool:
    """Whether that platform is configured."""
    section = getattr(settings.platforms, platform)
    return section is not None and bool(section.token.get_secret_value())


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def secrets_of(settings: Settings) -> list[str]:
    """Every secret that the configuration holds, for the log's redactor."""
    found = []
    for name in ("telegram", "discord"):
        section = getattr(settings.platforms, name)
        for key in ("token", "webhook_secret"):
            value = getattr(section, key, None)
            if value is not None and value.get_secret_value():
                found.append(value.get_secret_value())
    hooks = settings.support.hooks
    found += [one.get_secret_value() for one in (*hooks.addresses, *settings.feedback.notices, hooks.secret)]
    return [one for one in found if one]


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
        self.store = await open_store(plan.settings.store.url, plan.base)
        self._lock = StoreLock(self.store.url, self._lost)
        await self._lock.take()
        if await migrate(self.store):
            log.info("store.migrated")
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
        settings = self.plan.settings.platforms
        if self.plan.local:
            from bot.adapters.local.connect import Local
            from bot.adapters.local.pages import make_routes
            from bot.adapters.local.town import GARDEN, STAFF, Town

            town = Town(self.store, self.app.committer, self.system.clock)
            await self.app.begin()
            await town.open()
            local = Local(town=town, inbox=self.app.inbox, clock=self.system.clock, ids=self.system.ids)
            self.app.serve(local)
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
        for attached in attach_real(self.plan.platforms, settings, self.app):
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
        """Put changed settings in force without a restart; what only a restart can change is named in the log."""
        old = self.plan.settings
        needs_restart = [
            name for name in ("store", "web", "platforms") if getattr(old, name) != getattr(settings, name)
        ]
        self.app.apply(settings)
        await self.feeds.refresh()
        self.plan = replace(self.plan, settings=settings)
        log.info("config.applied", needs_restart=needs_restart)


async def serve(plan: Plan, say: Callable[[str], None]) -> int:
    """Run until a signal; returns the exit code."""
    settings = plan.settings
    set_up_logs(settings.log.level, settings.log.format, secrets_of(settings))
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopping.set)
    service = Service(plan, lost=stopping.set)
    await service.start()
    if plan.local:
        say(service.url)
    if await service.app.has_no_owner() and plan.platforms:
        code = service.app.claim_code.issue(service.system.chance, service.system.clock.now())
        say(f"/claim {code}")
    watching = asyncio.create_task(_watch(service)) if plan.path else None
    await stopping.wait()
    if watching is not None:
        watching.cancel()
    await service.stop()
    return 0


def _text_of(path: Path) -> str | None:
    """A file's text; None while it is gone or half written."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


async def _watch(service: Service) -> None:
    """Apply a changed file, or refuse it as a whole, keep the old one and tell the manager.

    Editors replace files, which ends a watch, and a change may come before the watch does: the text decides.
    """
    from watchfiles import awatch

    path = service.plan.path
    assert path is not None
    seen = service.plan.source
    async for _ in awatch(path, step=200, yield_on_timeout=True, rust_timeout=LOOK_EVERY):
        source = await asyncio.to_thread(_text_of, path)
        if source is None or source == seen:
            continue
        seen = source
        try:
            settings = load_settings(path)
            set_up_logs(settings.log.level, settings.log.format, secrets_of(settings))
            await service.apply(settings)
        except BadSettings as bad:
            log.error("config.refused", why=str(bad))
            await service.app.alerts.say("config_bad", str(bad))
