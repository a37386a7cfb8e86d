"""One event, its decisions, one commit."""

from __future__ import annotations

import itertools
import traceback
from collections.abc import Awaitable, Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import replace

import structlog

from bot.codec import decode
from bot.commands import Commands
from bot.committer import Committer
from bot.composer import Composer
from bot.inbox import ADD, EVENTS, Delivery, Inbox
from bot.intake import Intake, Taken
from bot.last_restore import LastRestore
from bot.parking import RETRY, WHOLE, Parking
from bot.round import Round, Said
from bot.storage.store import Store
from bot.wiring import Handler
from chat.decision import Decision, Write
from chat.errors import Clash, SaidNo
from chat.events import Event, TimerRang
from chat.handler import Stage
from chat.people import SpaceKind
from chat.ports import Clock

TRIES = 5
MOST_TOPICS = 4096
"""For so many classes, topics and places of events the order of handlers is remembered."""
_SPEAKING = tuple(stage for stage in Stage if stage is not Stage.OBSERVE)

log = structlog.get_logger()

Decode = Callable[[str], Sequence[Event]]
"""An adapter's reading of its own native payload."""


Committed = Callable[[Sequence[Write]], Awaitable[None]]
"""Hears what one event wrote, once it is committed."""

_Order = Mapping[Stage, Sequence[Handler]]
"""The handlers of an event's class, topic and kind of space by stage."""


class _Aside:
    """Awaited, it lets the events of other places come as far as this: one piece of work done for all of them in turn
    takes an eighth less than all pieces done for each. The committer knows how often one event does so (`MOST_STEPS`).
    """

    def __await__(self) -> Generator[None]:
        yield


_ASIDE = _Aside()


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
        last_restore: LastRestore,
        clean: Callable[[str], str],
    ) -> None:
        self._last_restore = last_restore
        self._store = store
        self._committer = committer
        self._inbox = inbox
        self._intake = intake
        self._composer = composer
        self._commands = commands
        self._handlers = handlers
        self._clock = clock
        self._parking = Parking(store=store, inbox=inbox, clock=clock, clean=clean)
        self._chosen: dict[tuple[type[Event], str, SpaceKind], _Order] = {}
        self.decoders: dict[str, Decode] = {EVENTS: lambda payload: (decode(payload),)}
        self._told: list[tuple[frozenset[str], Committed]] = [(frozenset((ADD,)), self._arrived)]
        self.observed: list[Callable[[Event, Decision], None]] = []

    def tell(self, shapes: Iterable[str], listener: Committed) -> None:
        """From now on tell a listener of each event's committed writes among which one has such a shape."""
        self._told.append((frozenset(shapes), listener))

    async def _arrived(self, writes: Sequence[Write]) -> None:
        self._inbox.feed_writes(writes)

    async def handle(self, delivery: Delivery) -> None:
        """Decide a delivery and commit; what cannot be is parked, never lost."""
        structlog.contextvars.bind_contextvars(event_key=delivery.key)  # until the lane's next delivery
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
        known = delivery.event
        events = (known,) if known else self.decoders[delivery.source](delivery.payload)
        if len(events) > 1:
            await self._split(delivery, events)
            return
        writes = [_mark(delivery, self._clock)]
        for event in events:
            writes += await self._decide(delivery, event)
        await self._commit(writes)

    async def _split(self, delivery: Delivery, events: Sequence[Event]) -> None:
        """One native update that tells several things becomes as many deliveries, in its own place."""
        parts = [delivery.part(event, index) for index, event in enumerate(events, 1)]
        rows = [self._inbox.write(part) for part in parts]
        await self._committer.commit([_mark(delivery, self._clock), *rows])
        self._inbox.feed(parts, front=True)

    async def _decide(self, delivery: Delivery, event: Event) -> list[Write]:
        if isinstance(event, TimerRang) and event.kind == RETRY:
            return await self._retry(event)
        is_old = not delivery.is_released and self._last_restore.precedes(event)
        if is_old and event.space.is_private:
            return [*self._last_restore.park(event)]
        taken = await self._intake.take(event, instead=self._last_restore.counted(event) if is_old else None)
        if taken is None:
            return []
        said = await self._ask(taken)
        writes = [*taken.writes, *await self._composer.compose(taken.event, said.decided)]
        for one in said.said:
            if one.error:
                writes += self._parking.park(delivery, one.handler, one.error)
        if self.observed:
            whole = said.sum()
            for observe in self.observed:
                observe(taken.event, whole)
        return writes

    async def explain(self, event: Event) -> Sequence[Said]:
        """What each handler would answer, without doing it."""
        taken = await self._intake.take(event)
        if taken is None:
            return []
        first = [Said(name, Stage.GUARD, one) for name, one in taken.decided]
        return [*first, *(await self._ask(taken, explains=True)).said]

    async def _ask(self, taken: Taken, *, explains: bool = False) -> Round:
        final = any(decision.final for _, decision in taken.decided)
        said = Round([*taken.decided], explains=explains, final=final)
        order = self._order(taken.event)
        carried = self._order(taken.message) if taken.message else {}
        if taken.speaks:
            for stage in _SPEAKING:
                if stage is Stage.GUARD and taken.message:
                    await self._stage(carried.get(stage, ()), taken.message, said)
                elif stage in order:
                    await self._stage(order[stage], taken.event, said)
        if self._inbox.depth > 1:
            await _ASIDE
        so_far = said.sum()
        await self._stage(order.get(Stage.OBSERVE, ()), taken.event, said, so_far)
        if taken.message:
            await self._stage(carried.get(Stage.OBSERVE, ()), taken.message, said, so_far)
        return said

    async def _stage(
        self, handlers: Sequence[Handler], event: Event, said: Round, so_far: Decision | None = None
    ) -> None:
        """Ask handlers in turn. `so_far`: what was decided, once it only remains to observe that; nobody is skipped."""
        age = self._clock.now() - event.at
        for handler in handlers:
            is_late = handler.late is not None and age > handler.late
            if so_far is None and (is_late or said.final or said.spoken):
                skipped = _skips(handler, said, is_late=is_late)
                if skipped:
                    said.skips(handler, skipped)
                    continue
            if handler.reads and self._inbox.depth > 1:
                await _ASIDE
            try:
                if handler.wants_decision:
                    decision = await handler.call(event, decided=so_far)
                else:
                    decision = await handler.call(event)
            except Exception as error:
                await self._raised(handler, event, error, said)
                continue
            if decision is not None or said.explains:
                said.hears(handler, decision)

    async def _raised(self, handler: Handler, event: Event, error: Exception, said: Round) -> None:
        """A refusal is an answer; anything else is a bug, told beside what the others decide."""
        if isinstance(error, SaidNo):
            said.hears(handler, await self._composer.refused(event, error))
            return
        log.error("handler.broken", handler=handler.name, exc_info=error)
        said.fails(handler, "".join(traceback.format_exception(error)))

    def _order(self, event: Event) -> _Order:
        """The handlers of an event's class, topic and kind of space by stage, each stage in its order."""
        name = (type(event), event.topic, event.space.kind)
        chosen = self._chosen.get(name)
        if chosen is None:
            mine = [handler for handler in self._handlers if handler.hears(event)]
            stages = dict.fromkeys(handler.stage for handler in mine)
            chosen = {stage: [one for one in mine if one.stage is stage] for stage in stages}
            if len(self._chosen) < MOST_TOPICS:
                self._chosen[name] = chosen
        return chosen

    async def _commit(self, writes: list[Write]) -> None:
        await self._committer.commit(writes)
        shapes = {write.shape for write in writes}
        for wanted, listener in self._told:
            if not wanted.isdisjoint(shapes):
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
            for handler in itertools.chain.from_iterable(self._order(event).values()):
                if handler.name != name:
                    continue
                more = {"decided": Decision(reason="")} if handler.wants_decision else {}
                try:
                    decision = await handler.call(event, **more)
                except SaidNo as no:
                    decision = await self._composer.refused(event, no)
                if decision is not None:
                    decided.append((name, decision))
        return await self._composer.compose(
            replace(taken.event, key=f"{delivery.key}/retry{attempts}"), decided
        )


def _skips(handler: Handler, said: Round, *, is_late: bool) -> str:
    """Why a handler is not asked; "" where it is."""
    if said.final:
        return "final"
    if said.spoken and handler.stage is Stage.ANSWER:
        return "spoken"
    return "late" if is_late else ""


def _mark(delivery: Delivery, clock: Clock) -> Write:
    return Write("inbox.mark", {"keys": delivery.seq, "handled": clock.now()}, expect=1)
