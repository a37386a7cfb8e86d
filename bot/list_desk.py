"""`steward moderation import`: a list of terms from a file, tried on the past before it acts."""

from __future__ import annotations

from pathlib import Path

from bot.desk import BAD, GOOD, Say, UnusableFile, plain_json, read_text


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
        raise UnusableFile(f"--since {since}: a length of time such as 30d is needed")
    if not reason.strip():
        raise UnusableFile("--reason: why this list?")
    async with opened(config, lock=True) as app:
        moderation = app.services[Moderation]
        assert isinstance(moderation, Moderation)
        if await app.store.row("lists.named", wanted=name) is not None:
            say(f"there is a list called {name} already")
            return BAD
        state = "watched" if watch else "preview"
        try:
            whole, _, tried = await moderation.lists.prepare(
                name, file.name, text, reason, None, state, past=length
            )
        except SaidNo as no:
            raise UnusableFile(f"{file}: no terms were found") from no
        await app.committer.commit(list(whole.writes))
    say(plain_json({"name": name, "state": state, **summary(tried)}))
    return GOOD
