"""What Prometheus may read: events, actions, depths, latency."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge

from bot.alarms import SET
from bot.app import App
from bot.supervisor import Supervisor
from chat.decision import Decision, Write
from chat.events import ActionDone, ActionFailed, Event


class Metrics:
    """Counts as a listener of the pipeline; never interferes."""

    def __init__(self, app: App) -> None:
        self.registry = CollectorRegistry()
        self._events = Counter(
            "steward_events",
            "Events decided, by kind and platform.",
            ("kind", "platform"),
            registry=self.registry,
        )
        self._actions = Counter(
            "steward_actions",
            "Actions that left, by verb and outcome.",
            ("verb", "outcome"),
            registry=self.registry,
        )
        self._decisions = Counter(
            "steward_decisions", "Decisions that did something.", ("platform",), registry=self.registry
        )
        self._alarms = Counter("steward_alarms_set", "Alarms set.", registry=self.registry)
        inbox = Gauge("steward_inbox_depth", "Deliveries queued or being handled.", registry=self.registry)
        inbox.set_function(lambda: app.inbox.depth)
        outbox = Gauge("steward_outbox_depth", "Actions queued or being sent.", registry=self.registry)
        outbox.set_function(lambda: app.outbox.depth)
        ready = Gauge("steward_platform_ready", "1 while connected.", ("platform",), registry=self.registry)
        for supervisor in app.supervisors:
            ready.labels(supervisor.platform.name).set_function(partial(_ready, supervisor))
        app.pipeline.observed.append(self.observe)
        app.pipeline.tell((SET,), self.committed)

    def observe(self, event: Event, decision: Decision) -> None:
        """An event was decided."""
        self._events.labels(type(event).__name__, event.space.platform).inc()
        if decision.speaks:
            self._decisions.labels(event.space.platform).inc()
        if isinstance(event, ActionDone):
            self._actions.labels(event.verb, "degraded" if event.degraded else "done").inc()
        elif isinstance(event, ActionFailed):
            self._actions.labels(event.verb, event.outcome).inc()

    async def committed(self, writes: Sequence[Write]) -> None:
        """Alarms were set."""
        self._alarms.inc(sum(write.shape == SET for write in writes))


def _ready(supervisor: Supervisor) -> float:
    return float(supervisor.is_ready)
