"""One event, its decisions, one commit."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import structlog

from bot.codec import decode, encode
from bot.commands import Commands
from bot.committer import Committer
from bot.composer import Composer
from bot.inbox import EVENTS, Delivery, Inbox
from bot.intake import Intake, Taken
from bot.keyed import Decided
from bot.parking import RETRY, WHOLE, Parking
from bot.storage.store import Store
from bot.wiring import Handler
from chat.decision import Decision, Write, answer
from chat.errors import Clash, SaidNo
from chat.events import Event, SpokenEvent, TimerRang
from chat.handler import Stage
from chat.ports import Clock

TRIES = 5

log = structlog.get_logger()

Decode = Callable[[str], Sequence[Event]]
"""An adapter's reading of its own native payload."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one handler answered to an event, for `explain`."""

    handler: str
    stage: Stage
    decision: Decision | None
    skipped: str = ""
    error: str = ""


@dataclass(slots=True)
class _Round:
    """The handlers' answers to one event so far."""

    said: list[Said]
    final: bool = False
    spoken: bool = False

    @property
    def decided(self) -> list[tuple[str, Decision]]:
        return [(one.handler, one.decision) for one in self.said if one.decision is not None]


class Pipeline:
    """Decides events and commits what was decided. All handlers decide before anything is written."""

    def __init__(
        self,
        *,
        store: Store,
        committer: Committer,
        inbox: Inbox,
        intake: Intake,
        composer: Composer,
        commands: Commands,
        handlers: Sequence[Handler],
        clock: Clock,
    ) -> None:
        self._store = store
        self._committer = committer
        self._inbox = inbox
        self._intake = intake
        self._composer = composer
        self._commands = commands
        self._handlers = handlers
        self._clock = clock
        self._parking = Parking(store=store, inbox=inbox, clock=clock)
        self._chosen: dict[tuple[type[Event], str], tuple[Handler, ...]] = {}
        self.decoders: dict[str, Decode] = {EVENTS: lambda payload: (decode(payload),)}
        self.committed: list[Callable[[Sequence[Write]], Awaitable[None]]] = []
        self.observed: list[Callable[[Event, Decision], None]] = []

    async def handle(self, delivery: Delivery) -> None:
        """Decide a delivery and commit; what cannot be is parked, never lost."""
        with structlog.contextvars.bound_contextvars(event_key=delivery.key):
            trouble = ""
            for _ in range(TRIES):
                try:
                    await self._once(delivery)
                except Clash as clash:
                    trouble = f"clash: {clash}"
                    log.info("pipeline.clash", why=str(clash))
                except Exception:
                    trouble = traceback.format_exc()
                    log.exception("pipeline.broken")
                    break
                else:
                    return
            await self._commit([_mark(delivery, self._clock), *self._parking.park(delivery, WHOLE, trouble)])

    async def _once(self, delivery: Delivery) -> None:
        events = self.decoders[delivery.source](delivery.payload)
        if len(events) > 1:
            await self._split(delivery, events)
            return
        writes = [_mark(delivery, self._clock)]
        for event in events:
            writes += await self._decide(delivery, event)
        await self._commit(writes)

    async def _split(self, delivery: Delivery, events: Sequence[Event]) -> None:
        """One native update that tells several things becomes as many deliveries, in its own place."""
        parts = [
            Delivery(event.key, EVENTS, delivery.lane, encode(event), delivery.seq + index)
            for index, event in enumerate(events, 1)
        ]
        rows = [self._inbox.write(part) for part in parts]
        await self._committer.commit([_mark(delivery, self._clock), *rows])
        self._inbox.feed(parts, front=True)

    async def _decide(self, delivery: Delivery, event: Event) -> list[Write]:
        if isinstance(event, TimerRang) and event.kind == RETRY:
            return await self._retry(event)
        taken = await self._intake.take(event)
        if taken is None:
            return []
        said = await self._ask(taken)
        decided: Decided = [*taken.decided, *_merged(said)]
        writes = [*taken.writes, *await self._composer.compose(taken.event, decided)]
        writes += [
            write
            for one in said.said
            if one.error
            for write in self._parking.park(delivery, one.handler, one.error)
        ]
        whole = _sum(decided)
        for observe in self.observed:
            observe(taken.event, whole)
        return writes

    async def explain(self, event: Event) -> Sequence[Said]:
        """What each handler would answer, without doing it."""
        taken = await self._intake.take(event)
        if taken is None:
            return []
        first = [Said(handler=name, stage=Stage.GUARD, decision=one) for name, one in taken.decided]
        return [*first, *(await self._ask(taken)).said]

    async def _ask(self, taken: Taken) -> _Round:
        said = _Round([], final=any(decision.final for _, decision in taken.decided))
        stages = Stage if taken.speaks else (Stage.OBSERVE,)
        for stage in stages:
            if stage is Stage.OBSERVE:
                await self._observe(taken, said)
            else:
                await self._stage(stage, taken, said)
        return said

    async def _stage(self, stage: Stage, taken: Taken, said: _Round) -> None:
        event = taken.message if stage is Stage.GUARD and taken.message else taken.event
        for handler in self._for(event):
            if handler.stage is not stage:
                continue
            skipped = self._skips(handler, event, said)
            if skipped:
                said.said.append(Said(handler=handler.name, stage=stage, decision=None, skipped=skipped))
                continue
            await self._call(handler, event, said)

    async def _observe(self, taken: Taken, said: _Round) -> None:
        so_far = _sum([*taken.decided, *said.decided])
        for event in filter(None, (taken.event, taken.message)):
            for handler in self._for(event):
                if handler.stage is Stage.OBSERVE:
                    await self._call(
                        handler, event, said, **({"decided": so_far} if handler.wants_decision else {})
                    )

    def _skips(self, handler: Handler, event: Event, said: _Round) -> str:
        if said.final:
            return "final"
        if handler.stage is Stage.ANSWER and said.spoken:
            return "spoken"
        if handler.late is not None and self._clock.now() - event.at > handler.late:
            return "late"
        return ""

    async def _call(self, handler: Handler, event: Event, said: _Round, **more: object) -> None:
        error = ""
        try:
            decision = await handler.call(event, **more)
        except SaidNo as no:
            decision = _refused(event, no)
        except Exception:
            log.exception("handler.broken", handler=handler.name)
            decision, error = None, traceback.format_exc()
        said.said.append(Said(handler=handler.name, stage=handler.stage, decision=decision, error=error))
        if decision is not None:
            said.final = said.final or (decision.final and handler.stage is not Stage.OBSERVE)
            said.spoken = said.spoken or (handler.stage is Stage.ANSWER and decision.speaks)

    def _for(self, event: Event) -> tuple[Handler, ...]:
        """The handlers of an event's class and topic, in order."""
        name = (type(event), event.topic)
        chosen = self._chosen.get(name)
        if chosen is None:
            chosen = tuple(
                handler
                for handler in self._handlers
                if isinstance(event, handler.events) and (not handler.topics or event.topic in handler.topics)
            )
            if len(self._chosen) < 4096:
                self._chosen[name] = chosen
        return chosen

    async def _commit(self, writes: list[Write]) -> None:
        await self._committer.commit(writes)
        self._inbox.feed_writes(writes)
        for listener in self.committed:
            await listener(writes)

    async def _retry(self, event: TimerRang) -> list[Write]:
        """Run the one handler that failed, alone, on the event it failed on."""
        row = await self._parking.find(event.subject)
        if row is None:
            return []
        key, name, writes = row["key"], row["handler"], []
        delivery = Delivery(key, row["source"], row["lane"], row["payload"])
        try:
            for failed in self.decoders[delivery.source](delivery.payload):
                writes += await self._again(delivery, failed, name, row["attempts"])
        except Clash:
            raise
        except Exception:
            log.exception("pipeline.broken_again", handler=name)
            return self._parking.park(delivery, name, traceback.format_exc(), before=row["attempts"])
        return [self._parking.settle(key, name), *writes]

    async def _again(self, delivery: Delivery, failed: Event, name: str, attempts: int) -> list[Write]:
        """What the handler that failed decides now; raises what it raises."""
        if name == WHOLE:
            return await self._decide(delivery, failed)
        taken = await self._intake.take(failed)
        if taken is None:
            return []
        decided: list[tuple[str, Decision]] = []
        for event in filter(None, (taken.event, taken.message)):
            for handler in self._for(event):
                if handler.name != name:
                    continue
                more = {"decided": Decision(reason="")} if handler.wants_decision else {}
                try:
                    decision = await handler.call(event, **more)
                except SaidNo as no:
                    decision = _refused(event, no)
                if decision is not None:
                    decided.append((name, decision))
        return await self._composer.compose(
            replace(taken.event, key=f"{delivery.key}/retry{attempts}"), decided
        )


def _merged(said: _Round) -> list[tuple[str, Decision]]:
    return said.decided


def _sum(decided: Iterable[tuple[str, Decision]]) -> Decision:
    whole = Decision(reason="")
    for _, decision in decided:
        whole = whole + decision
    return whole


def _mark(delivery: Delivery, clock: Clock) -> Write:
    return Write("inbox.mark", {"keys": delivery.seq, "handled": clock.now()}, expect=1)


def _refused(event: Event, no: SaidNo) -> Decision:
    reason = f"said_no.{no.text.key}"
    if not isinstance(event, SpokenEvent):
        return Decision(reason=reason)
    return Decision(reason=reason, actions=(answer(event, no.text),), final=True)
