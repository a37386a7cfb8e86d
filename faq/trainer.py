"""Has a corpus learned in a process beside the serving one, which never loads scikit-learn."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from chat.people import Language
from faq.corpus import Corpus
from faq.learned import Learned, unpacked

Told = Callable[[str, int, int], None]
"""Hears of progress: a language, texts embedded, texts in all."""

_ROOT = Path(__file__).resolve().parent.parent
_WORDS = 2000
_COMMAND = (sys.executable, "-m", "faq.training")


class NothingLearned(Exception):
    """The process that learns failed; why is what it said last."""


class Trainer:
    """Starts a process for each corpus; one at a time."""

    def __init__(self, encoder: Path | None = None) -> None:
        self._encoder = encoder
        self._turn = asyncio.Lock()

    async def learn(
        self, corpora: Iterable[Corpus], told: Told, known: Path | None = None
    ) -> Mapping[Language, Learned]:
        """What the corpora teach; `known` holds vectors of an earlier time. Raises NothingLearned."""
        async with self._turn:
            with tempfile.TemporaryDirectory(prefix="steward-faq-") as folder:
                out = Path(folder) / "learned.npz"
                process = await asyncio.create_subprocess_exec(
                    *_COMMAND,
                    cwd=_ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                )
                try:
                    await self._converse(process, _request(corpora, self._encoder, known, out), told)
                finally:
                    if process.returncode is None:
                        process.kill()
                        await process.wait()
                return await asyncio.to_thread(lambda: unpacked(out.read_bytes()))

    async def _converse(self, process: asyncio.subprocess.Process, request: bytes, told: Told) -> None:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(request)
        process.stdin.close()
        last = b""
        async for line in process.stderr:
            last = line
            heard = _progress(line)
            if heard is not None:
                told(*heard)
        if await process.wait() != 0:
            raise NothingLearned(last.decode("utf-8", "replace").strip()[-_WORDS:])


def learn_now(
    corpora: Iterable[Corpus], encoder: Path | None, told: Told, known: Path | None = None
) -> Mapping[Language, Learned]:
    """The same for a command that has nothing else to do. Raises NothingLearned."""
    return asyncio.run(Trainer(encoder).learn(corpora, told, known))


def _request(corpora: Iterable[Corpus], encoder: Path | None, known: Path | None, out: Path) -> bytes:
    rows = [
        {
            "language": one.language,
            "ids": one.ids,
            "wordings": one.wordings,
            "owners": one.owners.tolist(),
            "answers": one.answers,
        }
        for one in corpora
    ]
    request = {
        "corpora": rows,
        "encoder": str(encoder or ""),
        "known": str(known or ""),
        "out": str(out),
    }
    return json.dumps(request).encode()


def _progress(line: bytes) -> tuple[str, int, int] | None:
    try:
        row = json.loads(line)
        return str(row["language"]), int(row["done"]), int(row["of"])
    except (ValueError, TypeError, KeyError):
        return None
