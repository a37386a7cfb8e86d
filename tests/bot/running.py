"""The real program in its own process."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

from tests.conftest import ROOT


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Program:
    """`python -m bot …` in a folder; `said` is all it printed on both streams."""

    def __init__(self, folder: Path, *words: str, environment: dict[str, str] | None = None) -> None:
        self.folder = folder
        self._words = words
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})}
        self._output = folder / f"output-{len(list(folder.glob('output-*')))}.txt"
        self.process: asyncio.subprocess.Process

    @property
    def said(self) -> str:
        return self._output.read_text("utf-8")

    async def start(self) -> Program:
        with self._output.open("wb") as output:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", *self._words,
                cwd=self.folder, env=self._environment, stdout=output, stderr=output,
            )  # fmt: skip
        return self

    async def says(self, words: str, seconds: float = 60) -> None:
        """Wait until a word stands in the output."""
        async with asyncio.timeout(seconds):
            while words not in self.said and self.process.returncode is None:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        assert words in self.said, self.said

    async def ends(self, seconds: float = 60) -> int:
        """The exit code."""
        return await asyncio.wait_for(self.process.wait(), seconds)

    def asked_to_stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    async def kill(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


async def run(folder: Path, *words: str) -> tuple[int, str]:
    """Exit code and output of a command that ends by itself."""
    program = await Program(folder, *words).start()
    try:
        return await program.ends(), program.said
    finally:
        await program.kill()
