"""Asks the text classifier in the process beside this one; without an answer in time the rules decide alone."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_SPAM = re.compile(r"spam|scam|fraud|phish|advert|solicit|promo", re.IGNORECASE)
_TOXIC = re.compile(
    r"toxi|hate|insult|offens|abus|harass|threat|obscen|sexual|identity_attack|violen", re.IGNORECASE
)
_NOT = re.compile(r"^(?:not?|non|ham)[ _-]?|(?:in|un)offensive", re.IGNORECASE)
_PAUSE = 60.0
"""Seconds before a process that ended is started again."""
_LONGEST_WHY = 300
_MOST_WAITING = 32
"""More questions than these at once, and the rules decide alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a classifier thinks of a text, 0 to 1; `spam` None = it has no label for that."""

    spam: float | None = None
    toxic: float = 0.0


def opinion_of(scores: Mapping[str, float]) -> Opinion:
    """What scores by label mean, told by the labels' names; labels of any other name say nothing."""
    named = {label: score for label, score in scores.items() if not _NOT.search(label)}
    spam = [score for label, score in named.items() if _SPAM.search(label)]
    toxic = [score for label, score in named.items() if _TOXIC.search(label)]
    return Opinion(spam=max(spam) if spam else None, toxic=max(toxic, default=0.0))


def command_for(model: str, folder: Path | None) -> tuple[str, ...]:
    """How the process for a model is started; a folder is looked for beside the configuration."""
    beside = folder / model if folder is not None else None
    return (
        sys.executable,
        "-m",
        "moderation.classifier",
        str(beside) if beside and beside.is_dir() else model,
    )


class Opinions:
    """Starts the process with the first question. `trouble` tells why there are no answers ("" = there are)."""

    def __init__(self, command: Sequence[str], *, patience: float = 2.0) -> None:
        self._command = command
        self._patience = patience
        self._process: asyncio.subprocess.Process | None = None
        self._starting = asyncio.Lock()
        self._reading: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[Opinion | None]] = {}
        self._count = 0
        self._not_before = 0.0
        self.trouble = ""

    async def of(self, text: str) -> Opinion | None:
        """What the classifier thinks; None when it does not say so in time."""
        process = await self._started()
        if process is None or len(self._waiting) >= _MOST_WAITING:
            return None
        self._count += 1
        number = self._count
        answer: asyncio.Future[Opinion | None] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        assert process.stdin is not None
        process.stdin.write(json.dumps({"id": number, "text": text}).encode() + b"\n")
        try:
            async with asyncio.timeout(self._patience):
                return await answer
        except TimeoutError:
            return None
        finally:
            self._waiting.pop(number, None)

    async def _started(self) -> asyncio.subprocess.Process | None:
        async with self._starting:
            now = asyncio.get_running_loop().time()
            if self._process is None and now >= self._not_before:
                self._not_before = now + _PAUSE
                self._process = await asyncio.create_subprocess_exec(
                    *self._command,
                    cwd=_ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                )
                self._reading = asyncio.create_task(self._read(self._process), name="classifier")
            return self._process

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        """Takes what the process says to whoever asked, until it ends."""
        assert process.stdout is not None
        assert process.stderr is not None
        noise = asyncio.create_task(_last_line(process.stderr))
        async for line in process.stdout:
            said = json.loads(line)
            if "labels" in said:
                self.trouble = "" if _speaks(said["labels"]) else f"labels: {', '.join(said['labels'])}"
            elif (answer := self._waiting.get(said["id"])) is not None and not answer.done():
                answer.set_result(opinion_of(said["scores"]))
        self.trouble = (await noise)[:_LONGEST_WHY] or f"exit {await process.wait()}"
        await process.wait()
        self._process = None
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_result(None)

    async def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
        if self._reading is not None:
            await self._reading


def _speaks(labels: Sequence[str]) -> bool:
    """Whether any label means something here."""
    opinion = opinion_of(dict.fromkeys(labels, 1.0))
    return opinion.spam is not None or opinion.toxic > 0


async def _last_line(stream: asyncio.StreamReader) -> str:
    last = b""
    async for line in stream:
        last = line.strip() or last
    return last.decode("utf-8", "replace")
