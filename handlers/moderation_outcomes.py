"""What became of moderation's acts: where a card is, how a member was told, what could not be done."""

from __future__ import annotations

from chat.decision import Decision
from chat.events import ActionDone, ActionFailed
from chat.handler import Stage, handles
from moderation.service import Moderation


@handles(Stage.REACT, "moderation")
async def moderation_outcomes(event: ActionDone | ActionFailed, *, moderation: Moderation) -> Decision | None:
    """Recorded, and the staff hear of failures."""
    return await moderation.acted(event)
