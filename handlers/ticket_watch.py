"""Whatever changes a ticket sets its alarms anew: the clocks, somebody for it, the end of a shift, the rating."""

from __future__ import annotations

from chat.decision import Decision
from chat.events import Event
from chat.handler import Stage, handles
from support.rows import OPENED, REDRAWN, STEP
from support.service import Support

CHANGES = (OPENED, STEP, REDRAWN)


@handles(Stage.OBSERVE)
async def ticket_watch(event: Event, decided: Decision, *, support: Support) -> Decision | None:
    """Read from the writes of the same decision, so that no way of changing a ticket can forget it."""
    del event
    writes = [write for write in decided.writes if write.shape in CHANGES]
    if not writes:
        return None
    whole = Decision(reason="")
    for write in writes:
        whole = whole + await support.watch.changed(write)
    return whole
