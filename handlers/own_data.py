"""Who wants their data erased or told in their own words is served as by `/privacy`."""

from __future__ import annotations

from datetime import timedelta

from chat.decision import Decision
from chat.events import MessagePosted
from chat.handler import Stage, handles
from chat.people import SpaceKind
from chat.ports import Clock, Retention
from handlers.privacy_commands import erasure_asked, kept_about
from language.own_data import Wish, wish_about_own_data

LATE = timedelta(hours=24)
"""A wish for erasure is still one a day later."""


@handles(Stage.ANSWER, after=("ticket_relay", "human_wish", "faq_answers"), late=LATE)
async def own_data(event: MessagePosted, *, retention: Retention, clock: Clock) -> Decision | None:
    """When the FAQ had no answer. In a group only a wish for erasure, or words to Steward itself, are meant for it."""
    message = event.message
    if not event.by.is_person or message.forwarded or event.space.kind is SpaceKind.STAFF:
        return None
    wish = wish_about_own_data(message.text)
    if wish is Wish.ERASE:
        return erasure_asked(event, clock)
    if wish is Wish.KNOW and (event.space.is_private or message.addressed):
        return kept_about(event, retention)
    return None
