"""Has the linear model fitted in a process beside the serving one, which never loads scikit-learn."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import structlog

from moderation.learning import Lesson
from moderation.refit import Taught

_ROOT = Path(__file__).resolve().parent.parent
_COMMAND = (sys.executable, "-m", "moderation.refit")
_LONGEST_WHY = 300

log = structlog.get_logger()


class Refitter:
    """One fit at a time; what it came to is taken away by whoever asked for it."""

    def __init__(self, command: Sequence[str] = _COMMAND) -> None:
        self._command = command
        self._task: asyncio.Task[Taught | None] | None = None
        self._lessons: tuple[Lesson, ...] = ()

    @property
    def is_busy(self) -> bool:
        """Whether a fit is under way, or waits to be taken."""
        return self._task is not None

    def begin(self, lessons: Sequence[Lesson]) -> None:
        """Start a fit on these lessons."""
        self._lessons = tuple(lessons)
        self._task = asyncio.create_task(self._fit(self._lessons), name="refit")

    def taken(self) -> tuple[Taught, tuple[Lesson, ...]] | None:
        """What a fit came to, with its lessons, once; None while there is nothing new, or it failed."""
        if self._task is None or not self._task.done():
            return None
        task, self._task = self._task, None
        taught = None if task.cancelled() else task.result()
        return None if taught is None else (taught, self._lessons)

    async def settled(self) -> None:
        """Until the fit that is under way has ended."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def close(self) -> None:
        """End what is under way."""
        if self._task is not None:
            self._task.cancel()
            await self.settled()

    async def _fit(self, lessons: Sequence[Lesson]) -> Taught | None:
        process = await asyncio.create_subprocess_exec(
            *self._command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        rows = [json.dumps({"text": one.text, "spam": one.spam, "by": one.by}) for one in lessons]
        try:
            out, noise = await process.communicate("\n".join(rows).encode())
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            why = noise.decode("utf-8", "replace").strip().rpartition("\n")[2]
            log.error("moderation.refit_failed", why=why[:_LONGEST_WHY])
            return None
        return Taught(**json.loads(out))
