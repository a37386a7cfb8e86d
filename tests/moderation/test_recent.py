"""The memory of what was said lately is bounded and forgets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chat.messages import MessageRef
from chat.people import PersonId, Space
from moderation.recent import Heard, Recent, key_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def heard(number: int, by: str = "ann", wording: str = "hello", after: float = 0) -> Heard:
    ref = MessageRef(Space("telegram", "1"), str(number))
    return Heard(key_of(ref), ref, PersonId(by), NOON + timedelta(seconds=after), wording)


def test_it_never_holds_more_than_its_size() -> None:
    recent = Recent(size=10)
    for n in range(100):
        recent.add(heard(n, by=f"p{n % 3}", wording=f"w{n % 7}"))
    assert len(recent) == 10
    assert sorted(int(one.ref.id) for p in range(3) for one in recent.of(PersonId(f"p{p}"))) == [
        *range(90, 100)
    ]
    assert sum(len([*recent.saying(f"w{n}")]) for n in range(7)) == 10


def test_it_drops_what_is_older_than_the_horizon() -> None:
    recent = Recent(horizon=timedelta(minutes=1))
    for n in range(200):
        recent.add(heard(n, after=n))
    assert min(int(one.ref.id) for one in recent.of(PersonId("ann"))) >= 200 - 60 - 64 - 1


def test_an_edit_changes_the_wording_and_keeps_the_time() -> None:
    recent = Recent()
    recent.add(heard(1))
    recent.add(heard(1, wording="goodbye", after=99))
    assert [*recent.saying("hello")] == []
    (one,) = recent.saying("goodbye")
    assert one.at == NOON


def test_forgetting_and_joining_people() -> None:
    recent = Recent()
    recent.add(heard(1, by="ann"))
    recent.add(heard(2, by="bo"))
    recent.rename(PersonId("ann"), PersonId("bo"))
    assert len([*recent.of(PersonId("ann"))]) == 2
    recent.forget(PersonId("ann"))
    assert len(recent) == 0
    assert [*recent.saying("hello")] == []


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.sampled_from("abc"), st.sampled_from(["", "x", "y"])), max_size=120
    )
)
def test_the_indexes_agree(acts: list[tuple[int, str, str]]) -> None:
    recent = Recent(size=12)
    for number, by, wording in acts:
        if wording == "y" and number % 5 == 0:
            recent.forget(PersonId(by))
        else:
            recent.add(heard(number, by=by, wording=wording))
    people = [one for by in "abc" for one in recent.of(PersonId(by))]
    assert len(people) == len(recent) <= 12
    said = [one for wording in ("x", "y") for one in recent.saying(wording)]
    assert sorted(one.key for one in said) == sorted(one.key for one in people if one.wording)
