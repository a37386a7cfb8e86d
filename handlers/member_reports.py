"""`/flag` (举报): a member points at a message, and moderators look at it."""

from __future__ import annotations

from chat.decision import Decision
from chat.events import CommandGiven
from chat.handler import Parameter, ParameterKind, command
from moderation.service import Moderation


@command(
    "flag",
    zh="举报",
    room="moderation",
    parameters=(Parameter(name="reason", kind=ParameterKind.TEXT, required=False),),
    menu=True,
)
async def flag_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """In reply to the message, or from its menu."""
    return await moderation.reports.report(event, event.argument("reason"))
