"""`steward moderation import`: a list of terms from a file, tried on the past before it acts."""

from __future__ import annotations

import os
from pathlib import Path

from bot.complaint import plain_file, told
from bot.desk import BAD, GOOD, Say, UnusableFile, plain_json, read_text
from bot.faults import language_of
from chat.text import Text


async def import_list(
    file: Path, config: Path | None, *, name: str, reason: str, since: str, watch: bool, say: Say
) -> int:
    """Keep the list with its noisy terms in quarantine, and print what it would have done."""
    from bot.offline import opened
    from chat.errors import SaidNo
    from language.durations import parse_duration
    from moderation.lists.views import summary
    from moderation.service import Moderation

    text, length = read_text(file), parse_duration(since)
    if length is None:
        raise UnusableFile(Text("bot.cli.no.length", {"since": since}))
    if not reason.strip():
        raise UnusableFile(Text("bot.cli.no.reason"))
    async with opened(config, lock=True) as app:
        moderation = app.services[Moderation]
        assert isinstance(moderation, Moderation)
        if await app.store.row("lists.named", wanted=name) is not None:
            say(told(Text("bot.cli.done.list_there", {"name": name}), language_of(app.settings, os.environ)))
            return BAD
        state = "watched" if watch else "preview"
        try:
            whole, _, tried = await moderation.lists.prepare(
                name, file.name, text, reason, None, state, past=length
            )
        except SaidNo as no:
            raise UnusableFile(plain_file(file, Text("bot.cli.no.terms"))) from no
        await app.committer.commit(list(whole.writes))
    say(plain_json({"name": name, "state": state, **summary(tried)}))
    return GOOD
