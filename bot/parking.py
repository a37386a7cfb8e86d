"""Handlers that failed: kept with their event, tried again alone, told to the managers when nothing helped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from bot.composer import alarm_write
from bot.inbox import COMMUNITY, Delivery, Inbox
from bot.storage.store import Store
from chat.decision import Alarm, Value, Write
from chat.events import TroubleArose
from chat.people import Space
from chat.ports import Clock

RETRY = "bot.retry"
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
WHOLE = "pipeline"
"""Instead of a handler's name: the event as a whole could not be decided."""
TOLD = "steward:parked:"


class Parking:
    """Makes the writes that park a failure, `clean` of secrets; reads it back when its alarm rings."""

    def __init__(self, *, store: Store, inbox: Inbox, clock: Clock, clean: Callable[[str], str]) -> None:
        self._store = store
        self._inbox = inbox
        self._clock = clock
        self._clean = clean
        self._told: dict[tuple[str, str], tuple[date, str]] = {}

    def park(self, delivery: Delivery, handler: str, trouble: str, *, before: int = 0) -> list[Write]:
        """Keep the failure and wake for the next try; after the last one the managers hear of it, once, and not of the
        like that day: a fault in a handler fails with every message.

        `before` is how often it had failed until now.
        """
        now = self._clock.now()
        values: dict[str, Value] = {
            "key": delivery.key,
            "handler": handler,
            "source": delivery.source,
            "lane": delivery.lane,
            "payload": delivery.payload,
            "trouble": _storable(self._clean(trouble))[-4000:],
            "attempts": 1,
            "state": "parked",
            "at": now,
        }
        writes = [Write("parked.add", values)]
        if before < len(RETRY_AFTER):
            subject = f"{delivery.key}|{handler}"
            again = Alarm(
                kind=RETRY, subject=subject, at=now + RETRY_AFTER[before], space=_place(delivery.lane)
            )
            writes.append(alarm_write(again, now + RETRY_AFTER[before]))
        elif not delivery.key.startswith(TOLD) and self._is_first(delivery, handler, trouble):
            writes.append(self._tell(delivery, handler, trouble))
        return writes

    async def find(self, subject: str) -> Mapping[str, Any] | None:
        """The parked row that an alarm's subject names, None when it is settled."""
        key, _, handler = subject.rpartition("|")
        rows = await self._store.rows("parked.open")
        return next((row for row in rows if (row["key"], row["handler"]) == (key, handler)), None)

    def settle(self, key: str, handler: str) -> Write:
        """It was tried again and went well."""
        return Write("parked.settle", {"k": key, "h": handler, "to": "retried"})

    def _is_first(self, delivery: Delivery, handler: str, trouble: str) -> bool:
        """Whether nothing like it was told today, unless of this very delivery: it may not have been written. An event
        that could not be read is told each time.
        """
        if handler == WHOLE:
            return True
        today = self._clock.now().date()
        known = self._told.setdefault((handler, _kind(trouble)), (today, delivery.key))
        if known[0] != today:
            known = self._told[handler, _kind(trouble)] = today, delivery.key
        return known[1] == delivery.key

    def _tell(self, delivery: Delivery, handler: str, trouble: str) -> Write:
        event = TroubleArose(
            key=f"{TOLD}{delivery.key}|{handler}",
            at=self._clock.now(),
            space=COMMUNITY,
            code="parked",
            detail=f"{handler}, {delivery.key} ({_kind(trouble)})",
        )
        return self._inbox.event_write(event)


def _place(lane: str) -> Space:
    platform, _, name = lane.partition(":")
    return Space(platform, name)


def _kind(trouble: str) -> str:
    """What was raised, without its words: they may quote what somebody said."""
    return trouble.strip().rpartition("\n")[2].partition(":")[0].rpartition(".")[2] or "?"


def _storable(trouble: str) -> str:
    """A traceback may quote what no database holds."""
    return trouble.encode(errors="backslashreplace").decode().replace("\x00", "\\x00")
