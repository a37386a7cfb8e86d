"""What is remembered of messages for a while: their look, their albums, and groups that got a new id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_LOOKS = 20_000
MOST_ALBUMS = 2_000
MOST_PRESSES = 5_000
SAME_LANE_FOR = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class _Look:
    """How a message looks now, and what was said of its last updates."""

    now: int
    answers: tuple[tuple[int, bool], ...]


class Memory:
    """Bounded and lost with the process: what is not remembered is taken as changed, or as alone."""

    def __init__(self) -> None:
        self._looks: dict[tuple[int, int], _Look] = {}
        self._albums: dict[tuple[int, str], list[int]] = {}
        self._album_of: dict[tuple[int, int], str] = {}
        self._lanes: dict[int, tuple[int, datetime]] = {}
        self._pressers: dict[str, int] = {}
        self.moved: dict[int, int] = {}

    def is_new_look(self, update: int, message: tuple[int, int], look: int) -> bool:
        """Whether a message looks different than before that update; asking twice answers the same."""
        known = self._looks.get(message)
        if known is None:
            self._looks[message] = _Look(look, ((update, True),))
            if len(self._looks) > MOST_LOOKS:
                del self._looks[next(iter(self._looks))]
            return True
        for number, answer in known.answers:
            if number == update:
                return answer
        is_new = known.now != look
        self._looks[message] = _Look(look, (*known.answers[-7:], (update, is_new)))
        return is_new

    def join_album(self, chat: int, message: int, album: str) -> None:
        """That message is one of the album's."""
        known = self._albums.setdefault((chat, album), [])
        if message not in known:
            known.append(message)
            self._album_of[chat, message] = album
        if len(self._albums) > MOST_ALBUMS:
            oldest = next(iter(self._albums))
            for gone in self._albums.pop(oldest):
                self._album_of.pop((oldest[0], gone), None)

    def with_albums(self, chat: int, messages: Sequence[int]) -> list[int]:
        """Those messages and every other one of their albums."""
        wanted: dict[int, None] = {}
        for message in messages:
            wanted[message] = None
            album = self._album_of.get((chat, message))
            if album is not None:
                wanted.update(dict.fromkeys(self._albums.get((chat, album), ())))
        return list(wanted)

    def note_press(self, press: str, user: int) -> None:
        """Who waits for the answer to a press."""
        self._pressers[press] = user
        if len(self._pressers) > MOST_PRESSES:
            del self._pressers[next(iter(self._pressers))]

    def presser(self, press: str) -> int | None:
        """Who pressed, None when that is not known any more."""
        return self._pressers.get(press)

    def note_move(self, old: int, new: int, at: datetime) -> None:
        """A group became a supergroup: for a while what happens there waits behind the news of the move."""
        self.moved[old] = new
        self._lanes[new] = (old, at + SAME_LANE_FOR)

    def lane(self, chat: int, now: datetime) -> int:
        """The chat in whose lane the events of a chat are handled."""
        if not self._lanes or chat not in self._lanes:
            return chat
        old, until = self._lanes[chat]
        if now > until:
            del self._lanes[chat]
            return chat
        return old
