"""A serving process with an encoder that is asked for hours: prints its resident memory after every rebuild.

`python -m tests.faq.serving CONFIG ENTRIES REBUILDS QUESTIONS`; the questions are those between two rebuilds.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from bot.offline import opened
from faq.entries import Question
from faq.rows import add_entry, change_entry, new_edition
from faq.service import Faq
from tests.faq.test_rebuild import invented


def resident() -> float:
    """Megabytes of this process in memory now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def serve(config: Path, entries: int, rebuilds: int, questions: int) -> None:
    """Ask, change an entry, learn anew, and again."""
    async with opened(config, lock=False) as app:
        faq, clock = app.services[Faq], app.system.clock
        assert isinstance(faq, Faq)
        known = invented(entries)
        writes = [one for entry in known for one in add_entry(entry, entry.name, None, clock.now())]
        await app.committer.commit([*writes, new_edition()])
        for turn in range(rebuilds):
            await faq.library.learned()
            sure = 0
            for number in range(questions):
                entry = known[number % len(known)]
                asked = entry.questions[number % len(entry.questions)].text
                context = ("where is my order?", "and the other one?")[: number % 3]
                verdict = await faq.look_up(f"hello, {asked} {number}", context=context)
                sure += verdict.confidence == "sure"
            told = {"turn": turn, "megabytes": round(resident(), 1), "sure": sure}
            print(json.dumps(told), flush=True)  # noqa: T201  (what the test reads)
            before = (await faq.index()).entries[known[turn].name]
            after = replace(before, questions=(*before.questions, Question("en", f"another wording {turn}")))
            changed = change_entry(before, after, None, clock.now())
            await app.committer.commit([*changed, new_edition()])


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), *map(int, sys.argv[2:5])))
