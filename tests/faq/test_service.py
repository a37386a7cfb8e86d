"""The door of the FAQ: entries in memory, built anew when they change and only then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.storage.store import Store, open_store
from bot.system import SystemIds
from chat.decision import Value, Write
from chat.people import PersonId, Space
from chat.ports import Asked, Community, Home, Row
from faq.answers import Confidence
from faq.entries import Entry, Question
from faq.rows import add_entry, change_entry, new_edition, remove_entry
from faq.service import Faq
from faq.settings import FaqSettings
from tests.world import TownClock

GARDEN = Space("local", "garden")
ANN = PersonId("ann")


class Counting:
    """The store's read side, with a note of every shape that was read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.shapes: list[str] = []
        self.answered = ""

    async def rows(self, shape: str, **values: object) -> Sequence[Row]:
        self.shapes.append(shape)
        found = await self._store.rows(shape, **values)
        self.answered = shape
        return found

    async def row(self, shape: str, **values: object) -> Row | None:
        self.shapes.append(shape)
        return await self._store.row(shape, **values)

    async def together(self, *asked: Asked) -> Sequence[Sequence[Row]]:
        self.shapes += [shape for shape, _ in asked]
        return await self._store.together(*asked)

    def version(self, room: str) -> int:
        return self._store.version(room)


def entry(name: str, *questions: str) -> Entry:
    return Entry(
        name=name, questions=tuple(Question("en", one) for one in questions), answers={"en": f"about {name}"}
    )


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store("sqlite:///faq.db", tmp_path)
    await store.create()
    yield store
    await store.close()


def door(reader: object, clock: TownClock | None = None) -> Faq:
    return Faq(
        reader=reader,  # type: ignore[arg-type]
        clock=clock or TownClock(),
        ids=SystemIds(),
        community=Community(name="Garden", language="en", zone=ZoneInfo("UTC")),
        completion=Mute(),
        home=Home(),
        settings=FaqSettings(),
    )


def note(faq: Faq, entry: Entry) -> tuple[str, Write]:
    return faq.given.note(
        entry,
        person=ANN,
        space=GARDEN,
        message="7",
        question="how do I pay?",
        language="en",
        probability=1.0,
        way="asked",
    )


class Mute:
    """A model that never says anything."""

    async def complete(self, task: str, question: str) -> str | None:
        return None


async def put(store: Store, *writes: Write) -> None:
    [clash] = await store.write([list(writes)])
    assert clash is None


async def test_nothing_is_read_while_nothing_changed(store: Store) -> None:
    reader = Counting(store)
    faq = door(reader)
    await put(store, *add_entry(entry("pay", "how do I pay"), "1", None, TownClock().now()), new_edition())
    assert (await faq.look_up("how do I pay?")).confidence is Confidence.SURE
    read = list(reader.shapes)
    for _ in range(5):
        await faq.look_up("how do I pay?")
    assert reader.shapes == read


async def test_an_answer_rebuilds_nothing(store: Store) -> None:
    reader = Counting(store)
    faq = door(reader)
    await put(store, *add_entry(entry("pay", "how do I pay"), "1", None, TownClock().now()), new_edition())
    verdict = await faq.look_up("how do I pay")
    assert verdict.best is not None
    _, write = note(faq, verdict.best.entry)
    index = await faq.index()
    await put(store, write)
    assert await faq.index() is index
    assert reader.shapes.count("faq.entries") == 1


async def test_added_changed_and_removed_entries_are_seen_at_once(store: Store) -> None:
    faq, now = door(store), TownClock().now()
    assert (await faq.look_up("how do I pay")).confidence is Confidence.UNSURE
    await put(store, *add_entry(entry("pay", "how do I pay"), "1", None, now), new_edition())
    known = await faq.entry("1")
    assert known is not None
    await put(store, *change_entry(known, entry("pay", "where is my parcel"), None, now), new_edition())
    assert (await faq.look_up("where is my parcel")).confidence is Confidence.SURE
    assert (await faq.look_up("how do I pay")).confidence is not Confidence.SURE
    known = await faq.entry("1")
    assert known is not None
    await put(store, *remove_entry(known), new_edition())
    assert (await faq.look_up("where is my parcel")).best is None


async def test_a_stale_change_clashes(store: Store) -> None:
    faq, now = door(store), TownClock().now()
    await put(store, *add_entry(entry("pay", "how do I pay"), "1", None, now), new_edition())
    known = await faq.entry("1")
    assert known is not None
    await put(store, *change_entry(known, entry("pay", "one"), None, now), new_edition())
    [clash] = await store.write([[*change_entry(known, entry("pay", "two"), None, now), new_edition()]])
    assert clash is not None


async def test_many_at_once_build_once(store: Store) -> None:
    reader = Counting(store)
    faq = door(reader)
    await put(store, *add_entry(entry("pay", "how do I pay"), "1", None, TownClock().now()), new_edition())
    await asyncio.gather(*(faq.look_up("how do I pay") for _ in range(20)))
    assert reader.shapes.count("faq.entries") == 1


async def test_the_loop_breathes_while_an_index_is_built(store: Store) -> None:
    now = TownClock().now()
    writes = [
        write
        for number in range(2000)
        for write in add_entry(
            entry(f"e{number}", f"how do I use feature number {number} of the thing"), str(number), None, now
        )
    ]
    await put(store, *writes, new_edition())
    reader = Counting(store)
    faq = door(reader)
    building, breaths = asyncio.create_task(faq.index()), 0
    while not building.done():
        await asyncio.sleep(0)
        breaths += reader.answered == "faq.entries"
    assert len((await building).entries) == 2000
    assert breaths > 20, "after the entries were read, the loop went on turning"


async def test_two_votes_of_one_who_turned_out_to_be_another_become_one(store: Store) -> None:
    faq = door(store)
    vote: dict[str, Value] = {"answer": "a", "entry": "1", "at": TownClock().now()}
    await put(
        store,
        Write("faq.vote", {**vote, "person": "kept", "helpful": 1}),
        Write("faq.vote", {**vote, "person": "dropped", "helpful": 0}),
        Write("faq.vote", {**vote, "answer": "b", "person": "dropped", "helpful": 0}),
    )
    await put(store, *faq.rejoin(PersonId("kept"), PersonId("dropped")))
    rows = await store.rows("faq.votes_of", p="kept")
    assert [(row["answer"], row["helpful"]) for row in rows] == [("a", 1), ("b", 0)]
    assert not await store.rows("faq.votes_of", p="dropped")


async def test_erasing_keeps_counts_and_forgets_places(store: Store) -> None:
    faq = door(store)
    known = entry("pay", "how do I pay")
    _, write = note(faq, known)
    await put(store, write)
    assert [one["space"] for one in (await faq.export(ANN))["faq_answers"]] == ["garden"]
    await put(store, *faq.erase(ANN, "gone:1"))
    assert (await faq.export(ANN))["faq_answers"] == []
    [kept] = await store.rows("faq.answers_to", p="gone:1")
    assert (kept["space"], kept["message"], kept["question"], kept["probability"]) == ("", None, "", 1.0)
