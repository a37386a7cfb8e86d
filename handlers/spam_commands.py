"""`/spam` and `/ham`: a moderator says what a message is, and that is learned."""

from __future__ import annotations

from chat.decision import Decision
from chat.events import CommandGiven
from chat.handler import Parameter, ParameterKind, command
from chat.people import Duty
from moderation.service import Moderation


@command("spam", zh="垃圾", room="moderation", duty=Duty.MODERATOR, menu=True)
async def spam_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """In reply to the message, or from its menu: it goes, is an example, and has its consequences."""
    return await moderation.teaching.spam(event)


@command(
    "ham",
    zh="正常",
    room="moderation",
    duty=Duty.MODERATOR,
    parameters=(Parameter(name="number", kind=ParameterKind.NUMBER, required=False),),
)
async def ham_command(event: CommandGiven, *, moderation: Moderation) -> Decision:
    """In reply to a good message it is an example; with a case's number that case was a mistake."""
    if event.argument("number"):
        return await moderation.is_ham(event, int(event.argument("number")))
    return await moderation.teaching.ham(event)
