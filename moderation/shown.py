"""Under which names people spoke lately, in memory: who changes theirs is noticed with their next message."""

from __future__ import annotations

from collections import OrderedDict

from chat.events import SpokenEvent
from chat.people import PersonId

_REMEMBERED = 20_000


class Shown:
    """The name that each person showed last. After a start nobody has changed theirs yet."""

    def __init__(self) -> None:
        self._names: OrderedDict[PersonId, tuple[str, str | None]] = OrderedDict()

    def learn(self, event: SpokenEvent) -> bool:
        """Take over the name shown now; whether it is another one than before."""
        by = event.by
        shown = by.name, by.username
        known = self._names.get(by.person)
        if known == shown:
            return False
        self._names[by.person] = shown
        if len(self._names) > _REMEMBERED:
            self._names.popitem(last=False)
        return known is not None

    def forget(self, person: PersonId) -> None:
        """As if they had never spoken."""
        self._names.pop(person, None)
