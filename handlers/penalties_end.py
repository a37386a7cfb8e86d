"""Mutes and bans that are over."""

from __future__ import annotations

from chat.decision import Decision
from chat.events import TimerRang
from chat.handler import Stage, handles
from moderation.service import Moderation


@handles(Stage.REACT, "moderation.penalty_ends")
async def penalties_end(event: TimerRang, *, moderation: Moderation) -> Decision | None:
    """Late means that it ends late; the platform's own timer may have ended it before, which is the same."""
    return await moderation.penalty_ends(event)
