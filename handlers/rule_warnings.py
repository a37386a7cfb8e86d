"""Messages that break a rule: taken down, told why, counted once an incident; edits are read again."""

from __future__ import annotations

from datetime import timedelta

from chat.decision import Decision
from chat.events import MessageEdited, MessagePosted
from chat.handler import Stage, handles
from moderation.service import Moderation


@handles(Stage.GUARD, late=timedelta(hours=24), reads=True)
async def rule_warnings(event: MessagePosted | MessageEdited, *, moderation: Moderation) -> Decision | None:
    """Judges what members say in groups. Later than 24 hours nothing is judged; the pace of messages only fresh."""
    return await moderation.hear(event)
