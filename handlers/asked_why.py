"""In private a member asks why they were warned, muted or removed: their case is shown, with the way to appeal."""

from __future__ import annotations

from datetime import timedelta

from chat.decision import Decision
from chat.events import MessagePosted
from chat.handler import Stage, handles
from chat.people import SpaceKind
from language.protests import asks_why_sanctioned
from moderation.service import Moderation

LATE = timedelta(hours=1)
"""After that they have found the notice, or somebody to ask."""


@handles(Stage.ANSWER, after=("ticket_relay", "human_wish"), late=LATE, where=SpaceKind.PRIVATE)
async def asked_why(event: MessagePosted, *, moderation: Moderation) -> Decision | None:
    """Before the FAQ and complaints: no entry knows it, and no ticket is needed to read a case."""
    if not event.by.is_person or event.message.forwarded:
        return None
    if not asks_why_sanctioned(event.message.text):
        return None
    return await moderation.explaining.latest(event)
