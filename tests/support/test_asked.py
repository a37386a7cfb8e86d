"""What members asked lately: how long it is remembered, and what counts as an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.adapters.local.town import GARDEN
from chat.messages import MessageRef
from chat.people import PersonId
from support.asked import KEPT, OPEN, SHARED_WITHIN, Asked, like
from support.conversations import Saying
from tests.support.office import NOON

TROUBLE = "the payment page is down"


def saying(number: int, text: str = TROUBLE, person: str = "ann", **more: object) -> Saying:
    ref = MessageRef(GARDEN, str(number))
    at = NOON + timedelta(seconds=number)
    return Saying(person=PersonId(person), text=text, at=at, ref=ref, account=person, **more)  # type: ignore[arg-type]


def waiting() -> tuple[Asked, Saying]:
    asked, question = Asked(), saying(1)
    asked.wait(question)
    return asked, question


@pytest.mark.parametrize(
    "answer",
    [
        saying(2, "try again now", "bob", reply_to="1"),
        saying(2, "try again now", "bob", named=frozenset(("ann",))),
        saying(2, "we are on it", "rae", staff=True),
        saying(2, "never mind, it works now, thanks!", "ann"),
    ],
    ids=["reply", "name", "staff", "content"],
)
def test_a_question_is_answered_by_whoever_speaks_to_it(answer: Saying) -> None:
    asked, question = waiting()
    assert asked.waits(question.ref) == question
    asked.heard(answer)
    assert asked.waits(question.ref) is None


@pytest.mark.parametrize(
    "other",
    [
        saying(2, "lovely weather", "bob"),
        saying(2, "try again now", "bob", reply_to="7"),
        saying(2, "still nothing", "ann"),
        saying(1),
    ],
    ids=["chat", "another", "asks on", "itself"],
)
def test_it_goes_on_waiting_whatever_else_is_said(other: Saying) -> None:
    asked, question = waiting()
    asked.heard(other)
    assert asked.waits(question.ref) == question


def test_a_question_waits_however_lively_the_place_is() -> None:
    asked, question = waiting()
    for number in range(2, 1_000):
        asked.heard(saying(number, f"lovely weather {number}", f"p{number}"))
    assert asked.waits(question.ref) == question


def test_the_same_is_found_for_two_hours_and_of_each_message_once() -> None:
    asked = Asked()
    for number in (1, 1, 2):
        asked.tell(saying(number))
    soon, late = NOON + timedelta(minutes=5), NOON + SHARED_WITHIN + timedelta(seconds=2)
    assert [one.ref.id for one in asked.told(GARDEN, soon)] == ["1", "2"]
    assert [one.ref.id for one in asked.told(GARDEN, late)] == ["2"]
    asked.tell(saying(1 + int(SHARED_WITHIN.total_seconds()) + 1))
    assert len(asked.told(GARDEN, soon)) == 2


def test_memory_is_bounded_and_a_person_can_be_forgotten() -> None:
    asked = Asked()
    for number in range(1, 2 * KEPT):
        asked.tell(saying(number, person=f"p{number % 2}"))
        asked.wait(saying(number, person=f"p{number % 2}"))
    assert len(asked.told(GARDEN, NOON)) == KEPT
    assert asked.waits(MessageRef(GARDEN, str(2 * KEPT - OPEN - 1))) is None
    assert asked.waits(MessageRef(GARDEN, str(2 * KEPT - OPEN))) is not None
    asked.forget(PersonId("p1"))
    assert {one.person for one in asked.told(GARDEN, NOON)} == {"p0"}


def test_those_who_say_the_same_keep_their_order() -> None:
    said = [
        saying(3, "payment page is down again", "bob"),
        saying(4, "the new theme looks great", "cat"),
        saying(5, "is the payment page down", "dan"),
        saying(6, "down", "eve"),
    ]
    assert [one.person for one in like(TROUBLE, said)] == ["bob", "dan"]
    assert like("down", said) == []
