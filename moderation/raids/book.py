"""Reading what runs: the raid of a platform, the spaces it closes, who waits at the door."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from chat.messages import MessageRef
from chat.people import PersonId, Space
from chat.ports import Reader
from moderation.raids.raid import Caller, Closed, Raid, caller_of, closed_of, raid_of

_CHANGES = (
    *(f"raids.{what}" for what in ("begin", "run", "rest", "change", "close", "snapshot")),
    *(f"raids.{what}" for what in ("rejoin_raids", "expire_raids", "expire_closed")),
    "migrate.moderation_raid_spaces",
)
"""What is written when another raid runs, or the same one otherwise.

Not who arrives, what is taken down, and who waits at the door: that is read when it is shown.
"""


_MOST_REMEMBERED = 10_000


class RaidBook:
    """The rows of raids. Which raids run is asked with every message, and remembered until one of them changes."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._seen: tuple[int, ...] = ()
        self._looked = -1
        self._asking = asyncio.Lock()
        self._ongoing: Mapping[str, tuple[Raid, frozenset[str]]] = {}
        self._first_heard: dict[PersonId, datetime] = {}

    async def ongoing(self, platform: str) -> Raid | None:
        """The raid that runs on a platform."""
        found = (await self._running()).get(platform)
        return found[0] if found else None

    async def upon(self, space: Space) -> Raid | None:
        """The raid that concerns a space."""
        raid, lanes = (await self._running()).get(space.platform, (None, frozenset()))
        return raid if space.lane in lanes else None

    async def _running(self) -> Mapping[str, tuple[Raid, frozenset[str]]]:
        commits = self._reader.version("")
        if commits == self._looked:
            return self._ongoing
        if self._changed() == self._seen:
            self._looked = commits
            return self._ongoing
        async with self._asking:  # many lanes notice a change at once: one of them reads
            seen = self._changed()
            if seen != self._seen:
                found = {}
                for row in await self._reader.rows("raids.ongoing"):
                    raid = raid_of(row)
                    lanes = frozenset(one.space.lane for one in await self.closed(raid.id))
                    found[raid.platform] = (raid, lanes)
                self._ongoing, self._seen = found, seen
        return self._ongoing

    def _changed(self) -> tuple[int, ...]:
        return tuple(map(self._reader.version, _CHANGES))

    async def raid(self, key: str) -> Raid | None:
        """The raid of that id."""
        row = await self._reader.row("raids.raid", key=key)
        return raid_of(row) if row else None

    async def closed(self, raid: str) -> list[Closed]:
        """The spaces that a raid concerns."""
        return [closed_of(row) for row in await self._reader.rows("raids.closed", key=raid)]

    async def joined(self, raid: Raid, before: timedelta) -> int:
        """How many joined those spaces since shortly before it began."""
        row = await self._reader.row("raids.joined", key=raid.id, since=raid.started_at - before)
        return int(row["count"]) if row else 0

    async def taken(self, raid: Raid) -> int:
        """How many messages were taken down in it so far."""
        found = await self.raid(raid.id)
        return found.taken if found else raid.taken

    async def arrived(self, since: datetime, most: int) -> Sequence[tuple[Space, PersonId, datetime]]:
        """Who joined where and when."""
        rows = await self._reader.rows("raids.arrived", since=since, most=most)
        return [
            (Space(row["platform"], row["space"]), PersonId(row["person"]), row["joined_at"]) for row in rows
        ]

    async def is_newcomer(self, person: PersonId, since: datetime) -> bool:
        """Whether somebody joined, or spoke for the first time, since then."""
        first = self._first_heard.get(person)
        if first is not None and first >= since:
            return True
        row = await self._reader.row("raids.known_since", p=person)
        if row is None or row["heard_at"] is None:
            return True
        self._remember_first(person, row["heard_at"])
        return row["heard_at"] >= since or (row["joined_at"] is not None and row["joined_at"] >= since)

    def _remember_first(self, person: PersonId, at: datetime) -> None:
        """When somebody spoke first does not change; of very many the oldest answers are forgotten."""
        if len(self._first_heard) >= _MOST_REMEMBERED:
            del self._first_heard[next(iter(self._first_heard))]
        self._first_heard[person] = at

    async def waiting(self, platform: str) -> list[Caller]:
        """Everybody at the doors of a platform, the longest first."""
        return [caller_of(row) for row in await self._reader.rows("raids.waiting", on=platform)]

    async def waits(self, space: Space, person: PersonId) -> Caller | None:
        """Whether somebody is at the door already."""
        row = await self._reader.row("raids.waiting_of", on=space.platform, lane=space.id, p=person)
        return caller_of(row) if row else None

    async def was_admitted(self, space: Space, person: PersonId, since: datetime) -> bool:
        """Whether a human let somebody in lately."""
        values = {"on": space.platform, "lane": space.id, "p": person, "since": since}
        return await self._reader.row("raids.admitted", **values) is not None

    async def caller(self, key: str) -> tuple[Caller, str] | None:
        """Somebody at the door, and their state."""
        row = await self._reader.row("raids.caller", key=key)
        return (caller_of(row), row["state"]) if row else None

    async def board(self, name: str) -> MessageRef | bool:
        """The message of a board; True when it was ordered but is not out yet, False when there is none."""
        row = await self._reader.row("raids.board", key=name)
        if row is None:
            return False
        if row["message"] is None:
            return True
        return MessageRef(Space(row["platform"], row["space"], row["thread"]), row["message"])
