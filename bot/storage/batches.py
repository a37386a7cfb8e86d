"""Many units' rows as few batches of one shape each, every unit's own order kept."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from chat.decision import Value, Write

Kind = tuple[str, bool]
"""A shape, and whether the number of rows that it changes is looked at."""


@dataclass(slots=True)
class Batch:
    """Rows of one shape, to be written by one executemany."""

    shape: str
    guarded: bool
    rows: list[Mapping[str, Value]] = field(default_factory=list)
    expected: int = 0


def batches(units: Iterable[Sequence[Write]], setwise: Container[str]) -> list[Batch]:
    """The batches in the order in which they are to be written; `setwise` shapes are always looked at.

    Within a batch the rows stand in the order of their units.
    """
    ways = [
        (unit, tuple([(write.shape, write.expect is not None or write.shape in setwise) for write in unit]))
        for unit in units
    ]
    routes: dict[tuple[Kind, ...], list[Batch]] = {way: [] for _, way in ways}
    found = [Batch(shape, guarded) for shape, guarded in _merged(dict.fromkeys(map(_once, routes)))]
    for way, route in routes.items():
        route += _route(way, found)
    for unit, way in ways:
        for write, batch in zip(unit, routes[way], strict=True):
            batch.rows.append(write.values)
            batch.expected += 1 if write.expect is None else write.expect
    return found


def _route(way: Iterable[Kind], found: Iterable[Batch]) -> Iterator[Batch]:
    """Which batch takes each row of a unit: one never stands before that of the row before it."""
    rest = iter(found)
    batch = next(rest, None)
    for shape, guarded in way:
        while batch is not None and (batch.shape != shape or batch.guarded != guarded):
            batch = next(rest, None)
        assert batch is not None
        yield batch


def _once(kinds: Iterable[Kind]) -> tuple[Kind, ...]:
    """Without repetitions that follow each other."""
    return tuple(kind for kind, _ in groupby(kinds))


def _merged(ways: Iterable[Sequence[Kind]]) -> list[Kind]:
    """One sequence that holds every way as a part, as short as can easily be had: next is the first kind that comes
    later in no way (as Python lines up base classes, https://www.python.org/download/releases/2.3/mro/); where each
    does, the first one comes twice.
    """
    left = [deque(way) for way in ways if way]
    later = Counter(kind for way in left for kind in [*way][1:])
    merged: list[Kind] = []
    while left:
        chosen = min((way[0] for way in left), key=lambda kind: later[kind] > 0)
        merged.append(chosen)
        for way in left:
            if way[0] == chosen:
                way.popleft()
                if way:
                    later[way[0]] -= 1
        left = [way for way in left if way]
    return merged
