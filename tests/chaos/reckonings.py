"""What is left after the kills, on a platform with keys and on one without; both run side by side."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from tests.conftest import ROOT


def reckonings(scenario: str, kills: Mapping[str, int], patience: float) -> Mapping[str, dict[str, Any]]:
    """By "keyed" and "keyless": what `tests.chaos.<scenario>` tells after so many kills, within seconds."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = {
        kind: subprocess.Popen(
            [sys.executable, "-m", f"tests.chaos.{scenario}", str(times), "7", kind],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for kind, times in kills.items()
    }
    found: dict[str, dict[str, Any]] = {}
    for kind, process in running.items():
        out, trouble = process.communicate(timeout=patience)
        assert process.returncode == 0, trouble
        found[kind] = json.loads(out.splitlines()[-1])
    return found
