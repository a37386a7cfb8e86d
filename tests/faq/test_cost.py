"""What the FAQ costs a message that it has nothing to say to: no read, and next to no time."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.storage.store import Store, open_store
from chat.decision import Decision
from chat.events import MessagePosted
from chat.messages import Message
from chat.people import Identity, PersonId, Space, Speaker
from chat.ports import Community
from faq.answers import Confidence
from faq.entries import Question
from faq.rows import add_entry, change_entry, new_edition
from faq.service import Faq
from faq.terms import Terms
from handlers.faq_answers import faq_answers, faq_unknown
from handlers.faq_delivery import faq_gave
from handlers.faq_lessons import faq_lessons
from handlers.faq_manners import faq_hears
from language.lanes import language_of
from support.settings import TriageSettings
from support.triage import judge
from tests.bench.mixture import Kind, record
from tests.faq.test_service import Counting, door, entry, put
from tests.world import TownClock

GARDEN = Space("local", "garden")
COMMUNITY = Community(name="Garden", language="en", zone=ZoneInfo("UTC"))
CHAT = [one.text for one in record(1500, 20) if one.kind is Kind.CHAT]
WEIGHTS = TriageSettings()
MOST_MICROSECONDS = 240
"""Three times what it may take where nothing else runs, FAQ and triage together."""


class Nobody:
    """A directory that is never asked."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = await open_store("sqlite:///faq.db", tmp_path)
    await store.create()
    entries = (entry(f"about{n}", f"how do I pay for number {n}") for n in range(20))
    await put(
        store, *(w for n, e in enumerate(entries) for w in add_entry(e, str(n), None, TownClock().now()))
    )
    await put(store, new_edition())
    yield store
    await store.close()


def said(number: int, text: str) -> MessagePosted:
    person = PersonId(f"p{number % 40}")
    by = Speaker(identity=Identity("local", person), name=person, person=person)
    message = Message(id=str(number), space=GARDEN, text=text)
    at = TownClock().now() + timedelta(seconds=number)
    return MessagePosted(key=f"local:{number}", at=at, space=GARDEN, by=by, message=message)


async def heard(faq: Faq, event: MessagePosted) -> None:
    """The part of the path that is the FAQ's and triage's."""
    given = await faq_answers(event, faq=faq, directory=Nobody(), community=COMMUNITY)  # type: ignore[arg-type]
    assert given is None
    judge(event.message.text, language_of(event.message.text), (), WEIGHTS)
    assert await faq_unknown(event, faq=faq) is None
    assert await faq_lessons(event, faq=faq, directory=Nobody()) is None  # type: ignore[arg-type]
    await faq_hears(event, faq=faq)


async def test_chat_costs_no_read_and_little_time(store: Store) -> None:
    reader = Counting(store)
    faq = door(reader)
    await heard(faq, said(0, "good morning everybody"))
    await heard(faq, said(1, "大家早上好"))
    read = list(reader.shapes)
    spent = []
    for number, text in enumerate(CHAT, 2):
        event = said(number, text)
        began = time.process_time()
        await heard(faq, event)
        spent.append((time.process_time() - began) * 1e6)
    assert reader.shapes == read
    assert sorted(spent)[len(spent) // 2] <= MOST_MICROSECONDS


async def test_a_wording_typed_verbatim_is_weighed_against_others_only_where_its_entry_does_not_count(
    store: Store,
) -> None:
    faq = door(store)
    there = await faq.asked(said(1, "how do I pay for number 3?"), "how do I pay for number 3?")
    assert [(one.entry.name, one.probability) for one in there.findings] == [("about3", 0.999)]
    assert there.confidence is Confidence.SURE
    one = there.findings[0].entry
    elsewhere = replace(one, terms=Terms(chats=("local:elsewhere",)))
    ruled_out = replace(one, negatives=(Question("en", "how do I pay for number 3"),))
    for changed in (elsewhere, ruled_out):
        known = await faq.entry(one.id)
        assert known is not None
        await put(store, *change_entry(known, changed, None, TownClock().now()), new_edition())
        others = await faq.asked(said(2, "how do I pay for number 3?"), "how do I pay for number 3?")
        assert others.confidence is Confidence.UNSURE
        assert others.findings
        assert one.id not in [other.entry.id for other in others.findings]


async def test_what_was_given_is_read_once_and_then_remembered(store: Store) -> None:
    reader = Counting(store)
    faq = door(reader)
    one = (await faq.index()).named("about3")
    assert one is not None
    await faq.etiquette.repeats(one, GARDEN, "en")
    event = said(1, "how do I pay for number 3")
    _, write = faq.given.note(
        one,
        person=event.by.person,
        space=GARDEN,
        message="1",
        question="",
        language="en",
        probability=1.0,
        way="asked",
    )
    decided = Decision(reason="faq.given", writes=(write,))
    await faq_gave(event, faq=faq, decided=decided)
    await faq_gave(event, faq=faq, decided=decided)  # decided again after a clash
    await put(store, write)
    assert await faq.etiquette.repeats(one, GARDEN, "en")
    assert len(list(await faq.etiquette.lately.given(GARDEN, TownClock().now(), timedelta(hours=1)))) == 1
    assert reader.shapes.count("faq.given_in") == 1
    faq.etiquette.lately.forget()
    assert await faq.etiquette.repeats(one, GARDEN, "en")
    assert reader.shapes.count("faq.given_in") == 2
