"""What may leave next is what a look at every queue would find."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.outbox_rows import OutRow
from bot.queues import Name, Queues

START = datetime(2026, 3, 1, tzinfo=UTC)
SPACES = ("garden", "yard", "pier")


def row(seq: int, space: str, priority: int, not_before: datetime, attempts: int = 1) -> OutRow:
    plain: Mapping[str, str | None] = dict.fromkeys(OutRow.__slots__)
    given_: dict[str, object] = {"key": f"row{seq}", "seq": seq, "platform": "local", "verb": "Post"}
    given_ |= {"space": space, "priority": priority, "not_before": not_before, "attempts": attempts}
    return OutRow(**{**plain, **given_})  # type: ignore[arg-type]


def wait(one: OutRow, now: datetime) -> timedelta:
    return (one.not_before or now) - now


class Slow:
    """Looks at everything each time."""

    def __init__(self) -> None:
        self.rows: dict[Name, list[OutRow]] = {}
        self.busy: set[Name] = set()

    def take(self, now: datetime) -> OutRow | None:
        heads = [
            (rows[0].priority, rows[0].seq, name)
            for name, rows in self.rows.items()
            if rows and name not in self.busy and wait(rows[0], now) <= timedelta()
        ]
        if not heads:
            return None
        name = min(heads)[2]
        self.busy.add(name)
        return self.rows[name].pop(0)


PUT = st.tuples(
    st.sampled_from(("put", "put later")), st.sampled_from(SPACES), st.integers(0, 2), st.integers(0, 9)
)
TAKE = st.tuples(st.just("take"), st.just(""), st.just(0), st.integers(0, 3))
FREE = st.tuples(st.just("free"), st.booleans().map(str), st.just(0), st.integers(0, 5))


@given(st.lists(st.one_of(PUT, TAKE, FREE), max_size=60))
def test_the_next_row_is_the_most_urgent_that_may_leave(steps: list[tuple[str, str, int, int]]) -> None:
    queues, slow, now = Queues(wait), Slow(), START
    out: list[tuple[Name, OutRow]] = []
    for number, (what, where, priority, seconds) in enumerate(steps):
        if what.startswith("put"):
            is_later = what == "put later"  # for a moment of its own: it holds up nothing
            one = row(number, where, priority, now + timedelta(seconds=seconds), 0 if is_later else 1)
            queues.put(one)
            slow.rows.setdefault(("local", one.key if is_later else where, priority), []).append(one)
        elif what == "take":
            now += timedelta(seconds=seconds)
            taken, expected = queues.take(now), slow.take(now)
            assert (taken and taken[1]) is expected
            if taken:
                out.append(taken)
        elif out:
            name, one = out.pop(seconds % len(out))
            if where == "True":  # to be tried again
                queues.put(one, first=True)
                slow.rows[name].insert(0, one)
            queues.free(name)
            slow.busy.discard(name)
    assert len(queues) == sum(map(len, slow.rows.values()))
    for name, _ in out:
        queues.free(name)
    slow.busy.clear()
    while any(slow.rows.values()):
        taken, expected = queues.take(now), slow.take(now)
        assert (taken and taken[1]) is expected
        if taken:
            queues.free(taken[0])
            slow.busy.clear()
        else:
            moment = queues.soonest(now)
            assert moment is not None
            assert moment > now
            now = moment
            assert queues.has_ripe(now)


def test_a_row_is_looked_at_again_when_what_held_it_is_gone() -> None:
    held = True
    queues = Queues(lambda one, now: timedelta(seconds=60) if held else timedelta())
    queues.put(row(1, "garden", 0, START))
    assert queues.take(START) is None
    held = False
    assert queues.take(START) is None
    queues.look_again()
    assert queues.take(START) is not None
