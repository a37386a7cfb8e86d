"""What was learned outlives the process by its fingerprint; a model is added by one command and read at once."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.cli import main
from bot.storage.store import Store, open_store
from chat.people import Language
from chat.ports import Home
from faq.encoder import load_encoder
from faq.entries import Entry, Question
from faq.index import Index
from faq.library import KEPT, LOOKS_EVERY, Library, fingerprint
from faq.rows import add_entry, change_entry, entry_of, new_edition
from faq.settings import FaqSettings
from tests.faq.communities import school
from tests.faq.test_service import put
from tests.world import TownClock

TINY = Path(__file__).parent / "tiny"
"""A model of 32 numbers a sentence, made and exported by `faq/export.py`: it understands nothing, quickly."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store("sqlite:///faq.db", tmp_path)
    await store.create()
    yield store
    await store.close()


async def stocked(store: Store, language: Language) -> list[Entry]:
    entries = list(school(language).entries)
    now = TownClock().now()
    await put(store, *(write for one in entries for write in add_entry(one, one.name, None, now)))
    await put(store, new_edition())
    return entries


def library(store: Store, home: Path, encoder: str = "none", clock: TownClock | None = None) -> Library:
    settings = FaqSettings(encoder=encoder)
    return Library(
        reader=store, clock=clock or TownClock(), home=Home(folder=home), settings=lambda: settings
    )


def written(home: Path) -> int:
    return (home / KEPT / "learned.npz").stat().st_mtime_ns


def test_what_another_version_learned_is_not_put_in_force() -> None:
    index = Index(school("zh").entries)
    assert fingerprint(index, None, "one") == fingerprint(index, None, "one")
    assert fingerprint(index, None, "one") != fingerprint(index, None, "other")
    assert fingerprint(index, None, "one") != fingerprint(Index(school("zh").entries[1:]), None, "one")


async def test_what_was_learned_is_there_again_after_a_restart(store: Store, tmp_path: Path) -> None:
    await stocked(store, "zh")
    first = library(store, tmp_path)
    quick = await first.index()
    learned = await first.learned()
    assert learned is not quick
    at = written(tmp_path)
    again = library(store, tmp_path)
    index = await again.learned()
    assert written(tmp_path) == at, "nothing was learned anew"
    asked = "没上完的课可以退钱吗 急"
    assert [one.probability for one in index.find(asked)] == [one.probability for one in learned.find(asked)]
    [row] = [one for one in await store.rows("faq.entries") if one["name"] == "refund"]
    known = entry_of(row)
    changed = replace(known, questions=(*known.questions, Question("zh", "怎么把学费要回来")))
    await put(store, *change_entry(known, changed, None, TownClock().now()), new_edition())
    await again.learned()
    assert written(tmp_path) > at, "another corpus is learned anew"


async def test_a_model_is_added_by_its_folder_and_every_wording_embedded_once(
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        await asyncio.to_thread(main, ["encoder", "add", str(TINY), "--languages", "zh"])
    assert ended.value.code == 0
    told = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    assert told == {"encoder": "tiny", "languages": ["zh"], "dimensions": 32}
    vector = load_encoder(tmp_path / "data/encoders/tiny").vector("怎么退款")
    assert float(np.linalg.norm(vector)) == pytest.approx(1.0, abs=1e-5)
    await stocked(store, "zh")
    caplog.set_level("INFO")
    wise = library(store, tmp_path, "tiny")
    index = await wise.learned()
    told_of = [one.message for one in caplog.records if "faq.embedding" in one.message]
    assert told_of, "progress is told"
    assert index.find("怎么退课")[0].entry.name == "refund"
    at = written(tmp_path)
    assert (await library(store, tmp_path, "tiny").learned()).find("怎么退课")[0].entry.name == "refund"
    assert written(tmp_path) == at
    await library(store, tmp_path).learned()
    assert written(tmp_path) > at, "without the encoder other weights hold"


async def test_a_model_that_is_added_or_taken_away_is_noticed_within_a_minute(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    await stocked(store, "zh")
    clock = TownClock()
    here = library(store, tmp_path, "tiny", clock)
    by_words = await here.index()
    assert caplog.text.count("faq.encoder_unusable") == 1
    with pytest.raises(SystemExit):
        await asyncio.to_thread(main, ["encoder", "add", str(TINY), "--languages", "zh"])
    assert await here.index() is by_words, "it is not looked for with every question"
    clock.set(clock.now() + LOOKS_EVERY)
    with_encoder = await here.index()
    assert with_encoder is not by_words
    assert caplog.text.count("faq.encoder_unusable") == 1, "the model is read"
    shutil.rmtree(tmp_path / "data/encoders/tiny")
    clock.set(clock.now() + LOOKS_EVERY)
    assert await here.index() is not with_encoder
    assert caplog.text.count("faq.encoder_unusable") == 2
    await here.close()
