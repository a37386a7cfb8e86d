"""In which language members wrote last: a press, a form or a bare command has no words of its own."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

from chat.events import Event, MessagePosted, SpokenEvent
from chat.people import Language, PersonId, Rank, SpaceKind
from language.lanes import language_of

LATELY = timedelta(hours=12)
"""So long what somebody wrote says how to speak to them."""
MOST = 10_000


class Tongues:
    """Of members only: the staff write to others in the others' language. Lost with the process: the locale counts."""

    def __init__(self) -> None:
        self._spoken: OrderedDict[PersonId, tuple[Language, datetime]] = OrderedDict()

    def heard(self, event: Event) -> None:
        """A message that is being answered."""
        if not isinstance(event, MessagePosted) or event.by.standing.rank > Rank.MEMBER:
            return
        language = language_of(event.message.text)
        if language is None or not event.by.person or event.space.kind is SpaceKind.STAFF:
            return
        self._spoken[event.by.person] = (language, event.at)
        self._spoken.move_to_end(event.by.person)
        while len(self._spoken) > MOST:
            self._spoken.popitem(last=False)

    def of(self, event: SpokenEvent) -> Language | None:
        """The language of who acts, None when they have written nothing of late."""
        if event.by.standing.rank > Rank.MEMBER:
            return None
        language, at = self._spoken.get(event.by.person, (None, event.at))
        return language if event.at - at <= LATELY else None
