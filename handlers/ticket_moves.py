"""A group with a new native id: its tickets follow."""

from __future__ import annotations

from chat.decision import Decision
from chat.events import SpaceMigrated
from chat.handler import Stage, handles
from support.service import Support


@handles(Stage.OBSERVE)
async def tickets_moved(event: SpaceMigrated, *, support: Support) -> Decision:
    """Where tickets came from, where their cards stand, and every line's place."""
    return Decision(reason="support.moved", writes=support.move(event.space, event.to))
