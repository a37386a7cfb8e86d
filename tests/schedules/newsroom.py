"""A newsroom for tests: editors with a duty, two public spaces, one staff space, a store."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from bot.storage.store import Store
from chat.actions import Capability
from chat.decision import Decision
from chat.errors import SaidNo
from chat.people import Duty, Identity, PersonId, Rank, Space, SpaceKind, Speaker, Standing
from chat.ports import Community, Directory
from schedules.posts import ScheduledPost
from schedules.service import Posts
from schedules.settings import SchedulesSettings

GARDEN = Space("local", "garden")
NEWS = Space("telegram", "-1001", kind=SpaceKind.CHANNEL)
STAFF = Space("local", "staff", kind=SpaceKind.STAFF)
MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
EDITOR = Standing(rank=Rank.STAFF, duties=frozenset({Duty.EDITOR}))


@dataclass
class StillClock:
    """A clock that stands where it is put."""

    moment: datetime = MORNING

    def now(self) -> datetime:
        return self.moment


class CountedIds:
    """Names in order."""

    def __init__(self) -> None:
        self._last = 0

    def new(self) -> str:
        self._last += 1
        return f"{self._last:026d}"


@dataclass
class Building:
    """As much of the Directory as the planner asks."""

    titles: dict[Space, str] = field(default_factory=lambda: {GARDEN: "Garden", NEWS: "News"})
    staff: Space | None = STAFF
    editors: list[PersonId] = field(default_factory=lambda: [PersonId("eve"), PersonId("max")])

    def spaces(self) -> Sequence[Space]:
        return list(self.titles)

    def title(self, space: Space) -> str:
        return self.titles.get(replace(space, thread=None), "")

    def staff_space(self, platform: str) -> Space | None:
        return self.staff if self.staff and self.staff.platform == platform else None

    def home(self) -> Space | None:
        return self.staff

    async def name(self, person: PersonId) -> str:
        return person.capitalize()

    async def holders(self, duty: Duty, space: Space | None = None) -> Sequence[PersonId]:
        return self.editors if duty is Duty.EDITOR else []

    async def standing(self, person: PersonId, space: Space) -> Standing:
        return EDITOR if person in self.editors else Standing()


@dataclass
class Rights:
    """What the platforms allow."""

    lacking: set[Capability] = field(default_factory=set)

    def can(self, space: Space, capability: Capability) -> bool:
        return capability not in self.lacking


def editor(name: str) -> Speaker:
    return Speaker(identity=Identity("local", name), name=name, person=PersonId(name), standing=EDITOR)


async def refused(act: Awaitable[object]) -> str:
    """The key of the no that an editor hears."""
    with pytest.raises(SaidNo) as no:
        await act
    return str(no.value)


@dataclass
class Newsroom:
    """Scheduled posts over a store, with what they would write written."""

    store: Store
    zone: str = "Asia/Shanghai"
    clock: StillClock = field(default_factory=StillClock)
    building: Building = field(default_factory=Building)
    rights: Rights = field(default_factory=Rights)
    settings: SchedulesSettings = field(default_factory=SchedulesSettings)

    def __post_init__(self) -> None:
        self.posts = Posts(
            reader=self.store,
            clock=self.clock,
            ids=CountedIds(),
            directory=cast(Directory, self.building),
            abilities=self.rights,
            community=Community(name="Garden", language="en", zone=ZoneInfo(self.zone)),
            settings=self.settings,
        )

    async def keep(self, decision: Decision) -> Decision:
        """Commit what a decision writes, all or nothing."""
        (clash,) = await self.store.write([decision.writes])
        assert clash is None, clash
        return decision

    async def drafts(self, text: str, when: str, where: str = "", by: str = "eve") -> ScheduledPost:
        """A new draft."""
        values = {"text": text, "when": when, "where": where}
        post, decision = await self.posts.drafting.write(values, PersonId(by), GARDEN)
        await self.keep(decision)
        return post

    async def plans(self, text: str, when: str, where: str = "") -> ScheduledPost:
        """A post that Eve wrote and Max approved."""
        post = await self.drafts(text, when, where)
        _, decision = await self.posts.reviewing.submit(post, 1, editor("eve"))
        await self.keep(decision)
        _, decision = await self.posts.reviewing.approve(await self.read(post), 1, editor("max"))
        await self.keep(decision)
        return await self.read(post)

    async def read(self, post: ScheduledPost) -> ScheduledPost:
        """The post as it is now."""
        return await self.posts.numbered(post.number)

    async def rings(self, post: ScheduledPost) -> Decision:
        """The alarm of a post rings now."""
        return await self.keep(await self.posts.publishing.ring(post.id))
