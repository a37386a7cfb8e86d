"""Ten thousand wordings are learned anew within a minute, and questions are answered all the while."""

from __future__ import annotations

import asyncio
import random  # noqa: TID251  (seeded: the same corpus in every run)
import resource
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.storage.store import Store, open_store
from chat.ports import Home
from faq.entries import Entry, Question
from faq.index import Index
from faq.library import Library
from faq.rows import add_entry, new_edition
from faq.settings import FaqSettings
from tests.conftest import count
from tests.faq.test_service import put
from tests.moderation.test_speed import yardstick
from tests.world import TownClock

ENTRIES, EACH = count(12, 500), 20
MOST_SECONDS = 60.0
"""Of work of the process beside; what a busy machine adds is not counted."""

MOST_MILLISECONDS = 2.0
YARDSTICK_MILLISECONDS = 0.07
"""What the yardstick takes on the machine that the limit was set on: a busy or slow one gets more time."""

MOST_WAIT = 0.5
"""Seconds that an answer may take while an index is built beside it; on a busy machine twice that is still no block."""

ASKS = (
    "how do I {} my {}", "can I {} a {}", "where do I {} the {}", "i want to {} {}", "{} {} please", "help me {} {}",
    "is it possible to {} one {}", "what does it cost to {} a {}", "why can't I {} my {}", "{} the {} today",
)  # fmt: skip


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store("sqlite:///faq.db", tmp_path)
    await store.create()
    yield store
    await store.close()


def invented(entries: int = ENTRIES) -> list[Entry]:
    """Entries about made-up things: each has words of its own and shares the others."""
    chance = random.Random(4)
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "il")]

    def word() -> str:
        return "".join(chance.choice(syllables) for _ in range(chance.randint(2, 3)))

    shared = [word() for _ in range(400)]
    found = []
    for number in range(entries):
        own = [word() for _ in range(3)]
        asked = {
            f"{chance.choice(ASKS).format(chance.choice(shared), chance.choice(own))} {chance.choice(shared)} {turn}"
            for turn in range(EACH)
        }
        questions = tuple(Question("en", one) for one in sorted(asked))
        found.append(Entry(name=f"e{number}", questions=questions, answers={"en": f"About {' '.join(own)}."}))
    return found


async def test_a_rebuild_blocks_no_answer(
    store: Store, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    entries = invented()
    now = TownClock().now()
    await put(store, *(write for one in entries for write in add_entry(one, one.name, None, now)))
    await put(store, new_edition())
    library = Library(reader=store, home=Home(folder=tmp_path), settings=FaqSettings)
    await library.index()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    learning = asyncio.create_task(library.learned())
    waits = []
    while not learning.done():
        asked = time.perf_counter()
        found = (await library.index()).find(entries[7].questions[3].text)
        waits.append(time.perf_counter() - asked)
        assert found[0].entry.name == "e7"
        await asyncio.sleep(0.05)
    learned = await learning
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert learned.find(entries[7].questions[3].text)[0].entry.name == "e7"
    wordings = sum(len(one.questions) for one in entries)
    record_property(
        "says",
        f"{wordings} wordings learned in {spent:.1f} s of work; slowest of {len(waits)} answers {max(waits):.3f} s",
    )
    assert spent <= MOST_SECONDS
    assert sorted(waits)[int(0.99 * len(waits))] <= MOST_WAIT
    best, ratio = _slow_questions(learned, entries)
    record_property("says", f"a question among {wordings} wordings: p95 {best:.2f} ms")
    assert ratio * YARDSTICK_MILLISECONDS <= MOST_MILLISECONDS


def _slow_questions(index: Index, entries: list[Entry]) -> tuple[float, float]:
    """The 95th percentile in milliseconds of the best of three rounds, and in turns of the yardstick."""
    asked = [f"hello, {one.questions[0].text} or {one.questions[1].text}" for one in entries[:200]]
    best = ratio = float("inf")
    for _ in range(3):
        unit = min(yardstick() for _ in range(5)) / 1e3
        spent = []
        for text in asked:
            began = time.process_time()
            assert index.find(text)
            spent.append((time.process_time() - began) * 1e3)
        p95 = sorted(spent)[int(0.95 * len(spent))]
        best, ratio = min(best, p95), min(ratio, p95 / unit)
    return best, ratio
