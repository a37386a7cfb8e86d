"""Composition root: builds everything once, starts it in order, stops it in order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import structlog

from bot import onboarding
from bot.accounts import MEET
from bot.alarms import SET, Alarms
from bot.alerts import Alerts
from bot.buttons import Seal
from bot.changes import secrets_of
from bot.commands import Commands
from bot.committer import Committer
from bot.completion import Endpoint
from bot.composer import Composer, alarm_write
from bot.drafts import Drafts
from bot.forms import Forms
from bot.inbox import Inbox
from bot.intake import Intake
from bot.journal import Redactor
from bot.keys import derive
from bot.last_restore import LastRestore
from bot.outbox import FED, Outbox
from bot.outbox_rows import OutboxRows
from bot.people import People
from bot.pipeline import Pipeline
from bot.places import Places
from bot.platform import Platform
from bot.platforms import Platforms
from bot.present import community_of, put_in_force, retention_of
from bot.privacy import EVERY, NIGHT, PrivacyDesk, Rooms
from bot.restored_cards import Cards
from bot.roles import role_map
from bot.rooms import find_doors, rest
from bot.settings import Settings
from bot.storage.store import Store
from bot.supervisor import Supervisors
from bot.system import System
from bot.texts import Texts, load_texts
from bot.wiring import Handler, bind, build_services, find_functions, orders
from chat.decision import Alarm
from chat.ports import (
    Abilities,
    Chance,
    Clock,
    Community,
    Completion,
    Directory,
    Files,
    Handbook,
    Home,
    Ids,
    Outside,
    Privacy,
    Reader,
    Retention,
)

HANDLERS = (
    "handlers",
    "bot.onboarding",
    "bot.linking",
    "bot.troubles",
    "bot.restored",
    "bot.unserved",
    "bot.drill",
    "bot.privacy",
)
PATIENCE = 10.0

log = structlog.get_logger()


class App:
    """One running Steward over one store."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        secret: bytes,
        system: System,
        handlers: Sequence[str] = HANDLERS,
        home: Path | None = None,
    ) -> None:
        self.settings = settings
        self.store = store
        self.system = system
        self.platforms = Platforms()
        self.community = community = community_of(settings)
        clock, ids = system.clock, system.ids
        self.committer = Committer(store)
        self.inbox = Inbox(store, self.committer, clock)
        self.rows = OutboxRows(store, clock)
        self.places = Places(store, settings.community.language, settings.support.home or None)
        self.seal = Seal(derive(secret, "buttons"))
        self.people = People(
            store=store,
            clock=clock,
            community=community,
            places=self.places,
            secret=derive(secret, "people"),
            owners=settings.community.owners,
            role_map=role_map(settings),
        )
        self.people.adapters = self.platforms.by_name
        self.texts = Texts(load_texts(), community.zone, clock)
        self._erasure_key = derive(secret, "erasures")
        self.last_restore = LastRestore(store, clock)
        self.claim_code = onboarding.ClaimCode()
        self.services = self._services(community, Home(folder=home))
        functions = [function for package in handlers for function in find_functions(package)]
        self.commands = Commands(orders(functions))
        self.services[Handbook] = self.commands
        self.handlers: Sequence[Handler] = bind(functions, self.services)
        self.forms = Forms(
            store=store,
            rows=self.rows,
            inbox=self.inbox,
            texts=self.texts,
            clock=clock,
            native=self.platforms.capabilities,
            accounts=self.people.identities,
        )
        intake = Intake(
            store=store,
            people=self.people,
            places=self.places,
            seal=self.seal,
            forms=self.forms,
            commands=self.commands,
            clock=clock,
            ids=ids,
        )
        composer = Composer(
            texts=self.texts,
            people=self.people,
            places=self.places,
            seal=self.seal,
            rows=self.rows,
            forms=self.forms,
            drafts=Drafts(store, clock),
            clock=clock,
            ids=ids,
        )
        self.pipeline = Pipeline(
            store=store,
            committer=self.committer,
            inbox=self.inbox,
            intake=intake,
            composer=composer,
            commands=self.commands,
            handlers=self.handlers,
            clock=clock,
            last_restore=self.last_restore,
            clean=self._clean,
        )
        self.outbox = Outbox(
            store=store,
            committer=self.committer,
            inbox=self.inbox,
            rows=self.rows,
            clock=clock,
            owner=ids.new(),
        )
        self.alarms = Alarms(store=store, committer=self.committer, inbox=self.inbox, clock=clock)
        self.inbox.handle = self.pipeline.handle
        self.pipeline.tell(FED, self.outbox.feed)
        self.pipeline.tell((SET,), self.alarms.committed)
        self.pipeline.tell((MEET,), self.people.accounts.committed)
        self.alerts = Alerts(inbox=self.inbox, committer=self.committer, clock=clock, ids=ids)
        self.supervisors = Supervisors(self.inbox.append, clock, self.alerts)
        self._begun = False

    def _clean(self, trouble: str) -> str:
        """What went wrong, without the secrets that are set now: libraries quote addresses."""
        return Redactor(secrets_of(self.settings)).clean(trouble)

    def _services(self, community: Community, home: Home) -> dict[type, object]:
        """Every service by type: ports, rooms' settings, then the rooms themselves by their signatures."""
        settings = self.settings
        ports: dict[type, object] = {
            Clock: self.system.clock,
            Chance: self.system.chance,
            Ids: self.system.ids,
            Outside: self.system.outside,
            Reader: self.store,
            Directory: self.people,
            Abilities: self.platforms,
            Files: self.platforms,
            Platforms: self.platforms,
            Community: community,
            Completion: Endpoint(settings.faq),
            Home: home,
            Places: self.places,
            People: self.people,
            Inbox: self.inbox,
            LastRestore: self.last_restore,
            onboarding.ClaimCode: self.claim_code,
            Settings: settings,
            Retention: retention_of(settings),
        }
        for name in type(settings).model_fields:
            section = getattr(settings, name)
            ports[type(section)] = section
        doors = find_doors()
        services = build_services([*doors, Cards], ports)
        rooms = Rooms([services[door] for door in doors])
        self.privacy = PrivacyDesk(
            store=self.store,
            people=self.people,
            rooms=rooms,
            ids=self.system.ids,
            clock=self.system.clock,
            secret=self._erasure_key,
        )
        return {**services, Rooms: rooms, Privacy: self.privacy}

    def serve(self, platform: Platform) -> None:
        """Add a platform: its actions are sent, its payloads read, its updates received once started."""
        self.platforms.by_name[platform.name] = platform
        self.pipeline.decoders[platform.name] = platform.decode
        self.outbox.serve(platform)
        self.supervisors.serve(platform)

    async def begin(self) -> None:
        """Be able to store things; done by `start`, or before it when a platform needs its own rows first."""
        if not self._begun:
            self._begun = True
            self.committer.start()
            await self.inbox.open()
            await self.rows.open()
            await self.places.refresh()
            await self.last_restore.open()

    async def start(self, *, ticks: bool = True) -> None:
        """Recover what an earlier process left, then receive. Without `ticks` alarms ring only by `alarms.tick()`."""
        await self.begin()
        await self._set_nightly()
        recovered = await self.inbox.recover()
        await self.outbox.start()
        if ticks:
            await self.alarms.start()
        self.supervisors.start()
        log.info("steward.started", recovered=recovered, platforms=sorted(self.platforms.by_name))

    async def _set_nightly(self) -> None:
        """Forgetting happens every day from the first start on."""
        if await self.store.row("alarm.one", k=NIGHT, s="daily") is None:
            nightly = Alarm(kind=NIGHT, subject="daily", at=self.system.clock.now() + EVERY)
            await self.committer.commit([alarm_write(nightly, self.system.clock.now() + EVERY)])

    async def settle(self) -> None:
        """Wait until nothing is queued in or out that may move now."""
        while True:
            await self.inbox.settle()
            await self.outbox.settle()
            if not self.inbox.depth and self.outbox.is_idle:
                return

    async def stop(self, patience: float = PATIENCE) -> None:
        """Stop receiving, finish lanes and running sends within `patience` seconds, close."""
        await self.supervisors.stop()
        self.alarms.stop()
        await self.inbox.stop(patience / 2)
        await self.outbox.stop(patience / 2)
        for platform in self.platforms.by_name.values():
            await platform.close()
        await rest(self.services.values())
        await self.committer.stop()
        await self.store.close()
        log.info("steward.stopped")

    async def abandon(self) -> None:
        """Drop everything at once, as a crash would: nothing is finished, only connections are closed."""
        await self.supervisors.stop()
        self.alarms.stop()
        await self.inbox.stop(0)
        await self.outbox.stop(0)
        await rest(self.services.values())
        await self.committer.kill()
        await self.store.close()

    def apply(self, settings: Settings) -> None:
        """Put changed settings in force; those that are read at the start alone wait for the next one."""
        put_in_force(self.services.values(), settings)
        self.people.owners = frozenset(settings.community.owners)
        self.people.role_map = role_map(settings)
        self.places.language = settings.community.language
        self.places.home_platform = settings.support.home or None
        self.settings = settings

    async def has_no_owner(self) -> bool:
        """Whether nobody owns this installation yet."""
        given = [row for row in await self.store.rows("role.all") if row["role"] == "owner"]
        return not self.settings.community.owners and not given
