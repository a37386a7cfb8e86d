"""When Steward may answer in a group: what the group chose, how much was said, what was just repeated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from chat.decision import Value, Write
from chat.people import PersonId, Space
from chat.ports import Clock, Reader, Row
from faq.entries import Entry
from faq.manners import Delivery, Manners, Mode, read_quiet
from faq.settings import FaqSettings


class Etiquette:
    """Reads; decides nothing. A group's own choice goes before the configuration."""

    def __init__(
        self, *, reader: Reader, clock: Clock, zone: ZoneInfo, settings: Callable[[], FaqSettings]
    ) -> None:
        self._reader = reader
        self._clock = clock
        self._zone = zone
        self._settings = settings
        self._chosen: Mapping[tuple[str, str], Row] = {}
        self._version = -1

    async def at(self, space: Space) -> Manners:
        """What holds there."""
        usual = self._settings().manners
        row = (await self._rows()).get((space.platform, space.id))
        if row is None:
            return usual
        return Manners(
            mode=Mode(row["mode"]) if row["mode"] else usual.mode,
            delivery=Delivery(row["delivery"]) if row["delivery"] else usual.delivery,
            quiet=usual.quiet if row["quiet"] is None else read_quiet(row["quiet"]),
        )

    async def _rows(self) -> Mapping[tuple[str, str], Row]:
        version = self._reader.version("faq")
        if version != self._version:
            rows = await self._reader.rows("faq.manners")
            self._chosen = {(row["platform"], row["space"]): row for row in rows}
            self._version = version
        return self._chosen

    async def behave(self, space: Space, **chosen: str) -> tuple[Manners, Write]:
        """What a group chooses (`mode`, `delivery`, `quiet`), what holds then, and the row that keeps it.

        Raises ValueError for a word that says nothing.
        """
        row = (await self._rows()).get((space.platform, space.id), {})
        kept: dict[str, Value] = {name: row.get(name) for name in ("mode", "delivery", "quiet")}
        now = await self.at(space)
        for name, word in chosen.items():
            match name:
                case "mode":
                    now = replace(now, mode=Mode(word))
                case "delivery":
                    now = replace(now, delivery=Delivery(word))
                case _:
                    now = replace(now, quiet=read_quiet(word))
                    word = str(now.quiet or "")
            kept[name] = word
        place: dict[str, Value] = {"platform": space.platform, "space": space.id, "at": self._clock.now()}
        return now, Write("faq.behave", {**place, **kept})

    def is_quiet(self, manners: Manners) -> bool:
        """Whether the group wants to be left in peace at this hour."""
        local = self._clock.now().astimezone(self._zone).time()
        return manners.quiet is not None and manners.quiet.covers(local)

    async def repeats(self, entry: Entry, space: Space) -> bool:
        """Whether the entry was given there a short while ago, or in the same thread a longer one."""
        settings, now = self._settings(), self._clock.now()
        longest = max(settings.cooldown, settings.thread_cooldown)
        rows = await self._reader.rows(
            "faq.recent", platform=space.platform, space=space.id, entry=entry.id, since=now - longest
        )
        in_thread = now - settings.thread_cooldown
        return any(
            row["at"] > now - settings.cooldown
            or (space.thread is not None and row["thread"] == space.thread and row["at"] > in_thread)
            for row in rows
        )

    async def spent(self, person: PersonId, space: Space) -> str:
        """Whose bucket is empty: `person`, `chat`, or nobody's ("")."""
        settings, now = self._settings(), self._clock.now()
        mine, all_ = settings.person_bucket, settings.chat_bucket
        rows = await self._reader.rows(
            "faq.given_in",
            platform=space.platform,
            space=space.id,
            since=now - max(mine.memory, all_.memory),
        )
        if not all_.has_token([row["at"] for row in rows if now - row["at"] <= all_.memory], now):
            return "chat"
        own = [row["at"] for row in rows if row["person"] == person and now - row["at"] <= mine.memory]
        return "" if mine.has_token(own, now) else "person"
