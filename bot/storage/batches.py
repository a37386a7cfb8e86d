"""Many units' rows as few batches of one shape each, every unit's own order kept."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

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
    kinds = [
        [(write.shape, write.expect is not None or write.shape in setwise) for write in unit]
        for unit in units
    ]
    ways = dict.fromkeys(tuple(_once(unit)) for unit in kinds)
    found = [Batch(shape, guarded) for shape, guarded in _merged(ways)]
    for unit, row in zip(units, kinds, strict=True):
        place = 0
        for write, (shape, guarded) in zip(unit, row, strict=True):
            while found[place].shape != shape or found[place].guarded != guarded:
                place += 1
            found[place].rows.append(write.values)
            found[place].expected += 1 if write.expect is None else write.expect
    return found


def _once(kinds: Iterable[Kind]) -> Iterable[Kind]:
    """Without repetitions that follow each other."""
    before: Kind | None = None
    for kind in kinds:
        if kind != before:
            yield kind
        before = kind


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
