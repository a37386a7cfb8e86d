"""What an ordinary message costs the support desk: next to nothing, and no look into the store."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.local.town import GARDEN
from chat.decision import Decision
from chat.events import MessagePosted
from chat.messages import Message
from chat.people import Identity, PersonId, Speaker
from chat.ports import Community
from handlers.human_wish import human_wish
from handlers.ticket_relay import ticket_context, ticket_relay
from handlers.unanswered_questions import question_waits
from support.service import Support
from support.settings import SupportSettings
from support.triage import CALM
from tests.support.office import NOON

CALM_MICROSECONDS = 30.0
ASKING_MICROSECONDS = 150.0
ROUNDS = 30
PEOPLE = 40
NOTHING = Decision(reason="nothing")


class Sealed:
    """Whatever is asked of the store or of people fails the test; the clock stands still."""

    def now(self) -> datetime:
        return NOON + timedelta(minutes=1)

    def __getattr__(self, name: str) -> NoReturn:
        pytest.fail(f"asked for {name}")


def a_desk() -> Support:
    sealed: Any = Sealed()
    return Support(
        reader=sealed,
        clock=sealed,
        ids=sealed,
        directory=sealed,
        abilities=sealed,
        community=Community(name="Garden", language="en", zone=ZoneInfo("Asia/Shanghai")),
        settings=SupportSettings(),
    )


def said(text: str, number: int) -> MessagePosted:
    person = f"p{number % PEOPLE}"
    return MessagePosted(
        key=f"m{number}",
        at=NOON,
        space=GARDEN,
        by=Speaker(identity=Identity("local", person), name=person, person=PersonId(person)),
        message=Message(id=str(number), space=GARDEN, text=text),
    )


async def passes(support: Support, event: MessagePosted) -> None:
    """All that the desk does with a message, but to read the words themselves (`support.triage`)."""
    sealed: Any = Sealed()
    await ticket_relay(event, support=support, faq=sealed, moderation=sealed, clock=sealed)
    await human_wish(event, support=support, faq=sealed, moderation=sealed, directory=sealed)
    support.waiting.in_company(CALM, event.message, event.by.person)
    support.desk.conversations.of(event.by.person, event.space, NOON, event.message.id)
    await question_waits(event, NOTHING, support=support)
    await ticket_context(event, NOTHING, support=support)


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("今天晚上去公园拍照，天气真不错呀", CALM_MICROSECONDS),
        ("Lovely weather tonight, we are off to the park with the camera", CALM_MICROSECONDS),
        ("请问会员卡在哪里办理？", ASKING_MICROSECONDS),
        ("Where can I get the members' card, please?", ASKING_MICROSECONDS),
    ],
)
async def test_a_message_passes_without_a_look_into_the_store(text: str, most: float) -> None:
    support = a_desk()
    best = float("inf")
    for round_ in range(ROUNDS):
        events = [said(f"{text} {one}", round_ * PEOPLE + one) for one in range(PEOPLE)]
        began = time.process_time()
        for event in events:
            await passes(support, event)
        best = min(best, (time.process_time() - began) / PEOPLE * 1e6)
    assert best <= most
