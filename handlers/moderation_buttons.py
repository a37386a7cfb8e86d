"""The buttons under moderation's cards: uphold, dismiss, right, undo, ban; and those of an order's preview."""

from __future__ import annotations

from chat.decision import Decision
from chat.events import ButtonPressed
from chat.handler import Stage, handles
from moderation.crowds import DISMISS_ALL, UPHOLD_ALL
from moderation.service import Moderation


@handles(Stage.COMMAND, "moderation.uphold")
async def moderation_uphold(event: ButtonPressed, *, moderation: Moderation) -> Decision:
    """What a rule suspected is true."""
    return await moderation.uphold(event, int(event.id))


@handles(Stage.COMMAND, "moderation.dismiss")
async def moderation_dismiss(event: ButtonPressed, *, moderation: Moderation) -> Decision:
    """What a rule suspected is not true."""
    return await moderation.dismiss(event, int(event.id))


@handles(Stage.COMMAND, UPHOLD_ALL)
async def moderation_uphold_all(event: ButtonPressed, *, moderation: Moderation) -> Decision:
    """What a rule suspected of a whole crowd is true."""
    return await moderation.crowds.uphold(event, await moderation.case(int(event.id)))


@handles(Stage.COMMAND, DISMISS_ALL)
async def moderation_dismiss_all(event: ButtonPressed, *, moderation: Moderation) -> Decision:
    """What a rule suspected of a whole crowd is not true."""
    return await moderation.crowds.dismiss(event, await moderation.case(int(event.id)))


@handles(Stage.COMMAND, "moderation.undo")
async def moderation_undo(event: ButtonPressed, *, moderation: Moderation) -> Decision:
    """What a rule did is taken back."""
    return await moderation.undo(event, int(event.id))


@handles(Stage.COMMAND, "moderation.ban")
async def moderation_ban(event: ButtonPressed, *, moderation: Moderation) -> Decision:
    """Whom the ladder proposes to ban is banned."""
    return await moderation.ban(event, int(event.id))


@handles(Stage.COMMAND, "moderation.right")
async def moderation_right(event: ButtonPressed, *, moderation: Moderation) -> Decision:
    """What a rule did was right."""
    return await moderation.confirm(event, int(event.id))


@handles(Stage.COMMAND, "moderation.go", "moderation.or", "moderation.no")
async def moderation_ordered(event: ButtonPressed, *, moderation: Moderation) -> Decision:
    """What a moderator was shown before it happens."""
    return await moderation.orders.pressed(event)
