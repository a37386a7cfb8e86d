"""Entry codes, chances, cleaned texts, and the order of questions: pure."""

from __future__ import annotations

import re
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from campaigns.draw import rules_hash
from campaigns.giveaways import CODE_LENGTH, Terms, chance_of, clean, one_line, read_code, spell_code
from campaigns.questions import Question, QuestionState, board, in_order, next_question
from chat.people import PersonId


def question(number: int, votes: int, state: QuestionState = QuestionState.APPROVED) -> Question:
    return Question(
        id=str(number),
        event="e",
        number=number,
        state=state,
        person=PersonId("ann"),
        text="?",
        votes=votes,
        posed="",
        answer="",
        answered_by=PersonId(""),
    )


def queues() -> st.SearchStrategy[list[Question]]:
    """Questions with different numbers."""
    one = st.tuples(st.integers(0, 9), st.sampled_from(QuestionState))
    return st.lists(one, max_size=30).map(
        lambda rows: [question(number, votes, state) for number, (votes, state) in enumerate(rows, 1)]
    )


@given(st.binary(min_size=5, max_size=16))
def test_a_code_can_be_read_back_however_it_is_copied(chance: bytes) -> None:
    code = spell_code(chance)
    assert re.fullmatch(rf"[2-9A-HJ-NP-Z]{{{CODE_LENGTH}}}", code)
    assert read_code(f" {code[:4].lower()}-{code[4:]} ") == code


def test_codes_of_different_chance_differ() -> None:
    assert len({spell_code(number.to_bytes(8)) for number in range(20_000)}) == 20_000


@given(st.integers(1, 1000), st.integers(1, 200_000))
def test_a_chance_never_promises_too_much(places: int, entrants: int) -> None:
    said = chance_of(places, entrants)
    true = min(Fraction(1), Fraction(places, entrants))
    if said.startswith("<"):
        assert true < Fraction(1, 1000)
    else:
        percent = Fraction(said.removesuffix("%"))
        assert percent / 100 <= true < percent / 100 + Fraction(1, 1000)


@given(st.text(max_size=300), st.integers(1, 200))
def test_whatever_is_typed_can_be_stored_and_hashed(text: str, limit: int) -> None:
    kept = clean(text, limit)
    assert len(kept) <= limit
    assert "\x00" not in kept
    assert "\n" not in one_line(text, limit)
    terms = Terms(
        number=1,
        organiser="Garden",
        prize=kept,
        places=1,
        ends="2026-12-01T12:00:00+00:00",
        conditions=kept,
        claim="",
        staff_excluded=True,
    )
    assert len(rules_hash(terms.plain())) == 64
    assert clean(kept, limit) == kept


@given(queues())
def test_the_next_question_has_the_most_votes_and_waited_longest(queue: list[Question]) -> None:
    chosen = next_question(queue)
    waiting = [one for one in queue if one.state is QuestionState.APPROVED]
    if chosen is None:
        assert not waiting
    else:
        assert all((one.votes, -one.number) <= (chosen.votes, -chosen.number) for one in waiting)


@given(queues())
def test_the_list_shows_the_leaders_and_gives_the_newest_a_chance(queue: list[Question]) -> None:
    shown = board(queue)
    waiting = [one for one in queue if one.state is QuestionState.APPROVED]
    assert len(shown) == len({one.number for one in shown}) == min(10, len(waiting))
    assert shown[:6] == in_order(waiting)[:6]
    if waiting:
        assert max(waiting, key=lambda one: one.number) in shown
