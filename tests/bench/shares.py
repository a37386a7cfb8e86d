"""Where an event's time goes: `python -m tests.bench.shares [events] [spaces]` tells it by kind of event and by layer.

The clock is the processor time of the loop's thread, so that other programs count little; what stands by itself is
taken out of what called it. Looking costs a microsecond or two each time: the sums are a tenth higher than without.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Generator
from contextvars import ContextVar
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Engine, event

from bot.app import App
from bot.wiring import Handler
from chat.people import Space
from tests.bench.mixture import Kind, record
from tests.bench.paths import _pass, deliveries
from tests.bench.steward import Marks, steward

WARM = 1_000
_KIND: ContextVar[str] = ContextVar("kind", default="-")


class Shares:
    """Seconds and calls by kind of event and layer, and what the database and the loop were asked to do."""

    def __init__(self) -> None:
        self.seconds: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.counts: Counter[str] = Counter()
        self._within: list[float] = []

    def watched(self, layer: str, work: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        """The same function, whose own time is that layer's."""
        return lambda *args, **named: _Watched(self, layer, work(*args, **named))

    def step(self, layer: str, go_on: Callable[[], Any]) -> Any:
        """One stretch of work between two waits."""
        self._within.append(0.0)
        begun = time.thread_time()
        try:
            return go_on()
        finally:
            spent, inner = time.thread_time() - begun, self._within.pop()
            self.seconds[_KIND.get(), layer] += spent - inner
            if self._within:
                self._within[-1] += spent


class _Watched:
    """An awaitable whose every stretch is measured."""

    def __init__(self, shares: Shares, layer: str, work: Awaitable[Any]) -> None:
        self._shares = shares
        self._layer = layer
        self._work = work

    def __await__(self) -> Generator[Any, Any, Any]:
        steps = self._work.__await__()
        go_on: Callable[[], Any] = partial(next, steps)
        while True:
            try:
                waits = self._shares.step(self._layer, go_on)
            except StopIteration as end:
                return end.value
            try:
                go_on = partial(steps.send, (yield waits))
            except BaseException as error:
                go_on = partial(steps.throw, error)


def watch(app: App, shares: Shares, kinds: dict[str, Kind]) -> None:
    """Put every layer of the path under watch."""
    pipeline: Any = app.pipeline
    pipeline._handlers = [_watched(one, shares) for one in pipeline._handlers]
    for owner, name, layer in (
        (pipeline._intake, "take", "intake"),
        (pipeline._composer, "compose", "composer"),
        (pipeline, "_commit", "after the commit"),
        (app.store, "_patiently", "reads, in the loop"),
        (app.inbox, "handle", "pipeline itself"),
    ):
        setattr(owner, name, shares.watched(layer, getattr(owner, name)))
    handle = app.inbox.handle

    async def of_its_kind(delivery: Any) -> None:
        _KIND.set(kinds.get(delivery.key, "-"))
        await handle(delivery)

    app.inbox.handle = of_its_kind


def _watched(handler: Handler, shares: Shares) -> Handler:
    return replace(handler, call=shares.watched(handler.name, handler.call))


def count(app: App, shares: Shares) -> None:
    """Count what the database and the loop do from now on, and the time that the database's threads take."""
    database: Any = app.store.database

    def executed(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        shares.counts["statements"] += not statement.startswith("SELECT")

    event.listen(Engine, "before_cursor_execute", executed)
    store: Any = app.store
    select = store._select

    def selected(*asked: Any) -> Any:
        shares.counts["statements"] += 1
        return select(*asked)

    store._select = selected
    for name in ("read", "write"):
        go = getattr(database, name)

        async def there(work: Callable[[Any], Any], go: Any = go, name: str = name) -> Any:
            def worked(connection: Any) -> Any:
                begun = time.thread_time()
                try:
                    return work(connection)
                finally:
                    shares.counts[f"{name} us"] += round((time.thread_time() - begun) * 1e6)

            shares.counts[f"ways to {name}"] += 1
            return await go(worked)

        setattr(database, name, there)
    write = app.store.write

    async def written(units: Any) -> Any:
        shares.counts["rows"] += sum(map(len, units))
        return await write(units)

    app.store.write = written  # type: ignore[method-assign]

    def task(loop: asyncio.AbstractEventLoop, work: Any, **named: Any) -> asyncio.Task[Any]:
        shares.counts["tasks"] += 1
        return asyncio.Task(work, loop=loop, **named)

    asyncio.get_running_loop().set_task_factory(task)


async def measure(events: int, spaces: int) -> None:
    """Run the recording and print both tables."""
    recorded = list(record(WARM + events, spaces))
    kinds = {f"bench:{one.number}": one.kind for one in recorded}
    shares = Shares()
    with tempfile.TemporaryDirectory() as name:
        async with steward(Path(name), [Space("bench", f"garden{one}") for one in range(spaces)]) as app:
            watch(app, shares, kinds)
            marks = Marks(app, "bench:")
            await app.start(ticks=False)
            waiting = deliveries(WARM + events, spaces)
            await _pass(app, marks, waiting[:WARM])
            shares.seconds.clear()
            count(app, shares)
            begun = time.process_time()
            await _pass(app, marks, waiting[WARM:])
            whole = time.process_time() - begun
    _tell(shares, Counter(one.kind for one in recorded[WARM:]), events, whole)


def _tell(shares: Shares, kinds: Counter[Kind], events: int, whole: float) -> None:
    each = " ".join(f"{name} {count / events:.2f}" for name, count in sorted(shares.counts.items()))
    print(f"microseconds of the process for each event {whole / events * 1e6:.0f}; {each}")  # noqa: T201
    layers = {layer for _, layer in shares.seconds}
    print(f"{'layer':<24}" + "".join(f"{kind:>10}" for kind in Kind) + f"{'each event':>12}")  # noqa: T201
    of_all = {layer: sum(shares.seconds[kind, layer] for kind in (*Kind, "-")) for layer in layers}
    for layer in sorted(layers, key=lambda one: -of_all[one]):
        row = "".join(f"{shares.seconds[kind, layer] / max(1, kinds[kind]) * 1e6:>10.1f}" for kind in Kind)
        print(f"{layer:<24}{row}{of_all[layer] / events * 1e6:>12.1f}")  # noqa: T201


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(measure(*map(int, (sys.argv[1:] + ["4000", "200"][len(sys.argv) - 1 :])[:2])))
