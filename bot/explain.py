"""`steward explain EVENT.json`: what each handler would answer, and why, without doing it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.codec import Unreadable, decode, to_json
from bot.complaint import plain_file
from bot.desk import UnusableFile
from bot.offline import opened
from bot.round import Said
from chat.events import Event
from chat.text import Text


async def explain_file(path: Path, config: Path | None, say: Callable[[str], None]) -> int:
    """One line of JSON for each handler, in the order in which they would decide. Raises UnusableFile, OSError."""
    try:
        event = decode(await asyncio.to_thread(path.read_text, encoding="utf-8"))
    except (UnicodeDecodeError, Unreadable) as trouble:
        raise UnusableFile(
            plain_file(path, Text("bot.cli.no.readable_event", {"trouble": str(trouble)}))
        ) from trouble
    if not isinstance(event, Event):
        raise UnusableFile(plain_file(path, Text("bot.cli.no.event")))
    async with opened(config, lock=False) as app:
        answers: Sequence[Said] = await app.pipeline.explain(event)
    for one in answers:
        say(json.dumps(_line(one), ensure_ascii=False))
    return 0


def _line(said: Said) -> dict[str, object]:
    line: dict[str, object] = {"handler": said.handler, "stage": said.stage.name}
    if said.skipped:
        line["skipped"] = said.skipped
    elif said.error:
        line["error"] = said.error.strip().splitlines()[-1]
    elif said.decision is None:
        line["answer"] = None
    else:
        decision = to_json(said.decision)
        line["reason"] = said.decision.reason
        line["answer"] = {key: value for key, value in decision.items() if key not in ("_", "reason")}
    return line
