"""Waiting until something is seen in the town."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from tests.counterparts.telegram.calls import Call

Seen = TypeVar("Seen")
_LOOK = 0.05


class Watch:
    """Predicates are looked at after every change, and at least every 50 ms: they may depend on more than the town."""

    def __init__(self) -> None:
        self._watchers: set[asyncio.Event] = set()

    def changed(self) -> None:
        for watcher in self._watchers:
            watcher.set()

    async def until(self, seen: Callable[[], Seen], timeout: float, recent: Callable[[], list[Call]]) -> Seen:
        """The predicate's value; `AssertionError` with what the bot did instead."""
        watcher = asyncio.Event()
        self._watchers.add(watcher)
        try:
            async with asyncio.timeout(timeout):
                while not (found := seen()):
                    watcher.clear()
                    await _glance(watcher)
                return found
        except TimeoutError:
            lines = [f"{call.method} {call.params}: {call.outcome} {call.description}" for call in recent()]
            raise AssertionError("\n".join(["not seen in time; the last calls:", *lines[-12:]])) from None
        finally:
            self._watchers.discard(watcher)


async def _glance(watcher: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(_LOOK):
            await watcher.wait()
    except TimeoutError:
        return
