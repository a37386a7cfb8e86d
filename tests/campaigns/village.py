"""A village for the room alone: its store, a clock, a chance that counts, and a directory of neighbours."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.storage.store import Store
from campaigns.entries import Entered
from campaigns.service import Giveaways, Questions
from campaigns.settings import CampaignsSettings
from chat.actions import Capability
from chat.decision import Write
from chat.errors import Clash
from chat.messages import MessageRef
from chat.people import (
    Duty,
    Identity,
    Language,
    PersonId,
    Rank,
    Space,
    SpaceKind,
    Speaker,
    Standing,
)
from chat.ports import Community

SQUARE = Space("local", "square")
MARKET = Space("local", "market")
OFFICE = Space("local", "office", kind=SpaceKind.STAFF)
on_both = pytest.mark.parametrize("village", ["sqlite", "postgres"], indirect=True)
"""What the store itself must hold is tried on each database."""

EDITOR = Standing(rank=Rank.STAFF, duties=frozenset({Duty.EDITOR}))


class VillageClock:
    """Moves when told."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def passes(self, **length: float) -> None:
        self.moment += timedelta(**length)


class Counting:
    """Chance and ids that are the same in every run."""

    def __init__(self) -> None:
        self._count = 0

    def token(self, size: int) -> bytes:
        self._count += 1
        return hashlib.shake_256(str(self._count).encode()).digest(size)

    def new(self) -> str:
        self._count += 1
        return f"{self._count:026d}"


class Neighbours:
    """The directory: everybody is called like their id, editors by list."""

    def __init__(self) -> None:
        self.ranks: dict[str, Standing] = {}
        self.public: list[Space] = [SQUARE]

    async def standing(self, person: PersonId, space: Space) -> Standing:
        return self.ranks.get(person, Standing())

    async def holders(self, duty: Duty, space: Space | None = None) -> Sequence[PersonId]:
        return [PersonId(name) for name, standing in self.ranks.items() if standing.has(duty)]

    async def identities(self, person: PersonId) -> Sequence[Identity]:
        return [Identity("local", person)]

    async def person(self, identity: Identity) -> PersonId:
        return PersonId(identity.id)

    async def named(self, platform: str, reference: str) -> Speaker | None:
        return None

    async def meant(self, whom: Speaker, *, keep: bool) -> tuple[PersonId, tuple[Write, ...]]:
        return PersonId(whom.identity.id), ()

    async def name(self, person: PersonId) -> str:
        return person.title()

    async def has_met(self, person: PersonId) -> bool:
        return True

    async def language(self, person: PersonId, said: str = "") -> Language:
        return "en"

    def space_language(self, space: Space, rather: Language | None = None) -> Language:
        return "en"

    def spaces(self) -> Sequence[Space]:
        return self.public

    def staff_space(self, platform: str) -> Space | None:
        return OFFICE

    def home(self) -> Space | None:
        return OFFICE

    def title(self, space: Space) -> str:
        return space.id.title()

    def private_link(self, platform: str) -> str:
        return ""

    def message_link(self, message: MessageRef) -> str:
        return ""


class Everything:
    """Abilities without limits, but for what is taken away."""

    def __init__(self) -> None:
        self.missing: set[Capability] = set()

    def can(self, space: Space, capability: Capability) -> bool:
        return capability not in self.missing


class Village:
    """The two doors over one store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = VillageClock()
        self.neighbours = Neighbours()
        self.abilities = Everything()
        chance = Counting()
        community = Community(name="Village", language="en", zone=ZoneInfo("Asia/Shanghai"))
        settings = CampaignsSettings()
        self.giveaways = Giveaways(
            reader=store,
            clock=self.clock,
            ids=chance,
            chance=chance,
            directory=self.neighbours,
            abilities=self.abilities,
            community=community,
            settings=settings,
        )
        self.questions = Questions(
            reader=store,
            clock=self.clock,
            ids=chance,
            directory=self.neighbours,
            abilities=self.abilities,
            community=community,
            settings=settings,
        )

    def person(self, name: str, standing: Standing | None = None) -> Speaker:
        """Somebody who acts."""
        if standing is not None:
            self.neighbours.ranks[name] = standing
        return Speaker(
            identity=Identity("local", name),
            name=name.title(),
            person=PersonId(name),
            standing=self.neighbours.ranks.get(name, Standing()),
        )

    async def write(self, *units: Sequence[Write]) -> list[Clash | None]:
        """Commit units together, as the committer does."""
        return await self.store.write(units)

    async def commit(self, writes: Sequence[Write]) -> None:
        """Commit one unit that must hold."""
        (clash,) = await self.store.write([writes])
        assert clash is None, clash

    async def running(self, editor: Speaker, **form: str) -> int:
        """A published giveaway's number."""
        ordered = await self.giveaways.drafts.order(editor.person, SQUARE)
        await self.commit(ordered.writes)
        number = ordered.giveaway.number
        values = {"prize": "Mug", "places": "2", "ends": "2h", "conditions": "", "claim": ""} | form
        filled, problem = await self.giveaways.drafts.fill(
            await self.giveaways.drafts.mine(number, editor.person), values
        )
        assert problem is None, problem
        await self.commit(filled.writes)
        await self.commit(
            (await self.giveaways.drafts.publish(number, filled.giveaway.revision, editor)).writes
        )
        return number

    async def joined(self, number: int, name: str) -> Entered:
        """Somebody presses the entry button now; nothing is committed."""
        return await self.giveaways.entries.enter(number, self.person(name), self.clock.now())

    async def enters(self, number: int, *names: str) -> None:
        """People take part."""
        for name in names:
            await self.commit((await self.joined(number, name)).writes)

    async def open_event(self, editor: Speaker, **form: str) -> int:
        """An open Q&A event's number."""
        ordered = await self.questions.panels.order(editor, SQUARE)
        await self.commit(ordered.writes)
        values = {"title": "Roadmap", "intro": "", "ends": ""} | form
        draft = await self.questions.panels.draft(ordered.event.number, editor)
        opened, problem = self.questions.panels.open(draft, values)
        assert problem is None, problem
        await self.commit(opened.writes)
        return opened.event.number

    async def asks(self, number: int, name: str, text: str) -> int:
        """A question, let in by whoever may; its number."""
        event = await self.questions.asking.open_event(number)
        asked = await self.questions.asking.ask(event, self.person(name), text, self.clock.now())
        await self.commit(asked.writes)
        return asked.question.number
