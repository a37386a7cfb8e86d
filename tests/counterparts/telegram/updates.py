"""The queue of updates that wait for the bot, with Telegram's rules of acknowledgement and expiry."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.counterparts.telegram.wire import Json

KINDS = frozenset(
    "message edited_message channel_post edited_channel_post business_connection business_message "
    "edited_business_message deleted_business_messages guest_message message_reaction message_reaction_count "
    "inline_query chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media "
    "poll poll_answer my_chat_member chat_member chat_join_request chat_boost removed_chat_boost "
    "managed_bot subscription stopped_message_generation".split()
)
DEFAULT_KINDS = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}
LIFETIME = 86_400
PRESS_LIFETIME = 150
MOST_BYTES = 1 << 22


@dataclass(frozen=True, slots=True)
class Entry:
    """One update, encoded once. A forced one is delivered once, whatever was acknowledged."""

    id: int
    kind: str
    body: bytes
    about: int
    expires: int
    forced: bool = False


class Updates:
    """`acknowledged` counts what the bot has confirmed, `expired` what it came too late for."""

    def __init__(self, *, first_id: int, seconds: Callable[[], int], changed: Callable[[], None]) -> None:
        self._entries: deque[Entry] = deque()
        self._seconds = seconds
        self._changed = changed
        self._next_id = first_id
        self.allowed: frozenset[str] = DEFAULT_KINDS
        self.acknowledged = 0
        self.expired = 0
        self.filtered = 0

    @property
    def pending(self) -> int:
        return len(self._entries)

    @property
    def last_id(self) -> int:
        """The id of the newest update so far."""
        return self._next_id - 1

    def __iter__(self) -> Iterator[Entry]:
        return iter(list(self._entries))

    def allow(self, kinds: object) -> None:
        """None keeps what was set before; a list without any known kind means the default."""
        if isinstance(kinds, list):
            self.allowed = frozenset(str(kind) for kind in kinds) & KINDS or DEFAULT_KINDS

    def add(self, kind: str, body: Json, *, about: int = 0) -> int | None:
        """Its update id, None when the bot did not ask for this kind."""
        if kind in KINDS and kind not in self.allowed:
            self.filtered += 1
            return None
        update_id = self.take_id()
        lifetime = PRESS_LIFETIME if kind == "callback_query" else LIFETIME
        encoded = json.dumps({"update_id": update_id, kind: body}).encode()
        self._append(Entry(update_id, kind, encoded, about, self._seconds() + lifetime))
        return update_id

    def take_id(self) -> int:
        self._next_id += 1
        return self._next_id - 1

    def add_encoded(self, update_id: int, body: bytes, *, forced: bool = False, about: int = 0) -> None:
        """Verbatim bytes under an id of the caller's choice."""
        self._next_id = max(self._next_id, update_id + 1)
        self._append(Entry(update_id, "", body, about, self._seconds() + LIFETIME, forced))

    def add_many(self, entries: list[Entry]) -> None:
        self._entries.extend(entries)
        if entries:
            self._next_id = max(self._next_id, entries[-1].id + 1)
        self._changed()

    def _append(self, entry: Entry) -> None:
        self._entries.append(entry)
        self._changed()

    def acknowledge(self, offset: int) -> None:
        """Everything below the offset is forgotten; a negative one keeps only the last updates."""
        if offset < 0:
            while len(self._entries) > -offset:
                self._confirm()
        elif offset <= self._next_id + 10:
            while self._entries and self._entries[0].id < offset and not self._entries[0].forced:
                self._confirm()

    def _confirm(self) -> None:
        self._entries.popleft()
        self.acknowledged += 1
        if not self._entries or self.acknowledged % 100 == 0:
            self._changed()

    def confirm(self, entry: Entry) -> None:
        """One update accepted by the webhook."""
        self._entries.remove(entry)
        self.acknowledged += 1
        self._changed()

    def read(self, limit: int) -> list[Entry]:
        """The oldest live updates, at most `limit` and 4 MB."""
        self._expire()
        found: list[Entry] = []
        room = MOST_BYTES
        for entry in self._entries:
            room -= len(entry.body) + 50
            if len(found) >= limit or room <= 0:
                break
            found.append(entry)
        self._forget_forced(found)
        return found

    def _forget_forced(self, shown: list[Entry]) -> None:
        for entry in shown:
            if entry.forced:
                self._entries.remove(entry)

    def _expire(self) -> None:
        now = self._seconds()
        while self._entries and self._entries[0].expires <= now:
            self._entries.popleft()
            self.expired += 1

    def clear(self) -> None:
        self._entries.clear()
        self._changed()
