"""A greeting or “who are you?” in private is answered with what Steward can do; an announced question is asked for."""

from __future__ import annotations

from datetime import timedelta

from chat.decision import Decision, answer
from chat.events import MessagePosted
from chat.handler import Stage, handles
from chat.people import SpaceKind
from chat.ports import Community
from chat.text import Text
from handlers.hello import hello
from language.greetings import announces_question, asks_who_is_there, is_greeting

LATE = timedelta(minutes=10)
"""After that nobody waits for a greeting."""


@handles(Stage.ANSWER, after=("ticket_relay", "faq_answers"), late=LATE, where=SpaceKind.PRIVATE)
async def greetings(event: MessagePosted, *, community: Community) -> Decision | None:
    """In private only: in a group people greet each other."""
    if not event.by.is_person or event.message.forwarded:
        return None
    if announces_question(event.message.text):
        return Decision(reason="invited", actions=(answer(event, Text("handlers.start.go_ahead")),))
    if not (is_greeting(event.message.text) or asks_who_is_there(event.message.text)):
        return None
    return Decision(reason="greeted", actions=(answer(event, hello(community)),))
