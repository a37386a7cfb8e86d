"""A moderation over a real database, with made-up people and a clock that moves when told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.storage.catalog import load_catalog
from bot.storage.engine import read_url
from bot.storage.store import Store
from bot.system import SystemIds
from chat.actions import Capability
from chat.decision import Decision, Write
from chat.errors import Clash
from chat.events import CommandGiven, MessageEdited, MessagePosted
from chat.messages import Entity, EntityKind, Message, MessageRef
from chat.people import Duty, Identity, Language, PersonId, Rank, Space, SpaceKind, Speaker, Standing, Voice
from chat.ports import Home
from moderation.service import Moderation
from moderation.settings import ModerationSettings
from tests.towns.outside import Pages

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
GARDEN = Space("telegram", "-100", kind=SpaceKind.GROUP)
STAFF = Space("telegram", "-900", kind=SpaceKind.STAFF)
ANN, BO, MO = PersonId("ann"), PersonId("bo"), PersonId("mo")


@dataclass
class Hands:
    """A clock."""

    moment: datetime = START

    def now(self) -> datetime:
        return self.moment


@dataclass
class Village:
    """A directory of people who are who a test says, on a platform that can what a test says."""

    standings: dict[PersonId, Standing] = field(default_factory=dict)
    public: Sequence[Space] = (GARDEN,)
    staff: Space | None = STAFF
    missing: frozenset[Capability] = frozenset()

    def can(self, space: Space, capability: Capability) -> bool:
        return capability not in self.missing

    async def standing(self, person: PersonId, space: Space) -> Standing:
        return self.standings.get(person, Standing())

    async def holders(self, duty: Duty, space: Space | None = None) -> Sequence[PersonId]:
        return [person for person, standing in self.standings.items() if standing.has(duty)]

    async def identities(self, person: PersonId) -> Sequence[Identity]:
        return [Identity("telegram", person)]

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
        return self.staff

    def title(self, space: Space) -> str:
        return "Garden"

    def private_link(self, platform: str) -> str:
        return ""

    def message_link(self, message: MessageRef) -> str:
        return ""

    def home(self) -> Space | None:
        return self.staff


class Desk:
    """One moderation and what it wrote."""

    def __init__(self, store: Store, settings: ModerationSettings) -> None:
        self.store = store
        self.clock = Hands()
        self.village = Village(standings={MO: Standing(rank=Rank.STAFF, duties=frozenset({Duty.MODERATOR}))})
        self._ids = SystemIds()
        self._settings = settings
        self._count = 0
        self.moderation = self.restart()

    def restart(self) -> Moderation:
        """Lose what is in memory."""
        self.moderation = Moderation(
            reader=self.store,
            clock=self.clock,
            ids=self._ids,
            directory=self.village,
            abilities=self.village,
            outside=Pages(),
            home=Home(),
            settings=self._settings,
        )
        return self.moderation

    def speaker(self, person: PersonId, voice: Voice = Voice.PERSON) -> Speaker:
        """Somebody, with the standing that the village gives."""
        standing = self.village.standings.get(person, Standing())
        return Speaker(
            identity=Identity("telegram", person),
            name=person.title(),
            voice=voice,
            person=person,
            standing=standing,
        )

    def message(self, text: str, space: Space = GARDEN, **changes: Any) -> Message:
        """A message with a new id, its links marked."""
        self._count += 1
        links = tuple(
            Entity(
                kind=EntityKind.LINK, start=text.index(word), end=text.index(word) + len(word), target=word
            )
            for word in text.split()
            if "://" in word
        )
        return Message(id=str(self._count), space=space, text=text, **{"entities": links, **changes})

    def posted(
        self, person: PersonId, text: str, space: Space = GARDEN, voice: Voice = Voice.PERSON, **changes: Any
    ) -> MessagePosted:
        """Somebody says something now."""
        message = self.message(text, space, **changes)
        return MessagePosted(
            key=f"t:{message.id}",
            at=self.clock.moment,
            space=space,
            by=self.speaker(person, voice),
            message=message,
        )

    def edited(self, event: MessagePosted, text: str) -> MessageEdited:
        """The author changes a message now."""
        self._count += 1
        message = replace(event.message, text=text)
        return MessageEdited(
            key=f"e:{self._count}", at=self.clock.moment, space=event.space, by=event.by, message=message
        )

    def command(self, person: PersonId, name: str, space: Space = GARDEN, **arguments: str) -> CommandGiven:
        """Somebody gives a command now."""
        self._count += 1
        return CommandGiven(
            key=f"c:{self._count}",
            at=self.clock.moment,
            space=space,
            by=self.speaker(person),
            name=name,
            arguments=arguments,
        )

    async def hears(self, event: MessagePosted | MessageEdited) -> Decision:
        """Decide and commit, as the pipeline does: a clash decides again."""
        for _ in range(5):
            decision = await self.moderation.hear(event)
            assert decision is not None
            if await self.commits(decision):
                return decision
        raise AssertionError("five clashes")

    async def says(self, person: PersonId, text: str, space: Space = GARDEN, **changes: Any) -> Decision:
        """Say something and have it decided and committed."""
        return await self.hears(self.posted(person, text, space, **changes))

    async def commits(self, decision: Decision) -> bool:
        """Write one decision; False when it clashed."""
        (clash,) = await self.store.write([decision.writes])
        return not isinstance(clash, Clash)

    async def rows(self, shape: str, **values: object) -> Sequence[Mapping[str, Any]]:
        """Rows of a declared read."""
        return await self.store.rows(shape, **values)

    def passes(self, **length: float) -> None:
        """Time goes by."""
        self.clock.moment += timedelta(**length)


@asynccontextmanager
async def open_desk(
    folder: Path, settings: ModerationSettings, url: str = "sqlite:///desk.db"
) -> AsyncIterator[Desk]:
    """A desk on an empty database."""
    store = Store(
        read_url(url, folder),
        load_catalog(
            {
                "moderation": "moderation.store.catalog",
                "raids": "moderation.raids.store",
                "lists": "moderation.lists.store",
            }
        ),
    )
    await store.create()
    desk = Desk(store, settings)
    try:
        yield desk
    finally:
        await desk.moderation.close()
        await store.close()
