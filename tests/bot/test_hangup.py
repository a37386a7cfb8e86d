"""SIGHUP: a window that is closed ends Steward cleanly; a service keeps running."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.running import free_port
from tests.conftest import ROOT

LOCAL = "[web]\nport = {port}\n[platforms.local]\nenabled = true\n"


@pytest.fixture(autouse=True)
def heeds_hangups() -> Iterator[None]:
    """What is started here is told of a hangup, also where the tests run under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


def says(output: Path, words: str) -> None:
    until = time.monotonic() + 60
    while words not in output.read_text("utf-8"):
        assert time.monotonic() < until, output.read_text("utf-8")
        time.sleep(0.02)


@pytest.mark.parametrize("terminal", [True, False], ids=["in a terminal", "as a service"])
def test_a_hangup(tmp_path: Path, *, terminal: bool) -> None:
    (tmp_path / "config.toml").write_text(LOCAL.format(port=free_port()))
    output = tmp_path / "output.txt"
    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "bot", "run", "--empty", "--config", "config.toml"]
    with output.open("wb") as file:
        process = subprocess.Popen(
            words,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=theirs if terminal else subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
    try:
        says(output, "http://")
        process.send_signal(signal.SIGHUP)
        if not terminal:
            says(output, "hangup.ignored")
            assert process.poll() is None
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert "steward.stopped" in output.read_text("utf-8")
    finally:
        process.kill()
        process.wait()
        os.close(ours)
        os.close(theirs)
