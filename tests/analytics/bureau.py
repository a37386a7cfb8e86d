"""A statistician's desk for tests: events in, rows written, figures out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from analytics.service import Analytics
from analytics.settings import AnalyticsSettings
from bot.storage.store import Store
from chat.decision import Audit, Decision, Write
from chat.events import Event, MessagePosted
from chat.messages import Entity, EntityKind, Message, ReplyTo
from chat.people import Identity, PersonId, Rank, Space, Speaker, Standing, Voice
from chat.ports import Community, Directory

GARDEN = Space("local", "garden")
MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class StillClock:
    """A clock that stands where it is put."""

    def __init__(self, now: datetime = MORNING) -> None:
        self.moment = now

    def now(self) -> datetime:
        return self.moment


class CountedIds:
    """Names in order."""

    def __init__(self) -> None:
        self._last = 0

    def new(self) -> str:
        self._last += 1
        return f"{self._last:026d}"


class Register:
    """As much of the Directory as counting needs: the person behind an account has its name in capitals."""

    async def person(self, identity: Identity) -> PersonId:
        return PersonId(identity.id.upper())


def person(name: str, *, voice: Voice = Voice.PERSON, rank: Rank = Rank.MEMBER) -> Speaker:
    return Speaker(
        identity=Identity("local", name),
        name=name,
        voice=voice,
        person=PersonId(name.upper()),
        standing=Standing(rank=rank),
    )


def message(
    by: Speaker,
    number: int,
    at: datetime = MORNING,
    *,
    space: Space = GARDEN,
    reply_to: int | None = None,
    mentions: Sequence[str] = (),
) -> MessagePosted:
    entities = tuple(Entity(kind=EntityKind.MENTION, start=0, end=1, target=name) for name in mentions)
    answered = ReplyTo(id=str(reply_to)) if reply_to is not None else None
    said = Message(id=str(number), space=space, text="x", entities=entities, reply_to=answered)
    return MessagePosted(key=f"local:{number}", at=at, space=space, by=by, message=said)


@dataclass
class Bureau:
    """Analytics over a store, with what it would write written."""

    store: Store
    zone: str = "Asia/Shanghai"
    clock: StillClock = field(default_factory=StillClock)
    settings: AnalyticsSettings = field(default_factory=AnalyticsSettings)

    def __post_init__(self) -> None:
        self.analytics = Analytics(
            reader=self.store,
            clock=self.clock,
            ids=CountedIds(),
            directory=cast(Directory, Register()),
            community=Community(name="Garden", language="en", zone=ZoneInfo(self.zone)),
            settings=self.settings,
        )

    async def happens(self, *events: Event, audit: tuple[Audit, ...] = ()) -> None:
        """Count them, each committed before the next."""
        for event in events:
            await self.write(await self.analytics.counting.rows(event, Decision(reason="test", audit=audit)))

    async def write(self, writes: Sequence[Write]) -> None:
        """Commit, all or nothing."""
        (clash,) = await self.store.write([writes])
        assert clash is None

    async def figures(self, first: str = "2026-11-23", last: str | None = None) -> dict[str, Any]:
        """The sums over some days."""
        row = await self.store.row("analytics.over", first=first, last=last or first)
        return dict(row or {})
