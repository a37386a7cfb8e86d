"""What was given in each place lately, in memory: read once for each place, then told of every answer."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chat.people import Language, PersonId, Space
from chat.ports import Reader

AT_ONCE = timedelta(minutes=1)
"""So soon after the first, what looks the same is the same answer."""

PLACES = 2_000
"""Places that are remembered; one that is not is read again."""


@dataclass(frozen=True, slots=True)
class Gave:
    """One answer: which entry, where and when, to whom, under which message of theirs, and in which language."""

    entry: str
    thread: str | None
    at: datetime
    person: PersonId
    message: str | None
    language: Language


class Lately:
    """The answers of each group within `memory`, oldest first; lost with the process and read again from the store."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._places: OrderedDict[tuple[str, str], deque[Gave]] = OrderedDict()

    async def given(self, space: Space, now: datetime, memory: timedelta) -> Iterable[Gave]:
        """What was given in a group since `memory` ago."""
        place = space.platform, space.id
        found = self._places.get(place)
        if found is None:
            rows = await self._reader.rows(
                "faq.given_in", platform=space.platform, space=space.id, since=now - memory
            )
            found = self._places[place] = deque(Gave(**row) for row in rows)
            while len(self._places) > PLACES:
                self._places.popitem(last=False)
        self._places.move_to_end(place)
        while found and now - found[0].at > memory:
            found.popleft()
        return found

    def gave(self, values: Mapping[str, object]) -> None:
        """An answer was decided (the values of its row); decided again after a clash, it is still one. A button may be
        pressed again later: that is another.
        """
        found = self._places.get((str(values["platform"]), str(values["space"])))
        one = Gave(**{name: values[name] for name in Gave.__slots__})  # type: ignore[arg-type]
        again = any(
            (it.message, it.entry, it.person) == (one.message, one.entry, one.person)
            and one.at - it.at < AT_ONCE
            for it in found or ()
        )
        if found is not None and (one.message is None or not again):
            found.append(one)

    def forget(self) -> None:
        """People were joined or erased: everything is read again."""
        self._places.clear()
