"""Counts what happens, each event once: its rows are committed with it."""

from __future__ import annotations

from dataclasses import replace

from analytics.service import Analytics
from chat.decision import Decision
from chat.events import Event
from chat.handler import Stage, handles
from support.drill import STAGE, real


@handles(Stage.OBSERVE)
async def activity(event: Event, *, analytics: Analytics, decided: Decision) -> Decision | None:
    """Acts of people by local day, first replies, and what the other rooms decided; not what a drill plays."""
    if event.space.platform == STAGE:
        return None
    counted = replace(decided, audit=real(decided.audit)) if decided.audit else decided
    writes = await analytics.counting.rows(event, counted)
    return Decision(reason="activity.counted", writes=writes) if writes else None
