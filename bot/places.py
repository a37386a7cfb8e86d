"""The spaces that are served: from the configuration, or adopted by an owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple

from bot.storage.catalog import MIGRATE
from bot.storage.store import Store
from chat.decision import Write
from chat.people import Language, Space, SpaceKind

Spoken = Literal["zh", "en", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A served space, its title, and the language of announcements (None = the community's)."""

    space: Space
    title: str = ""
    language: Spoken | None = None


class _Served(NamedTuple):
    """All served places by platform and id, and the staff's spaces among them."""

    places: Mapping[tuple[str, str], Place]
    staff: Sequence[Space]


class Places:
    """Knows which spaces are public, which is the staff's, and gives every event's space its kind."""

    def __init__(self, store: Store, community_language: Spoken, home: str | None = None) -> None:
        self._store = store
        self.language = community_language
        self.home_platform = home
        self._configured: dict[tuple[str, str], Place] = {}
        self._found: dict[tuple[str, str], Place] = {}
        self._finders: set[str] = set()
        self._adopted: dict[tuple[str, str], Place] = {}
        self._titles: dict[tuple[str, str], str] = {}
        self._version = -1
        self._merged: _Served | None = None

    def configure(self, places: Iterable[Place]) -> None:
        """Set what the configuration lists."""
        self._configured = {(place.space.platform, place.space.id): place for place in places}
        self._merged = None

    def found(self, platform: str, places: Iterable[Place]) -> None:
        """Set what a platform found to be served; the configuration's word on a place stands, but for its title."""
        self._finders.add(platform)
        self._found = {name: place for name, place in self._found.items() if name[0] != platform}
        for place in places:
            name = (place.space.platform, place.space.id)
            configured = self._configured.get(name)
            if configured is None:
                self._found[name] = place
            elif not configured.title:
                self._configured[name] = replace(configured, title=place.title)
        self._merged = None

    async def refresh(self) -> None:
        """Read what owners adopted, when it changed."""
        version = self._store.version("place")
        if version == self._version:
            return
        self._adopted = {
            (row["platform"], row["id"]): Place(
                space=Space(row["platform"], row["id"], kind=SpaceKind(row["kind"])),
                title=row["title"],
                language=row["language"],
            )
            for row in await self._store.rows("place.all")
        }
        self._version = version
        self._merged = None

    def migration(self, old: Space, new: Space, at: datetime) -> tuple[Write, ...]:
        """The writes that give a space its new native id in every table.

        A configured one is stored as served, for the configuration goes on to name the id that is gone.
        """
        values = {"on": old.platform, "old": old.id, "new": new.id}
        writes = [Write(shape, values) for shape in self._store.catalog.writes if shape.startswith(MIGRATE)]
        place = self._configured.pop((old.platform, old.id), None)
        if place is not None:
            place = replace(place, space=replace(place.space, id=new.id))
            self._configured[new.platform, new.id] = place
            self._merged = None
        place = place or self._configured.get((new.platform, new.id))
        if place is not None:
            row = {"kind": place.space.kind.value, "title": place.title, "language": place.language, "at": at}
            writes.append(Write("place.serve", {"platform": new.platform, "id": new.id, **row}))
        return tuple(writes)

    def known(self, space: Space) -> Space | None:
        """The same space with its kind here; None when it is not served. Private chats always are."""
        if space.is_private:
            return space
        place = self._all().get((space.platform, space.id))
        if place is None:
            return None
        return space if space.kind is place.space.kind else replace(space, kind=place.space.kind)

    def public(self) -> Sequence[Space]:
        """All served spaces that are not the staff's."""
        return [place.space for place in self._all().values() if place.space.kind is not SpaceKind.STAFF]

    def staff(self, platform: str) -> Space | None:
        """The staff space of a platform."""
        return next((space for space in self._staff() if space.platform == platform), None)

    def home(self) -> Space | None:
        """The configured home of tickets, else the only staff space there is (else none)."""
        if self.home_platform:
            return self.staff(self.home_platform)
        staff = self._staff()
        return staff[0] if len(staff) == 1 else None

    def title(self, space: Space) -> str:
        """The name of a served space ("" when none is known)."""
        name = (space.platform, space.id)
        place = self._all().get(name)
        return (place.title or self._titles.get(name, "")) if place else ""

    def called(self, space: Space) -> str:
        """What to call a space, served or not: its title, else the one that the platform told, else its id."""
        return self.title(space) or self._titles.get((space.platform, space.id), "") or space.id

    def finds(self, platform: str) -> bool:
        """Whether that platform tells itself which of its places are served: what it leaves out is none of ours."""
        return platform in self._finders

    def entitle(self, platform: str, native: str, title: str) -> None:
        """A platform told what a space is called now, served or not."""
        self._titles[platform, native] = title

    def adopted(self, platform: str) -> Sequence[Space]:
        """The spaces of a platform that owners adopted, as far as they were read."""
        return [place.space for name, place in self._adopted.items() if name[0] == platform]

    def languages(self, space: Space) -> tuple[Language, ...]:
        """In which languages announcements are made there."""
        place = self._all().get((space.platform, space.id))
        spoken = place.language if place and place.language else self.language
        return ("zh", "en") if spoken == "both" else (spoken,)

    def _staff(self) -> Sequence[Space]:
        return self._served().staff

    def _all(self) -> Mapping[tuple[str, str], Place]:
        return self._served().places

    def _served(self) -> _Served:
        if self._merged is None:
            places = {**self._found, **self._adopted, **self._configured}
            spaces = [place.space for place in places.values()]
            self._merged = _Served(places, [one for one in spaces if one.kind is SpaceKind.STAFF])
        return self._merged
