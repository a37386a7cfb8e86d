"""Who came lately is counted once, and what a raid varies is still the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chat.messages import MessageRef
from chat.people import PersonId, Space
from language.fold import fold
from moderation.raids.crowd import Chorus, Throng, marks_of
from moderation.recent import Heard
from moderation.utterance import wording_of

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
WITHIN = timedelta(minutes=2)
HERE = Space("telegram", "-100")


def heard(number: int, text: str, seconds: float = 0, by: str = "") -> Heard:
    at = START + timedelta(seconds=seconds)
    ref = MessageRef(HERE, str(number))
    return Heard(str(number), ref, PersonId(by or f"p{number}"), at, wording_of(fold(text)))


def test_people_are_counted_once_and_only_while_they_are_new() -> None:
    throng = Throng()
    for second, (who, count) in enumerate((("ann", 1), ("bo", 2), ("ann", 2), ("cy", 3))):
        assert throng.add("here", PersonId(who), START + timedelta(seconds=second), WITHIN) == count
    assert throng.add("there", PersonId("ann"), START, WITHIN) == 1
    assert throng.add("here", PersonId("di"), START + timedelta(minutes=5), WITHIN) == 1
    throng.clear("here")
    assert throng.people("here") == ()


def test_small_changes_do_not_hide_that_many_say_the_same() -> None:
    for texts in (
        ("各位看我的头像简介有惊喜 1", "各位看我的头像简介有惊喜哦", "各位看我的头像简介有惊喜!!! 98"),
        (
            "hey friends look at my profile for a surprise 12",
            "hey friends look at my profile for a surprise :)",
            "Hey friends, LOOK at my profile for a surprise bob",
        ),
    ):
        chorus = Chorus()
        found = [len(chorus.add(heard(number, text, number), WITHIN)) for number, text in enumerate(texts)]
        assert found == [1, 2, 3]


def test_different_sentences_and_short_greetings_are_not_the_same() -> None:
    chorus = Chorus()
    ordinary = (
        "早上好",
        "今天的活动几点开始，有人知道吗",
        "退款要多久才能到账呢",
        "when does the event begin today",
        "+1",
    )
    for number, text in enumerate((*ordinary, *ordinary)):
        alike = chorus.add(heard(number, text, number), WITHIN)
        assert len(alike) <= 2, text


def test_questions_of_one_form_are_no_copies() -> None:
    for texts in (
        ("How do I arrange a refund?", "How do I arrange a new address?", "How do I arrange the meeting?"),
        ("请问怎么申请退款呀", "请问怎么申请换货呢", "请问怎么修改收货地址"),
    ):
        chorus = Chorus()
        for number, text in enumerate(texts):
            assert len(chorus.add(heard(number, text, number), WITHIN)) == 1, text


def test_copies_are_found_among_any_number_of_other_sentences() -> None:
    chorus, found = Chorus(), 0
    for number in range(60):
        for other in range(5):
            words = (
                f"look at my {number:b} window {other:b} garden {number * other:b} for a walk in {number:o}"
            )
            chorus.add(heard(10 * number + other, words, number), WITHIN)
        copy = f"hey friends look at my profile for a surprise {number} " + ")" * (number % 3)
        found = len(chorus.add(heard(10 * number + 9, copy, number), WITHIN))
    assert found == 60


def test_somebody_is_counted_once_by_what_they_said_last() -> None:
    chorus = Chorus()
    chorus.add(heard(1, "look at my profile for a surprise", by="ann"), WITHIN)
    last = heard(2, "look at my profile for a surprise!", 5, by="ann")
    chorus.add(last, WITHIN)
    alike = chorus.add(heard(3, "look at my profile for a surprise :)", 121, by="bo"), WITHIN)
    assert alike[PersonId("ann")] is last
    assert len(alike) == 2


def test_what_is_old_is_forgotten() -> None:
    chorus = Chorus()
    chorus.add(heard(1, "look at my profile for a surprise"), WITHIN)
    assert len(chorus.add(heard(2, "look at my profile for a surprise", 121), WITHIN)) == 1


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_any_text_has_at_most_four_marks(text: str) -> None:
    marks = marks_of(wording_of(fold(text)))
    assert len(marks) <= 4
    assert marks == tuple(sorted(marks))
