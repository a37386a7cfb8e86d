"""The state of the local platform: residents, places, messages; kept in memory and in rows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.adapters.local.forms import FormGone, Forms, ShownForm
from bot.codec import decode, encode
from bot.committer import Committer
from bot.storage.store import Store
from chat.actions import Button, Document, Picture
from chat.decision import Write
from chat.people import Space, SpaceKind
from chat.ports import Clock
from chat.text import Rich

PLATFORM = "local"
STEWARD = "steward"
GARDEN = Space(PLATFORM, "garden", kind=SpaceKind.GROUP)
STAFF = Space(PLATFORM, "staff", kind=SpaceKind.STAFF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """Somebody who lives in the town; `state` is member, asking, left, removed or banned."""

    id: str
    name: str
    locale: str
    roles: frozenset[str] = frozenset()
    state: str = "member"
    muted_until: datetime | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A message on the local platform; `seen_by` set = shown to that resident alone."""

    id: int
    key: str
    space: Space
    author: str
    body: Rich
    at: datetime
    buttons: tuple[tuple[Button, ...], ...] = ()
    reply_to: str | None = None
    seen_by: str | None = None
    edited: bool = False
    deleted: bool = False
    pinned: bool = False
    file: Picture | Document | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A thread of a place."""

    id: str
    key: str
    space: Space
    title: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Farewell:
    """The town closes: nothing follows."""


Change = Saying | Resident | Thread | ShownForm | FormGone | Farewell
"""What listeners (the web page) are told of."""


class Town:
    """One small community. Every change is durable before it is seen."""

    def __init__(self, store: Store, committer: Committer, clock: Clock) -> None:
        self._store = store
        self._committer = committer
        self._clock = clock
        self.residents: dict[str, Resident] = {}
        self.sayings: dict[int, Saying] = {}
        self.threads: dict[str, Thread] = {}
        self.forms = Forms(self._tell)
        self.reactions: dict[int, dict[str, set[str]]] = {}
        self.locked = False
        self.slow_mode = 0.0
        self.gated = False
        self.requests: dict[str, Resident] = {}
        self._keys: dict[str, str] = {}
        self._last = 0
        self._listeners: set[Callable[[Change], None]] = set()
        self._writing = asyncio.Lock()

    async def open(self) -> None:
        """Read the rows of earlier days."""
        for row in await self._store.rows("local.residents"):
            roles = frozenset(row["roles"].split())
            values = {name: row[name] for name in ("id", "name", "locale", "state", "muted_until")}
            self.residents[row["id"]] = Resident(**values, roles=roles)
        for row in await self._store.rows("local.threads"):
            space = _place(row["space"])
            self.threads[row["id"]] = Thread(
                id=row["id"], key=row["key"], space=space, title=row["title"], closed=row["closed"]
            )
            self._keys[row["key"]] = row["id"]
        for row in await self._store.rows("local.messages"):
            self._remember(_saying(row))

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Tell `listener` of every change from now on; call the result to end that."""
        self._listeners.add(listener)
        return lambda: self._listeners.discard(listener)

    def close(self) -> None:
        """Tell everybody who listens that nothing follows."""
        self._tell(Farewell())

    async def settle_in(self, resident: Resident) -> None:
        """Add or change a resident."""
        await self._commit([_resident_row(resident)])
        self.residents[resident.id] = resident
        self._tell(resident)

    async def say(self, saying: Saying, arrives: Callable[[Saying], Write] | None = None) -> Saying:
        """Say something (its id is given here) and store with it the row of its arrival at Steward.

        A key that was said before is not repeated.
        """
        async with self._writing:
            if saying.key in self._keys:
                return self.sayings[int(self._keys[saying.key])]
            saying = replace(saying, id=self._last + 1, at=self._clock.now())
            await self._commit([_row(saying), *([arrives(saying)] if arrives else [])])
            self._remember(saying)
        self._tell(saying)
        return saying

    async def change(self, saying: Saying, *more: Write) -> None:
        """Edit, delete or pin."""
        await self._commit([_row(saying), *more])
        self._remember(saying)
        self._tell(saying)

    def react(self, saying: Saying, resident: str, emoji: str, *, present: bool) -> None:
        """Put a reaction on a message or take it away; reactions are gone after a restart."""
        shown = self.reactions.setdefault(saying.id, {})
        people = shown.setdefault(emoji, set())
        people.add(resident) if present else people.discard(resident)
        if not people:
            del shown[emoji]
        self._tell(saying)

    async def open_thread(self, key: str, space: Space, title: str) -> Thread:
        """Make a thread, once for a key."""
        async with self._writing:
            if key in self._keys:
                return self.threads[self._keys[key]]
            thread = Thread(id=f"thread{len(self.threads) + 1}", key=key, space=space, title=title)
            await self._commit([_thread_row(thread)])
            self.threads[thread.id] = thread
            self._keys[key] = thread.id
        self._tell(thread)
        return thread

    async def close_thread(self, thread: Thread, closed: bool) -> None:
        """Close or reopen a thread."""
        thread = replace(thread, closed=closed)
        await self._commit([_thread_row(thread)])
        self.threads[thread.id] = thread
        self._tell(thread)

    async def record(self, *writes: Write) -> None:
        """Make other rows durable (an event that no message carries)."""
        await self._commit(list(writes))

    def made(self, key: str) -> str | None:
        """The id of what was made under that key."""
        return self._keys.get(key)

    def heard_by(self, resident: str, space: Space) -> Sequence[Saying]:
        """What that resident sees in a place, oldest first."""
        return [
            saying
            for saying in self.sayings.values()
            if saying.space.id == space.id and not saying.deleted and saying.seen_by in (None, resident)
        ]

    async def _commit(self, writes: list[Write]) -> None:
        await self._committer.commit(writes)

    def _remember(self, saying: Saying) -> None:
        self.sayings[saying.id] = saying
        self._keys[saying.key] = str(saying.id)
        self._last = max(self._last, saying.id)

    def _tell(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            listener(change)


def private_of(resident: str) -> Space:
    """The private chat of a resident with Steward."""
    return Space(PLATFORM, resident, kind=SpaceKind.PRIVATE)


def _place(space: str, thread: str | None = None) -> Space:
    kinds = {GARDEN.id: SpaceKind.GROUP, STAFF.id: SpaceKind.STAFF}
    return Space(PLATFORM, space, thread, kinds.get(space, SpaceKind.PRIVATE))


def _row(saying: Saying) -> Write:
    return Write(
        "local.message",
        {
            "id": saying.id,
            "key": saying.key,
            "space": saying.space.id,
            "thread": saying.space.thread,
            "author": saying.author,
            "body": encode(saying.body),
            "buttons": encode(saying.buttons),
            "reply_to": saying.reply_to,
            "seen_by": saying.seen_by,
            "at": saying.at,
            "edited": saying.edited,
            "deleted": saying.deleted,
            "pinned": saying.pinned,
            "file": encode(saying.file) if saying.file else None,
        },
    )


def _saying(row: Any) -> Saying:
    return Saying(
        id=row["id"],
        key=row["key"],
        space=_place(row["space"], row["thread"]),
        author=row["author"],
        body=decode(row["body"]) if row["body"] else Rich(()),
        at=row["at"],
        buttons=decode(row["buttons"]),
        reply_to=row["reply_to"],
        seen_by=row["seen_by"],
        edited=row["edited"],
        deleted=row["deleted"],
        pinned=row["pinned"],
        file=decode(row["file"]) if row["file"] else None,
    )


def _resident_row(resident: Resident) -> Write:
    return Write(
        "local.resident",
        {
            "id": resident.id,
            "name": resident.name,
            "locale": resident.locale,
            "roles": " ".join(sorted(resident.roles)),
            "state": resident.state,
            "muted_until": resident.muted_until,
        },
    )


def _thread_row(thread: Thread) -> Write:
    return Write(
        "local.thread",
        {
            "id": thread.id,
            "key": thread.key,
            "space": thread.space.id,
            "title": thread.title,
            "closed": thread.closed,
        },
    )
