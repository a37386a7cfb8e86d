"""Tickets as tests make them, and a town on the local platform whose staff space can be made worse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.adapters.local.connect import Local
from bot.adapters.local.town import GARDEN, STAFF
from bot.adapters.local.town import Town as LocalTown
from bot.app import App
from bot.places import Place
from bot.settings import Settings
from bot.storage.database import Database
from chat.actions import Ambiguous, Capability, NotNow, Outcome, Refused
from chat.people import PersonId, Space
from chat.ports import Errand
from support.tickets import Card, Priority, State, Ticket, Why
from tests.towns.local import LocalDriver
from tests.world import Heard, Town
from tests.world import Place as Seen

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def a_ticket(**changes: object) -> Ticket:
    """A fresh ticket of Ann's from a group."""
    ticket = Ticket(
        id="t1",
        number=1,
        person=PersonId("ann"),
        topic="general",
        state=State.NEW,
        priority=Priority.COMPLAINT,
        why=Why.ASKED,
        language="en",
        question="my order looks wrong",
        origin=GARDEN,
        origin_message="7",
        opened_at=NOON,
        changed_at=NOON,
        state_since=NOON,
        first_due_at=NOON + timedelta(minutes=30),
        card=Card(space=STAFF, asked=True),
    )
    return replace(ticket, **changes)  # type: ignore[arg-type]


class Faulty(Local):
    """The local platform on a bad day: `faults` says what becomes of the next errands.

    `lost` = done, but nobody hears of it; `later` = not now; `no` = refused.
    """

    faults: list[str]

    async def perform(self, errand: Errand) -> Outcome:
        fault = self.faults.pop() if self.faults else ""
        if fault == "later":
            return NotNow(timedelta(seconds=1))
        if fault == "no":
            return Refused("right.missing")
        outcome = await super().perform(errand)
        return Ambiguous() if fault == "lost" else outcome


class _Threadless(Faulty):
    def capabilities(self, space: Space) -> frozenset[Capability]:
        return super().capabilities(space) - {Capability.THREAD}


class OfficeDriver(LocalDriver):
    """The local platform, without threads or without a staff space when asked."""

    def __init__(self, *, threads: bool = True, staffed: bool = True) -> None:
        super().__init__()
        self._threads = threads
        self.faults: list[str] = []
        self.staffed = staffed

    async def open(self, app: App) -> None:
        self._app = app
        self.town = LocalTown(app.store, app.committer, app.system.clock)
        shape = Faulty if self._threads else _Threadless
        self.local = shape(town=self.town, inbox=app.inbox, clock=app.system.clock, ids=app.system.ids)
        self.local.faults = self.faults
        app.serve(self.local)
        self.configure()
        await self.town.open()

    def configure(self) -> None:
        """Serve the garden, and the staff space while there is one."""
        places = [Place(space=GARDEN, title="Garden"), Place(space=STAFF, title="Staff")]
        self._app.places.configure(places if self.staffed else places[:1])


@asynccontextmanager
async def office(
    folder: Path, driver: OfficeDriver, url: str = "", database: Database | None = None
) -> AsyncIterator[Town]:
    """An English town on the local platform."""
    values = {
        "community": {"name": "Garden", "language": "en", "timezone": "Asia/Shanghai"},
        "analytics": {"pictures": False},  # each is a process of its own
        "support": {"departments": [{"name": "billing", "zh": "财务", "en": "Billing"}]},
    }
    town = Town(driver, "en", folder, Settings.model_validate(values), url)
    town.database = database
    await town.open()
    try:
        yield town
    finally:
        await town.close()


async def desk(town: Town, number: int = 1) -> Seen:
    """Where the card of a ticket stands."""
    row = (await town.rows("support.numbered", wanted=number))[0]
    return Seen(town, replace(STAFF, thread=row["card_thread"]))


def inside(place: Seen, heard: Heard) -> Heard:
    """The same message, answered from inside its thread."""
    return replace(heard, space=place.space)
