"""A community for one terminal: its own empty store, a clock that can be moved, and what Steward does there."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot.adapters.local.connect import Local
from bot.adapters.local.sample import PEOPLE, know
from bot.adapters.local.script import BadLine, Line, Press, Rewrite, Say, Wait
from bot.adapters.local.speakers import speaker
from bot.adapters.local.town import GARDEN, STAFF, Change, Resident, Saying, Town, private_of
from bot.app import App
from bot.inbox import Delivery
from bot.keys import read_secret
from bot.places import Place
from bot.settings import Settings
from bot.storage.store import open_store
from bot.system import System
from chat.actions import Action, Capability, Outcome
from chat.events import MemberJoined
from chat.people import Space
from chat.ports import Clock, Errand
from chat.text import Text

ROLES = {
    "代表": frozenset({"representative", "moderator", "editor"}),
    "rep": frozenset({"representative", "moderator", "editor"}),
    "经理": frozenset({"manager"}),
    "manager": frozenset({"manager"}),
    **{one.name.lower(): one.roles for one in PEOPLE if one.roles},
}
"""Who has which rank by their name alone: by what they are, or called as on the page."""

BREATH = timedelta(seconds=1)
"""What passes with every line: people do not all speak in the same instant."""

SINCE = timedelta(hours=1)
"""How long ago those whom a script names for the first time came."""

_HAN = re.compile(r"[\u3400-\u9fff]")

Watch = Callable[[Action, Outcome, str], None]
"""Told of every action that was performed, what came of it, and the words it removed or the name it concerned."""


class Shifted:
    """Another clock, ahead by what has been skipped."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead = timedelta()

    def now(self) -> datetime:
        """The moment after everything that was skipped."""
        return self._clock.now() + self._ahead

    def reach(self, moment: datetime) -> None:
        """Skip to a moment, unless it has passed."""
        self._ahead += max(moment - self.now(), timedelta())


class Stopped:
    """A clock that stands still."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """Always the same moment."""
        return self._moment


class Watched(Local):
    """The local platform with somebody watching; forms are asked as questions in the private chat."""

    watch: Watch

    def capabilities(self, space: Space) -> frozenset[Capability]:
        """Everything but forms: a terminal shows none."""
        return super().capabilities(space) - {Capability.FORM}

    async def perform(self, errand: Errand) -> Outcome:
        """Do it, and tell."""
        concerned = self._concerned(errand)
        outcome = await super().perform(errand)
        self.watch(errand.action, outcome, concerned)
        return outcome

    def _concerned(self, errand: Errand) -> str:
        """The words that are about to be deleted, else the name of the person acted on."""
        numbers = [int(one) for one in getattr(errand.action, "messages", ()) if one.isdigit()]
        if numbers:
            found = [self.town.sayings[one] for one in numbers if one in self.town.sayings]
            return " | ".join(f"{self._name(one.author)}: {one.body.plain}" for one in found)
        return self._name(errand.account)

    def _name(self, resident: str) -> str:
        who = self.town.residents.get(resident)
        return who.name if who else resident


class Rehearsal:
    """The running community."""

    def __init__(self, app: App, local: Watched, clock: Shifted) -> None:
        self._app = app
        self._local = local
        self._clock = clock
        self._shown: list[int] = []
        self.town = local.town
        self.town.listen(self._note)

    async def take(self, line: Line) -> None:
        """Let it happen, and everything that follows from it. Raises BadLine, Refusal."""
        match line:
            case Wait():
                await self.passes(line.length)
                return
            case Say():
                who = await self._resident(line.name)
                place = private_of(who) if line.private else GARDEN
                await self._local.doorway.says(who, place, line.text)
            case Press():
                await self._press(await self._resident(line.name), line)
            case Rewrite():
                who = await self._resident(line.name)
                await self._local.doorway.edits(who, self._last_of(who, line.name), line.text)
        await self.settle()
        await self.passes(BREATH)

    async def passes(self, length: timedelta) -> None:
        """Skip some time: every alarm rings, every delayed word is said, at its moment."""
        end = self._clock.now() + length
        while True:
            waiting = (await self._app.alarms.next(), self._app.outbox.soonest())
            due = min((moment for moment in waiting if moment), default=end)
            if due >= end:
                break
            self._clock.reach(due)
            await self.tick()
        self._clock.reach(end)
        await self.tick()

    async def tick(self) -> None:
        """Ring what is due now and let it settle."""
        await self._app.alarms.tick()
        self._app.outbox.wake()
        await self.settle()

    async def settle(self) -> None:
        """Wait until Steward has nothing to do."""
        await self._app.settle()

    async def _resident(self, name: str) -> str:
        """The id of somebody. Whoever is new has been a member for a while, so that many names are no raid; while the
        door is closed they ask to come in.
        """
        found = next((one.id for one in self.town.residents.values() if one.name == name), None)
        if found is not None:
            return found
        who = Resident(
            id=f"resident{len(self.town.residents) + 1}",
            name=name,
            locale="zh-CN" if _HAN.search(name) else "en",
            roles=ROLES.get(name.lower(), frozenset()),
        )
        if self.town.gated:
            await self._local.doorway.joins(who)
        else:
            await self.town.settle_in(who)
            came = self._clock.now() - SINCE
            joined = MemberJoined(key=f"local:{who.id}", at=came, space=GARDEN, by=speaker(who))
            await self._app.inbox.append([Delivery.telling(joined)])
        await self.settle()
        return who.id

    async def _press(self, who: str, press: Press) -> None:
        for number in reversed(self._shown):
            saying = self.town.sayings[number]
            buttons = [button for row in saying.buttons for button in row]
            if saying.deleted or not buttons or not self._sees(who, saying):
                continue
            if press.number > len(buttons):
                raise BadLine(Text("bot.cli.try.buttons", {"name": press.name, "count": len(buttons)}))
            if buttons[press.number - 1].url:
                raise BadLine(Text("bot.cli.try.opens", {"address": buttons[press.number - 1].url}))
            await self._local.doorway.presses(who, str(number), buttons[press.number - 1].payload)
            return
        raise BadLine(Text("bot.cli.try.no_button", {"name": press.name}))

    def _sees(self, who: str, saying: Saying) -> bool:
        if saying.seen_by not in (None, who):
            return False
        return saying.space.id in (GARDEN.id, who) or bool(
            saying.space.id == STAFF.id and self.town.residents[who].roles
        )

    def _last_of(self, who: str, name: str) -> str:
        said = [one.id for one in self.town.sayings.values() if one.author == who and not one.deleted]
        if not said:
            raise BadLine(Text("bot.cli.try.nothing_left", {"name": name}))
        return str(said[-1])

    def _note(self, change: Change) -> None:
        """Remember the order in which messages were shown; an edited one is shown anew."""
        if isinstance(change, Saying):
            if change.id in self._shown:
                self._shown.remove(change.id)
            self._shown.append(change.id)


@asynccontextmanager
async def rehearse(folder: Path, system: System, watch: Callable[[Town], Watch]) -> AsyncIterator[Rehearsal]:
    """A community that knows the sample's answers, its store in `folder`; it is over when the context ends."""
    clock = Shifted(system.clock)
    system = System(clock=clock, chance=system.chance, ids=system.ids)
    store = await open_store("sqlite:///rehearsal.db", folder)
    await store.create()
    app = App(Settings(), store, await read_secret(store, system.chance), system)
    town = Town(store, app.committer, clock)
    local = Watched(town=town, inbox=app.inbox, clock=clock, ids=system.ids)
    local.watch = watch(town)
    app.serve(local)
    app.places.configure([Place(space=GARDEN, title="Garden 花园", language="both"), Place(space=STAFF)])
    await app.begin()
    await app.start(ticks=False)
    try:
        await know(app)
        yield Rehearsal(app, local, clock)
    finally:
        await app.stop(patience=1)
