"""What an outcome writes: the row's end, what it frees or takes down with it, and the event that tells."""

from __future__ import annotations

from dataclasses import replace

from bot.codec import decode, encode
from bot.inbox import Inbox
from bot.outbox_rows import OutboxRows, OutRow
from bot.storage.store import Store
from chat.actions import (
    About,
    Acknowledge,
    Action,
    Ambiguous,
    Degraded,
    Delete,
    Done,
    Outcome,
    Post,
    Refused,
    ShowForm,
    TooLate,
    Unsupported,
)
from chat.decision import Value, Write
from chat.events import ActionDone, ActionFailed
from chat.people import PersonId, Space, SpaceKind
from chat.ports import Clock

_NAMES = {Refused: "refused", Unsupported: "unsupported", TooLate: "too_late", Ambiguous: "parked"}


class Outcomes:
    """Makes the one unit of writes that records an outcome."""

    def __init__(self, *, store: Store, inbox: Inbox, rows: OutboxRows, clock: Clock) -> None:
        self._store = store
        self._inbox = inbox
        self._rows = rows
        self._clock = clock

    async def writes(self, row: OutRow, outcome: Outcome) -> list[Write]:
        """Row state and event in one unit."""
        if isinstance(outcome, Done | Degraded):
            return self._done(row, outcome)
        return await self._failed(row, outcome)

    def _done(self, row: OutRow, outcome: Done | Degraded) -> list[Write]:
        how = outcome.how if isinstance(outcome, Degraded) else ""
        writes = [self._finish(row, "done", encode(outcome.ids), how or None)]
        if row.verb not in (Acknowledge.__name__, ShowForm.__name__) or how:
            done = ActionDone(
                key=f"{row.key}#done",
                at=self._clock.now(),
                space=_space(row),
                action=row.key,
                verb=row.verb,
                about=_about(row),
                ids=outcome.ids,
                degraded=how,
                person=PersonId(row.person) if row.person else None,
            )
            writes.append(self._inbox.event_write(done))
        writes.append(Write("outbox.release", {"made": row.key}))
        writes.extend(self._vanish(row, outcome.ids))
        return writes

    def _vanish(self, row: OutRow, ids: tuple[str, ...]) -> list[Write]:
        if row.verb != Post.__name__ or not ids:
            return []
        post = decode(row.payload)
        if not isinstance(post, Post) or post.vanish is None:
            return []
        delete = Delete(to=post.to, messages=ids)
        return self._rows.add(f"{row.key}/vanish", delete, not_before=self._clock.now() + post.vanish)

    async def _failed(self, row: OutRow, outcome: Outcome) -> list[Write]:
        why = getattr(outcome, "why", "unknown")
        name = _NAMES.get(type(outcome), "refused")
        state = "parked" if isinstance(outcome, Ambiguous) else "failed"
        writes = [self._finish(row, state, None, why)]
        action: Action = decode(row.payload)
        if state == "failed" and isinstance(action, Post) and action.otherwise is not None:
            otherwise = replace(action.otherwise, about=action.otherwise.about or action.about)
            person = PersonId(row.person) if row.person else None
            return [
                *writes,
                *self._rows.add(f"{row.key}/otherwise", otherwise, person=person),
            ]
        writes.append(self._inbox.event_write(self._event(row, name, why)))
        if state == "failed":
            for held in await self._store.rows("outbox.needing", made=row.key):
                writes += await self.refuse_held(OutRow.read(held), "forerunner.failed")
        return writes

    async def refuse_held(self, row: OutRow, why: str) -> list[Write]:
        """A row that waited for something that will never be made, and all that wait for it in turn."""
        values: dict[str, Value] = {"k": row.key, "to": "failed", "because": why, "at_": self._clock.now()}
        writes = [Write("outbox.refuse", values), self._inbox.event_write(self._event(row, "refused", why))]
        for held in await self._store.rows("outbox.needing", made=row.key):
            writes += await self.refuse_held(OutRow.read(held), why)
        return writes

    def _event(self, row: OutRow, name: str, why: str) -> ActionFailed:
        return ActionFailed(
            key=f"{row.key}#{name}{row.fence}" if name == "parked" else f"{row.key}#{name}",
            at=self._clock.now(),
            space=_space(row),
            action=row.key,
            verb=row.verb,
            outcome=name,
            why=why,
            about=_about(row),
            person=PersonId(row.person) if row.person else None,
        )

    def _finish(self, row: OutRow, state: str, ids: str | None, why: str | None) -> Write:
        values: dict[str, Value] = {
            "k": row.key,
            "was": row.fence,
            "to": state,
            "ids": ids,
            "because": why,
            "at_": self._clock.now(),
        }
        return Write("outbox.finish", values, expect=1)


def _space(row: OutRow) -> Space:
    return Space(row.platform, row.space, row.thread, SpaceKind(row.kind))


def _about(row: OutRow) -> About | None:
    return About(row.room, row.subject or "") if row.room else None
