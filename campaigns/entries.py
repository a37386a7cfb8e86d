"""Giveaways that run: who takes part, the live count, the end without a draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from campaigns.giveaways import Giveaway, GiveawayState, Ineligible, entry_of, giveaway_of, spell_code
from campaigns.places import must_hold
from campaigns.settings import CampaignsSettings
from chat.decision import Value, Write
from chat.errors import SaidNo
from chat.people import Duty, PersonId, Rank, Space, Speaker
from chat.ports import Chance, Clock, Directory, Reader
from chat.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A giveaway as it will be once the writes are committed."""

    giveaway: Giveaway
    writes: tuple[Write, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Somebody takes part. `fresh` = since this press, `entrants` counts them already."""

    giveaway: Giveaway
    code: str
    entrants: int
    fresh: bool
    writes: tuple[Write, ...] = ()


class Entries:
    """What can be asked about published giveaways."""

    def __init__(
        self,
        *,
        reader: Reader,
        clock: Clock,
        chance: Chance,
        directory: Directory,
        settings: CampaignsSettings,
    ) -> None:
        self.settings = settings
        self._reader = reader
        self._clock = clock
        self._chance = chance
        self._directory = directory
        self._live: frozenset[tuple[str, str]] = frozenset()
        self._live_version = -1

    async def find(self, number: int) -> Giveaway:
        """The giveaway of that number. Raises SaidNo."""
        row = await self._reader.row("campaigns.giveaway", number=number)
        if row is None:
            raise SaidNo(Text("campaigns.giveaway.unknown", {"number": number}))
        return giveaway_of(row)

    async def enter(self, number: int, by: Speaker, at: datetime) -> Entered:
        """Take part as of `at`, once a person; again = told the same code. Raises SaidNo."""
        giveaway = await self.find(number)
        if giveaway.state is not GiveawayState.OPEN or giveaway.promised.ends_at <= at:
            raise SaidNo(Text("campaigns.giveaway.over", {"number": number}))
        if giveaway.promised.staff_excluded and by.standing.rank >= Rank.STAFF:
            raise SaidNo(Text("campaigns.giveaway.not_for_staff"))
        entrants = await self.count(giveaway)
        known = await self._reader.row("campaigns.entry", key=giveaway.id, who=by.person)
        touch = Write("campaigns.giveaway_touch", {"key": giveaway.id}, expect=1)
        if known is not None:
            entry = entry_of(known)
            if not entry.ineligible:
                return Entered(giveaway=giveaway, code=entry.code, entrants=entrants, fresh=False)
            back = Write(
                "campaigns.entry_bar", {"key": giveaway.id, "who": by.person, "why": Ineligible.NO.value}
            )
            return Entered(
                giveaway=giveaway, code=entry.code, entrants=entrants + 1, fresh=True, writes=(touch, back)
            )
        code = spell_code(self._chance.token(8))
        row: dict[str, Value] = {
            "giveaway": giveaway.id,
            "person": by.person,
            "code": code,
            "ineligible": Ineligible.NO.value,
            "entered_at": self._clock.now(),
        }
        return Entered(
            giveaway=giveaway,
            code=code,
            entrants=entrants + 1,
            fresh=True,
            writes=(touch, Write("campaigns.entry_add", row, expect=1)),
        )

    async def leave(self, number: int, by: Speaker) -> Changed:
        """Take part no more. Raises SaidNo."""
        giveaway = await self.find(number)
        if giveaway.state is not GiveawayState.OPEN:
            raise SaidNo(Text("campaigns.giveaway.over", {"number": number}))
        if await self._reader.row("campaigns.entry", key=giveaway.id, who=by.person) is None:
            raise SaidNo(Text("campaigns.giveaway.not_in"))
        return Changed(
            giveaway=giveaway,
            writes=(
                Write("campaigns.giveaway_touch", {"key": giveaway.id}, expect=1),
                Write("campaigns.entry_take_back", {"key": giveaway.id, "who": by.person}, expect=1),
            ),
        )

    async def cancel(self, number: int, by: Speaker) -> Changed:
        """End a giveaway without a draw; its secret is forgotten. Raises SaidNo."""
        giveaway = await self.find(number)
        await must_hold(by, giveaway.space, self._directory, Duty.EDITOR)
        if giveaway.state is not GiveawayState.OPEN:
            raise SaidNo(Text("campaigns.giveaway.not_open", {"number": number}))
        return Changed(
            giveaway=replace(giveaway, state=GiveawayState.CANCELLED),
            writes=(
                Write("campaigns.giveaway_cancel", {"key": giveaway.id, "at": self._clock.now()}, expect=1),
                Write("campaigns.secret_forget", {"key": giveaway.id}),
            ),
        )

    async def count(self, giveaway: Giveaway) -> int:
        """How many take part."""
        row = await self._reader.row("campaigns.entry_count", key=giveaway.id)
        return int(row["count"]) if row else 0

    async def moved(self, person: PersonId, space: Space, now: Ineligible) -> tuple[Write, ...]:
        """Somebody left a space, or came back: their entries in what runs there are out of the draw, or in again."""
        version = self._reader.version("campaigns") + self._reader.version("migrate")
        if version != self._live_version:
            rows = await self._reader.rows("campaigns.giveaways_live")
            self._live = frozenset((row["platform"], row["space"]) for row in rows)
            self._live_version = version
        if (space.platform, space.id) not in self._live:
            return ()
        values = {"who": person, "p": space.platform, "s": space.id, "why": now.value}
        return (Write("campaigns.entries_moved", values),)

    async def refreshed(self, number: int) -> tuple[Changed, int] | None:
        """What the count under the post should be; None when it is right already or the post is unknown."""
        row = await self._reader.row("campaigns.giveaway", number=number)
        giveaway = giveaway_of(row) if row else None
        if giveaway is None or giveaway.state is not GiveawayState.OPEN or giveaway.post is None:
            return None
        entrants = await self.count(giveaway)
        if entrants == giveaway.shown:
            return None
        values: dict[str, Value] = {"key": giveaway.id, "count": entrants, "at": self._clock.now()}
        return Changed(giveaway=giveaway, writes=(Write("campaigns.giveaway_shown", values),)), entrants

    def posted(self, giveaway: Giveaway, native: str) -> Changed:
        """The platform told which message the post is."""
        write = Write("campaigns.giveaway_posted", {"key": giveaway.id, "native": native})
        return Changed(giveaway=replace(giveaway, message=native), writes=(write,))

    async def listed(self) -> Sequence[Giveaway]:
        """The last 20 that were published, newest first."""
        states = [GiveawayState.OPEN, GiveawayState.DRAWN, GiveawayState.CANCELLED]
        rows = await self._reader.rows("campaigns.giveaways", states=[state.value for state in states])
        return [giveaway_of(row) for row in rows]
