"""What was just said where, in memory only: the context of a follow-up, and whether a human already helps."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chat.commands import read_order
from chat.events import MessagePosted
from chat.messages import Message
from chat.people import Identity, PersonId, Space

REMEMBERED = 40
PLACES = 500
LONGEST = 500
CONTEXT = 3
"""Earlier questions of the same person that a follow-up may lean on."""
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One message: who said it, as staff or not, and to whom as far as the platform tells."""

    id: str
    person: PersonId
    account: Identity
    staff: bool
    text: str
    at: datetime
    to: frozenset[str]


class Conversation:
    """The last 40 messages of each of the 500 liveliest places; lost with the process."""

    def __init__(self) -> None:
        self._places: OrderedDict[Space, deque[Heard]] = OrderedDict()

    def remember(self, event: MessagePosted) -> None:
        """Keep what somebody says or shows in mind; a command is said to Steward, not to people."""
        message, by = event.message, event.by
        if not by.is_human or read_order(message.text):
            return
        window = self._places.get(event.space)
        if window is None:
            window = self._places[event.space] = deque(maxlen=REMEMBERED)
            while len(self._places) > PLACES:
                self._places.popitem(last=False)
        else:
            self._places.move_to_end(event.space)
        if window and window[-1].id == message.id:
            return
        window.append(
            Heard(
                id=message.id,
                person=by.person,
                account=by.identity,
                staff=by.is_staff,
                text=message.text[:LONGEST],
                at=event.at,
                to=_to_whom(message),
            )
        )

    def context(self, event: MessagePosted, within: timedelta) -> Sequence[str]:
        """What the author said there before this message, oldest first."""
        said = self._before(event, within)
        before = [one.text for one in said if one.person == event.by.person and one.text]
        return before[-CONTEXT:]

    def is_helped(self, event: MessagePosted, within: timedelta) -> bool:
        """Whether another human is at it: they answered or named the author, or staff spoke right after them."""
        just_asked = False
        for one in self._before(event, within):
            own = one.person == event.by.person
            if not own and (event.by.identity.id in one.to or (one.staff and just_asked)):
                return True
            just_asked = own
        return False

    def _before(self, event: MessagePosted, within: timedelta) -> Iterator[Heard]:
        for one in self._places.get(event.space, ()):
            if one.id == event.message.id:
                return
            if event.at - one.at <= within:
                yield one

    def forget(self, person: PersonId) -> None:
        """Drop everything a person said."""
        for place, window in self._places.items():
            self._places[place] = deque((one for one in window if one.person != person), maxlen=REMEMBERED)


def _to_whom(message: Message) -> frozenset[str]:
    """The accounts that a message names, and the one that it answers."""
    reply = message.reply_to
    answered = reply.by.id if reply and reply.by else ""
    if not answered and not message.entities:
        return _NOBODY
    named = [one.target for one in message.mentions if one.target]
    return frozenset([*named, answered] if answered else named)
