"""What of a resident stays in the local platform's rows, to be erased: their messages, and Steward's about them."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.adapters.local.town import STEWARD, Town
from bot.codec import decode
from chat.decision import Write
from chat.ports import Reader
from chat.text import Rich

BLANK, RETITLE = "local.blank", "local.retitle"


async def traces(reader: Reader, who: str, keep: Collection[str] = ()) -> tuple[Write, ...]:
    """The writes that blank a resident's messages, and those of Steward that were said to them alone, answer them, name
    them, or stand in a thread that is named after them; but not those with a button of a kind in `keep`.
    """
    names = [row["name"] for row in await reader.rows("local.residents") if row["id"] == who]
    named = re.compile("|".join(rf"(?<![A-Za-z0-9]){re.escape(one)}(?![A-Za-z0-9])" for one in [*names, who]))
    rows = await reader.rows("local.messages")
    theirs = {str(row["id"]) for row in rows if row["author"] == who}
    threads = await reader.rows("local.threads")
    about = {row["id"]: row["title"][: at.start()] for row in threads if (at := named.search(row["title"]))}

    def tells(row: Mapping[str, Any]) -> bool:
        if row["author"] != STEWARD or not row["body"]:
            return bool(row["author"] == who)
        alone = who in (row["space"], row["seen_by"]) or row["thread"] in about or row["reply_to"] in theirs
        return alone or named.search(row["body"]) is not None

    blanked = [row["id"] for row in rows if tells(row) and not _asks(row["buttons"], keep)]
    return (
        *(Write(BLANK, {"message": one}) for one in blanked),
        *(Write(RETITLE, {"thread_": one, "words": number.strip()}) for one, number in about.items()),
    )


def _asks(buttons: str, keep: Collection[str]) -> bool:
    return any(button.kind in keep for row in decode(buttons) for button in row)


FORGETS = frozenset((BLANK, RETITLE))
"""The shapes of which `forgetting` is to hear."""


def forgetting(town: Town) -> Callable[[Sequence[Write]], Awaitable[None]]:
    """What is to hear of commits, so that what was blanked in the rows is gone from the page as well."""

    async def committed(writes: Sequence[Write]) -> None:
        for write in writes:
            if write.shape == BLANK:
                said = town.sayings[int(str(write.values["message"]))]
                await town.change(replace(said, body=Rich(()), buttons=(), deleted=True, file=None))
            elif write.shape == RETITLE:
                thread = town.threads[str(write.values["thread_"])]
                town.threads[thread.id] = replace(thread, title=str(write.values["words"]))

    return committed
