"""When the interpreter looks for garbage: seldom, and never among what was there before the first event."""

from __future__ import annotations

import gc

YOUNG = 20_000
"""So many more objects made than freed begin a search among the young; by itself Python searches after 700, of which
one event in work makes some hundreds.
"""


def look_less() -> None:
    """For the process that serves, once all that it reads at its start is read: rules, entries and models are half a
    million objects, which each long search would go through again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
