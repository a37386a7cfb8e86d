"""Has pictures drawn beside the serving process, one at a time; that process never loads matplotlib."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from analytics.picture import Sketch, cjk_font, drawn_language
from chat.people import Language

PATIENCE = 60.0
_ROOT = Path(__file__).resolve().parent.parent


class NoPicture(Exception):
    """The process that draws failed; why is what it said last."""


class Painter:
    """Starts a process for each picture and remembers the last one."""

    def __init__(self, python: str = sys.executable, patience: float = PATIENCE) -> None:
        self._python = python
        self._patience = patience
        self._turn = asyncio.Lock()
        self._last: tuple[Sketch, bytes] | None = None

    async def paint(self, sketch: Sketch) -> bytes:
        """The PNG. Raises NoPicture."""
        async with self._turn:
            if self._last is not None and self._last[0] == sketch:
                return self._last[1]
            picture = await self._draw(sketch)
            self._last = sketch, picture
            return picture

    def speaks(self, language: Language) -> bool:
        """Whether labels in that language can be drawn: Chinese needs a font."""
        return drawn_language(language, cjk_font()) == language

    async def _draw(self, sketch: Sketch) -> bytes:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            self._python, "-m", "analytics.picture", stdin=pipe, stdout=pipe, stderr=pipe, cwd=_ROOT
        )
        try:
            async with asyncio.timeout(self._patience):
                picture, trouble = await process.communicate(sketch.to_json())
        except TimeoutError:
            raise NoPicture("timeout") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode or not picture.startswith(b"\x89PNG"):
            raise NoPicture(trouble.decode(errors="replace").strip().rpartition("\n")[2][:200])
        return picture
