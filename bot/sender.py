"""One action on its way: claimed, filled in, performed, and looked for when nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.codec import decode
from bot.committer import Committer
from bot.outbox_rows import CLAIMED, LEASE, OutRow
from bot.storage.store import Store
from chat.actions import (
    Action,
    Ambiguous,
    Degraded,
    Document,
    Done,
    MadeBy,
    NotNow,
    Outcome,
    Post,
    Refused,
    Repeat,
    Unsupported,
)
from chat.decision import Value, Write
from chat.messages import MessageRef
from chat.people import PersonId, Space
from chat.ports import Adapter, Clock, Errand

LONGEST_RETRY = timedelta(minutes=5)

log = structlog.get_logger()


class Sender:
    """Carries rows to adapters for one process, named by `owner` in its leases."""

    def __init__(self, *, store: Store, committer: Committer, clock: Clock, owner: str) -> None:
        self._store = store
        self._committer = committer
        self._clock = clock
        self._owner = owner
        self.adapters: Mapping[str, Adapter] = {}

    async def deliver(self, adapter: Adapter, row: OutRow) -> Outcome:
        """Claim the row, do the action, and tell what became of it. Raises Clash when somebody else has the row."""
        unknown = row.state == "sending"
        if not unknown and row.state != CLAIMED:
            await self._claim(row)
        errand = await self._errand(row)
        lost = 0
        if isinstance(errand, Errand):
            errand, lost = await self._crossed(errand, row.platform)
        if isinstance(errand, Refused):
            outcome: Outcome = errand
        elif unknown or row.attempts > 1:
            outcome = await self._resume(adapter, row, errand, unknown)
        else:
            outcome = await self._perform(adapter, errand)
        if isinstance(outcome, Ambiguous) and isinstance(errand, Errand):
            outcome = await adapter.recover(errand) or outcome
        if lost and isinstance(outcome, Done):
            return Degraded("file.not_carried", outcome.ids)
        return outcome

    async def _crossed(self, errand: Errand, platform: str) -> tuple[Errand, int]:
        """The errand with the files that come from other platforms, and how many could not be had."""
        action = errand.action
        foreign = [one for one in getattr(action, "carried", ()) if one.platform != platform]
        found: list[Document] = []
        for one in foreign:
            source = self.adapters.get(one.platform)
            data = await source.fetch(one.attachment) if source else None
            if data is not None:
                found.append(Document(data=data, name=one.attachment.name or one.attachment.media.value))
        return replace(errand, files=tuple(found)), len(foreign) - len(found)

    async def _resume(self, adapter: Adapter, row: OutRow, errand: Errand, unknown: bool) -> Outcome:
        """After a crash nobody knows: look, else repeat or park as the row's class says."""
        if not unknown:
            return await self._perform(adapter, errand)
        found = await adapter.recover(errand)
        if found is not None and not isinstance(found, NotNow):
            return found
        if found is None and row.repeat == Repeat.PARK:
            return Ambiguous("crash")
        return await self._perform(adapter, errand)

    async def _claim(self, row: OutRow) -> None:
        now = self._clock.now()
        values: dict[str, Value] = {
            "k": row.key,
            "was": row.fence,
            "me": self._owner,
            "until": now + LEASE,
            "at_": now,
        }
        await self._committer.commit([Write("outbox.claim", values, expect=1)])
        row.fence += 1
        row.attempts += 1
        row.first_try = row.first_try or now
        row.state = "sending"

    async def _errand(self, row: OutRow) -> Errand | Refused:
        """The action as the adapter needs it: what others made filled in, the person's account named."""
        action: Action = decode(row.payload)
        if row.needs:
            made = await self._store.row("outbox.made", k=row.needs)
            if made is None or made["state"] != "done" or not made["result"]:
                return Refused("forerunner.failed")
            action = _filled(action, made)
        if not row.space:
            return Refused("person.unknown")
        account = ""
        person: PersonId | None = getattr(action, "person", None)
        if person is not None:
            for found in await self._store.rows("people.identities", p=person):
                if found["platform"] == row.platform:
                    account = found["id"]
            if not account:
                return Refused("person.unknown")
        first_try = row.first_try or self._clock.now()
        return Errand(action=action, key=row.key, attempt=row.attempts, first_try=first_try, account=account)

    async def _perform(self, adapter: Adapter, errand: Errand) -> Outcome:
        action = errand.action
        assert isinstance(action.to, Space)
        if action.needs not in adapter.capabilities(action.to):
            return Unsupported(f"{action.needs}.missing")
        try:
            return await adapter.perform(errand)
        except Exception:
            log.exception("outbox.adapter_raised", action=errand.key, verb=action.verb)
            return Refused("bug")


def backoff(attempts: int) -> timedelta:
    """How long to wait before the next try."""
    return min(timedelta(seconds=0.5 * 2 ** min(attempts, 12)), LONGEST_RETRY)


def _filled(action: Action, made: Mapping[str, object]) -> Action:
    """Put in what the forerunner made: a thread to post in, or a message to change."""
    result = decode(str(made["result"]))
    native = str(result[0]) if result else ""
    assert isinstance(action.to, Space)
    if isinstance(action, Post) and isinstance(action.thread, MadeBy):
        return replace(action, to=replace(action.to, thread=native), thread=None)
    space = Space(str(made["platform"]), str(made["space"]), str(made["thread"]) if made["thread"] else None)
    message = MessageRef(space, native)
    if isinstance(getattr(action, "message", None), MadeBy):
        return replace(action, message=message)  # type: ignore[call-arg]
    return action
