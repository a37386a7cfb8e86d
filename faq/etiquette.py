"""When Steward may answer in a group: what the group chose, how much was said, what was just repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from chat.decision import Value, Write
from chat.people import Language, PersonId, Space
from chat.ports import Clock, Reader, Row
from faq.entries import Entry
from faq.lately import Gave, Lately
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
        self.lately = Lately(reader)

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
        version = self._reader.version("faq.behave") + self._reader.version("migrate")
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

    async def repeats(self, entry: Entry, space: Space, language: Language) -> bool:
        """Whether the entry was given there a short while ago, or in the same thread a longer one, in the same words:
        who reads Chinese has no use for the English answer above.
        """
        settings, now = self._settings(), self._clock.now()
        in_thread = now - settings.thread_cooldown
        return any(
            one.entry == entry.id
            and entry.spoken(one.language) == entry.spoken(language)
            and (
                one.at > now - settings.cooldown
                or (space.thread is not None and one.thread == space.thread and one.at > in_thread)
            )
            for one in await self._given(space)
        )

    async def spent(self, person: PersonId, space: Space) -> str:
        """Whose bucket is empty: `person`, `chat`, or nobody's ("")."""
        settings, now = self._settings(), self._clock.now()
        mine, all_ = settings.person_bucket, settings.chat_bucket
        given = await self._given(space)
        if not all_.has_token([one.at for one in given if now - one.at <= all_.memory], now):
            return "chat"
        own = [one.at for one in given if one.person == person and now - one.at <= mine.memory]
        return "" if mine.has_token(own, now) else "person"

    async def _given(self, space: Space) -> Iterable[Gave]:
        settings = self._settings()
        memory = max(
            settings.cooldown,
            settings.thread_cooldown,
            settings.person_bucket.memory,
            settings.chat_bucket.memory,
        )
        return await self.lately.given(space, self._clock.now(), memory)
