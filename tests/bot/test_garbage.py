"""A process that serves does not look for garbage among what it read at its start."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT

SERVING = """
import gc
from bot.garbage import look_less

kept = [[number] for number in range(50_000)]
look_less()
frozen = gc.get_freeze_count()
circle = []
circle.append(circle)
del circle
found = gc.collect()
print(frozen >= len(kept), gc.get_freeze_count() == frozen, found >= 1, len(gc.get_objects()) < len(kept))
"""


def test_what_was_there_is_left_alone_and_what_came_later_is_still_found() -> None:
    told = subprocess.run(
        [sys.executable, "-c", SERVING], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["True"] * 4
