"""The town in which stories happen: its people, places and clock, on any platform."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.adapters.drill.connect import Stage
from bot.app import App
from bot.codec import decode
from bot.keys import read_secret
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.store import Store, open_store
from bot.system import System, SystemChance, SystemIds
from chat.actions import Acknowledge, Button, Form, ShowForm
from chat.decision import Write
from chat.people import Identity, Language, PersonId, Space, SpaceKind, Speaker
from tests.towns.clock import MORNING, TownClock
from tests.towns.driver import Driver
from tests.towns.heard import Heard, Said, heard_in, letters, plain_of
from tests.towns.outside import Pages

__all__ = ["MORNING", "Heard", "Person", "Place", "Said", "Town", "TownClock"]

OWN_FILE = "sqlite:///town.db"

_templates: list[Path] = []


async def empty_town() -> Path:
    """An empty database with all tables, made once a run and copied for every story."""
    if not _templates:
        folder = Path(tempfile.mkdtemp(prefix="steward-town-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        store = await open_store(OWN_FILE, folder)
        await store.create()
        await store.close()
        _templates.append(folder / "town.db")
    return _templates[0]


class Place:
    """A space as a story sees it."""

    def __init__(self, town: Town, space: Space) -> None:
        self._town = town
        self.space = space

    async def heard(
        self, key: str, *, reply_to: Said | None = None, thread: str | None = None, **words: object
    ) -> Heard:
        """The newest live message here that was rendered from `key` and contains every word."""
        for one in reversed(await self._town.messages(self.space)):
            if one.key != key or (thread is not None and one.space.thread != thread):
                continue
            if all(str(word) in one.text for word in words.values()):
                return one
        said = [one.key for one in await self._town.messages(self.space)]
        raise AssertionError(f"{key} {words or ''} was not heard in {self.space.lane}; there are {said}")

    async def not_heard(self, key: str) -> None:
        """No live message of that key is here."""
        said = [one.key for one in await self._town.messages(self.space)]
        assert key not in said, f"{key} was heard in {self.space.lane}"

    async def silent(self) -> None:
        """Nothing was said here since the last act."""
        said = [one.key or one.text for one in await self._town.messages(self.space, since_act=True)]
        assert not said, f"{self.space.lane} heard {said}"


class Person:
    """Somebody in a story."""

    def __init__(self, town: Town, name: str, native: str, person: PersonId) -> None:
        self._town = town
        self.name = name
        self.native = native
        self.person = person
        self.private = Place(town, Space(town.driver.platform, native, kind=SpaceKind.PRIVATE))

    async def says(
        self, text: str, *, place: Place | None = None, reply_to: Said | Heard | None = None
    ) -> Said:
        """Say something in the garden (or `place`)."""
        space = (reply_to or place or self._town.garden).space
        async with self._town.act():
            message = await self._town.driver.say(self.native, space, text, reply_to.id if reply_to else None)
        return Said(space, message)

    async def whispers(self, text: str, *, reply_to: Heard | None = None) -> Said:
        """Write to Steward in private."""
        return await self.says(text, place=self.private, reply_to=reply_to)

    async def commands(
        self, name: str, words: str = "", *, place: Place | None = None, reply_to: Said | Heard | None = None
    ) -> None:
        """Give a command, in the garden unless told otherwise."""
        space = (reply_to or place or self._town.garden).space
        async with self._town.act():
            await self._town.driver.command(
                self.native, space, name, words, reply_to.id if reply_to else None
            )

    async def edits(self, said: Said, text: str) -> None:
        """Change an own message."""
        async with self._town.act():
            await self._town.driver.edit(self.native, said.space, said.id, text)

    async def reacts(self, said: Said | Heard, emoji: str) -> None:
        """React to a message."""
        async with self._town.act():
            await self._town.driver.react(self.native, said.space, said.id, emoji)

    async def presses(self, kind: str, *, on: Heard | None = None) -> None:
        """Press the newest button of that kind that is to be seen (or that on a certain message)."""
        shown, button = await self._town.button(kind, on, self)
        async with self._town.act():
            await self._town.driver.press(self.native, shown.space, shown.id, button.payload)

    async def fills(self, form: str, **values: str) -> None:
        """Answer the form that was shown last."""
        shown = await self._town.form(form, self.person)
        async with self._town.act():
            await self._town.driver.fill(self.native, shown, values)

    async def told(self, key: str, **words: object) -> None:
        """That text was acknowledged to this person, or said to them in reply, since the last act."""
        await self._town.was_told(self, key, words)

    async def leaves(self) -> None:
        """Leave the community."""
        async with self._town.act():
            await self._town.driver.leave(self.native)

    async def joins(self) -> None:
        """Come (back)."""
        async with self._town.act():
            await self._town.driver.join(self.native)

    async def sends(self, kind: str, text: str) -> Said | None:
        """A photo, voice, sticker, poll, forward, contact, reply `elsewhere`, or a `channel` that speaks; else None."""
        async with self._town.act():
            native = await self._town.driver.send(self.native, kind, text)
        return Said(self._town.garden.space, native) if native else None

    async def asks_to_join(self) -> bool:
        """Ask to be let in; False where nobody can ask."""
        async with self._town.act():
            return await self._town.driver.ask(self.native)

    async def closes_private(self) -> None:
        """Block Steward."""
        async with self._town.act():
            await self._town.driver.close_private(self.native)

    async def opens_private(self) -> None:
        """Let Steward write again."""
        async with self._town.act():
            await self._town.driver.open_private(self.native)


class _Act:
    """What happens between two looks: notes where the outbox stood before, settles after."""

    def __init__(self, town: Town) -> None:
        self._town = town

    async def __aenter__(self) -> None:
        await self._town.note()

    async def __aexit__(self, kind: object, *_: object) -> None:
        if kind is None:
            await self._town.settles()


class Town:
    """A community, its platform, and one Steward, which has `met` its people before the story, or nobody."""

    def __init__(
        self,
        driver: Driver,
        language: Language,
        folder: Path,
        settings: Settings,
        url: str = "",
        *,
        met: bool = True,
    ) -> None:
        self.driver = driver
        self.met = met
        self.language: Language = language
        self.clock = TownClock()
        self.internet = Pages()
        self.app: App
        self.store: Store
        self._settings = driver.settings(settings)
        self._url = url or OWN_FILE
        self.database: Database | None = None
        self._folder = folder
        self.noted = 0
        self._owners: set[str] = set()
        self.garden = Place(self, driver.garden)
        self.staff = Place(self, driver.staff)

    async def open(self) -> None:
        """Build and start Steward on this town's store."""
        is_own = self._url == OWN_FILE and self.database is None
        if is_own and not (self._folder / "town.db").exists():
            shutil.copy(await empty_town(), self._folder / "town.db")
        self.store = await open_store(self._url, self._folder)
        if self.database is not None:
            self.store.database = self.database
        if self._url != OWN_FILE:
            await self.store.create()
        chance = SystemChance()
        system = System(clock=self.clock, chance=chance, ids=SystemIds(), outside=self.internet)
        self.app = App(self._settings, self.store, await read_secret(self.store, chance), system)
        self.app.people.owners |= self._owners
        await self.driver.open(self.app)
        self.app.serve(Stage())
        await self.app.start(ticks=False)

    async def close(self) -> None:
        """End Steward and the counterpart."""
        await self.app.stop(patience=2)
        await self.driver.close()

    async def crash(self) -> None:
        """Lose everything in memory and start again on the same store."""
        await self.app.abandon()
        await self.open()
        await self.settles()

    def pick(self, *, zh: str, en: str) -> str:
        """The text in this story's language."""
        return zh if self.language == "zh" else en

    async def member(self, name: str) -> Person:
        """A member of the community."""
        return await self._resident(name)

    async def moderator(self, name: str) -> Person:
        """A member of the staff with the duty of moderator."""
        return await self._resident(name, "moderator")

    async def representative(self, name: str) -> Person:
        """A member of the staff with the duty of representative."""
        return await self._resident(name, "representative")

    async def editor(self, name: str) -> Person:
        """A member of the staff with the duty of editor."""
        return await self._resident(name, "editor")

    async def manager(self, name: str) -> Person:
        """A manager."""
        return await self._resident(name, "manager")

    async def owner(self, name: str) -> Person:
        """An owner."""
        return await self._resident(name, "owner")

    async def _resident(self, name: str, role: str = "") -> Person:
        identity = Identity(
            self.driver.platform, await self.driver.resident(name, self.language, staff=bool(role))
        )
        person = await self.app.people.person(identity)
        if role == "owner" and not self.met:
            self._owners.add(str(identity))
            self.app.people.owners |= self._owners
        elif role or self.met:
            await self.app.committer.commit(await self._known(identity, person, name, role))
        await self.settles()
        return Person(self, name, identity.id, person)

    async def _known(self, identity: Identity, person: PersonId, name: str, role: str) -> list[Write]:
        """Somebody as met before the story; of those never met, staff were given their role by number."""
        now = self.clock.now()
        meet: dict[str, Any] = {
            "platform": identity.platform,
            "id": identity.id,
            "person": person,
            "name": name,
            "username": name.lower(),
            "locale": self.pick(zh="zh-CN", en="en"),
            "seen_at": now,
        }
        writes = [Write("people.meet", meet)]
        if not self.met:
            number = Speaker(identity=identity, name=identity.id)
            writes = [*(await self.app.people.meant(number, keep=True))[1]]
        if role:
            given = {"person": person, "role": role, "given_by_person": None, "at": now}
            writes.append(Write("role.give", given))
        return writes

    def act(self) -> _Act:
        """Around everything that a person does."""
        return _Act(self)

    async def note(self) -> None:
        """Remember what was said until now."""
        rows = await self.store.rows("outbox.top")
        self.noted = int(rows[0]["seq"] or 0)

    async def settles(self) -> None:
        """Wait until the platform and Steward have nothing to do."""
        for _ in range(3):
            await self.driver.settle()
            await self.app.settle()

    async def passes(self, **length: float) -> None:
        """Time goes by (`hours=2`): alarms ring at their moments, paced and delayed sends leave at theirs."""
        await self.note()
        self.app.outbox.wake()  # somebody may have set the clock
        end = self.clock.now() + timedelta(**length)
        while True:
            alarm = await self.app.alarms.next()
            await self.app.settle()  # what is being sent hides what waits behind it
            due = min(filter(None, (alarm, self.app.outbox.soonest())), default=end)
            if due > end:
                break
            self.clock.set(due)
            rang = await self.app.alarms.tick()
            self.app.outbox.wake()
            await self.settles()
            if due == end and not rang:
                break
        self.clock.set(end)
        await self.settles()

    async def messages(self, space: Space, *, since_act: bool = False) -> list[Heard]:
        """Steward's live messages in a place, oldest first, as the platform still shows them."""
        found: dict[str, Heard] = {}
        for row in await self.store.rows("outbox.all"):
            if row["state"] != "done" or row["why"] == "superseded" or row["payload"] is None:
                continue
            if (row["platform"], row["space"]) != (space.platform, space.id):
                continue
            if since_act and row["seq"] <= self.noted:
                continue
            heard = heard_in(row)
            if heard is not None:
                found.pop(heard.id, None)
                found[heard.id] = heard
        return [one for one in found.values() if self._is_live(one)]

    def _is_live(self, heard: Heard) -> bool:
        text = self.driver.text(heard.space, heard.id)
        if text is None:
            return False
        assert letters(heard.text) == letters(text), f"the platform shows {text!r} instead of {heard.text!r}"
        return True

    async def button(self, kind: str, on: Heard | None, person: Person) -> tuple[Heard, Button]:
        """The newest live button of that kind in the garden, the staff space or the person's private chat."""
        places = (self.garden.space, self.staff.space, person.private.space)
        shown = [on] if on else [one for space in places for one in await self.messages(space)]
        for one in reversed(shown):
            for button in one.buttons:
                if button.kind == kind:
                    return one, button
        raise AssertionError(f"no button {kind}; there are {[b.kind for one in shown for b in one.buttons]}")

    async def form(self, name: str, person: PersonId) -> Form | None:
        """The form of that name last shown to a person; None where it is a dialogue."""
        for row in reversed(await self.store.rows("outbox.all")):
            if row["verb"] == "ShowForm" and row["payload"]:
                action = decode(row["payload"])
                if isinstance(action, ShowForm) and action.form.name == name and action.person == person:
                    return action.form
        return None

    async def was_told(self, person: Person, key: str, words: Mapping[str, object]) -> None:
        """See Person.told."""
        keys = []
        for row in await self.store.rows("outbox.all"):
            if row["seq"] <= self.noted or row["state"] != "done":
                continue
            keys.append(row["said"])
            if row["said"] != key:
                continue
            plain = plain_of(row)
            if not all(str(word) in plain for word in words.values()):
                continue
            if row["verb"] != Acknowledge.__name__:
                return
            shown = [letters(one) for one in self.driver.notices(person.native)]
            assert letters(plain) in shown, f"{plain!r} was not shown to {person.name}: {shown}"
            return
        raise AssertionError(f"{person.name} was not told {key} {dict(words) or ''}; there were {keys}")

    def deleted(self, said: Said | Heard) -> bool:
        """Whether a message is gone."""
        return self.driver.text(said.space, said.id) is None

    def reactions(self, said: Said | Heard) -> int:
        """How many reactions are to be seen on a message."""
        return self.driver.reactions(said.space, said.id)

    def muted(self, person: Person) -> bool:
        """Whether somebody may not speak in the garden."""
        return self.driver.muted(person.native)

    def banned(self, person: Person) -> bool:
        """Whether somebody may not come back."""
        return self.driver.banned(person.native)

    def present(self, person: Person) -> bool:
        """Whether somebody is a member of the garden."""
        return self.driver.present(person.native)

    async def rows(self, shape: str, **values: object) -> Sequence[Mapping[str, Any]]:
        """Rows of a declared read."""
        return await self.store.rows(shape, **values)
