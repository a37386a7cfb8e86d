"""What is kept of missed questions is forgotten in time, and with its asker."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.storage.store import Store, open_store
from chat.decision import Write
from chat.people import PersonId
from faq.index import Index
from faq.learning import KNOWN
from faq.rounds import MORNING as TELLS
from faq.rounds import NIGHT, Rounds
from faq.service import Faq
from faq.settings import FaqSettings
from tests.faq.test_service import door, entry, put
from tests.world import MORNING, TownClock

ANN, RITA = PersonId("ann"), PersonId("rita")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store("sqlite:///faq.db", tmp_path)
    await store.create()
    yield store
    await store.close()


def missed(number: int, text: str, person: PersonId = ANN) -> Write:
    return Write(
        "faq.missed",
        {
            "id": f"m{number}",
            "person": person,
            "platform": "local",
            "space": "garden",
            "thread": None,
            "message": str(number),
            "text": text,
            "language": "en",
            "why": "unsure",
            "near": None,
            "probability": 0.1,
            "at": MORNING - timedelta(days=number),
            "gap": None,
            "reply": "yes",
            "reply_message": "9",
            "reply_person": RITA,
            "accepted": 0,
        },
    )


def expire(faq: Faq, days: int) -> tuple[Write, ...]:
    before = MORNING - timedelta(days=days)
    return faq.expire(messages_before=before, tickets_before=before, audit_before=before)


async def test_the_words_go_with_messages_and_gaps_with_their_words(store: Store) -> None:
    faq = door(store)
    await put(store, missed(10, "do you ship abroad?"), missed(40, "is there parking?"))
    await put(store, *(await faq.learning.night(Index(()))).writes)
    assert len(await store.rows("faq.gaps")) == 2
    await put(store, *expire(faq, 30))
    [gap] = await faq.learning.open_gaps()
    kept = await faq.learning.gap(gap["id"])
    assert kept is not None
    assert [one.text for one in kept.misses] == ["do you ship abroad?"]
    await put(store, *expire(faq, 5))
    assert await faq.learning.gap(gap["id"]) is None
    assert not await store.rows("faq.gaps")


async def test_who_is_erased_takes_questions_and_replies_along(store: Store) -> None:
    faq = door(store)
    await put(store, missed(1, "do you ship abroad?"), missed(2, "is there parking?", PersonId("bob")))
    assert len((await faq.export(RITA))["faq_replies"]) == 2
    await put(store, *faq.erase(ANN, "gone:1"), *faq.erase(RITA, "gone:2"))
    [left] = await store.rows("faq.fresh_misses", most=10)
    assert (left["text"], left["reply"], left["reply_person"]) == ("is there parking?", "", None)
    assert not (await faq.export(ANN))["faq_misses"]


async def test_what_the_entries_answer_by_now_is_put_aside(store: Store) -> None:
    faq = door(store)
    await put(store, missed(1, "do you ship abroad?"))
    known = entry("abroad", "do you ship abroad?")
    decision = await faq.learning.night(Index([known]))
    await put(store, *decision.writes)
    assert [row["gap"] for row in await store.rows("faq.clustered_misses")] == [KNOWN]
    assert not await store.rows("faq.gaps")
    assert not (await faq.learning.night(Index([known]))).writes


async def test_a_second_night_grows_what_the_first_found(store: Store) -> None:
    faq = door(store)
    await put(store, missed(2, "do you ship abroad?"))
    await put(store, *(await faq.learning.night(Index(()))).writes)
    [first] = await store.rows("faq.gaps")
    await put(store, missed(1, "can you ship it abroad?", PersonId("bob")))
    await put(store, *(await faq.learning.night(Index(()))).writes)
    [grown] = await store.rows("faq.gaps")
    assert (grown["id"], grown["misses"], grown["people"]) == (first["id"], 2, 2)


async def test_a_round_that_rings_is_not_set_to_ring_at_once_again(store: Store) -> None:
    clock, settings = TownClock(), FaqSettings()
    rounds = Rounds(reader=store, clock=clock, zone=ZoneInfo("UTC"), settings=lambda: settings)
    armed = await rounds.arm()
    await put(store, *armed.writes)
    ringing = next(one for one in armed.alarms if one.kind == NIGHT)
    assert ringing.at is not None
    clock.set(ringing.at)
    again, beside = rounds.again(NIGHT), await rounds.arm(NIGHT)  # both before the mark is written
    merged = {one.kind: one.at for one in (*again.alarms, *beside.alarms)}
    assert merged[NIGHT] == ringing.at + timedelta(days=1)
    late = next(one.at for one in armed.alarms if one.kind == TELLS)
    assert merged[TELLS] == late, "what was missed while down rings at once"
