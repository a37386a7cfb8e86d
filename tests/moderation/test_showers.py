"""What everybody reacted to lately."""

from __future__ import annotations

from datetime import timedelta

from chat.events import ReactionChanged
from chat.messages import MessageRef
from chat.people import Identity, Speaker, Standing
from moderation.showers import Showers
from tests.moderation.desk import ANN, BO, GARDEN, START

SPEAKER = Speaker(identity=Identity("telegram", "ann"), person=ANN, name="Ann", standing=Standing())
WITHIN = timedelta(minutes=1)


def reaction(n: int, *emoji: str, seconds: int = 0) -> ReactionChanged:
    return ReactionChanged(
        key=f"reaction {n}",
        at=START + timedelta(seconds=seconds),
        space=GARDEN,
        by=SPEAKER,
        message=MessageRef(GARDEN, str(n)),
        added=emoji,
    )


def test_what_is_put_within_the_time_is_counted_and_found_again() -> None:
    showers = Showers()
    assert [showers.add(reaction(n, "👍"), WITHIN) for n in range(3)] == [1, 2, 3]
    assert showers.add(reaction(9, "🔥", "👍", seconds=10), WITHIN) == 5
    (clearing,) = showers.clearing(ANN)
    assert clearing.marks == (("0", "👍"), ("1", "👍"), ("2", "👍"), ("9", "🔥"), ("9", "👍"))
    assert showers.clearing(BO) == ()
    assert showers.add(reaction(10, "👍", seconds=65), WITHIN) == 3


def test_an_event_that_is_decided_again_counts_once() -> None:
    showers = Showers()
    showers.add(reaction(1, "👍"), WITHIN)
    showers.add(reaction(2, "👍", "🔥"), WITHIN)
    showers.add(reaction(3, "👍"), WITHIN)
    assert showers.add(reaction(2, "👍", "🔥"), WITHIN) == 3
    assert showers.add(reaction(3, "👍"), WITHIN) == 4


def test_who_is_forgotten_begins_anew() -> None:
    showers = Showers()
    showers.add(reaction(1, "👍"), WITHIN)
    showers.forget(ANN)
    assert showers.add(reaction(2, "👍"), WITHIN) == 1
