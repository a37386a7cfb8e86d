"""What was just said where: a small window in memory, for a complaint's context and a card's story."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chat.events import MessagePosted
from chat.messages import MessageRef
from chat.people import PersonId, Space

REMEMBERED = 40
PLACES = 500
LONGEST = 500
FOR = timedelta(hours=24)
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One message, as far as it is remembered: `account` and `named` are native ids of people."""

    person: PersonId
    text: str
    at: datetime
    ref: MessageRef
    account: str = ""
    staff: bool = False
    reply_to: str = ""
    named: frozenset[str] = frozenset()


def saying_of(event: MessagePosted) -> Saying:
    """What is remembered of a message."""
    message, reply = event.message, event.message.reply_to
    return Saying(
        person=event.by.person,
        text=message.text[:LONGEST],
        at=event.at,
        ref=message.ref,
        account=event.by.identity.id,
        staff=event.by.is_staff,
        reply_to=reply.id if reply else "",
        named=frozenset(one.target for one in message.mentions if one.target)
        if message.mentions
        else _NOBODY,
    )


class Conversations:
    """The last 40 messages of each of the 500 liveliest places, for 24 hours at most; lost with the process."""

    def __init__(self) -> None:
        self._places: OrderedDict[Space, deque[Saying]] = OrderedDict()

    def remember(self, saying: Saying) -> None:
        """Add a message; one that is already there is not added twice."""
        place = saying.ref.space
        window = self._places.get(place)
        if window is None:
            window = self._places[place] = deque(maxlen=REMEMBERED)
            while len(self._places) > PLACES:
                self._places.popitem(last=False)
        else:
            self._places.move_to_end(place)
        if not window or window[-1].ref.id != saying.ref.id:
            window.append(saying)

    def before(self, space: Space, now: datetime, message: str | None) -> Sequence[Saying]:
        """What was said there before `message` (everything when that is None), oldest first."""
        found = [one for one in self._places.get(space, ()) if now - one.at <= FOR]
        end = next((index for index, one in enumerate(found) if one.ref.id == message), len(found))
        return found[:end]

    def of(
        self, person: PersonId, space: Space, now: datetime, message: str | None = None
    ) -> Sequence[Saying]:
        """The same, of one person."""
        found = []
        for one in self._places.get(space, ()):
            if one.person == person:
                if one.ref.id == message:
                    break
                if now - one.at <= FOR:
                    found.append(one)
        return found

    def forget(self, person: PersonId) -> None:
        """Drop everything a person said."""
        for place, window in self._places.items():
            self._places[place] = deque((one for one in window if one.person != person), maxlen=REMEMBERED)
