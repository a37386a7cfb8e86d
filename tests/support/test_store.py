"""Tickets in a real database: kept whole, one open for each person and topic, joined, erased, forgotten."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.local.town import GARDEN, STAFF
from bot.storage.store import Store, open_store
from chat.decision import Write
from chat.messages import Attachment, Media, Message, MessageRef
from chat.people import PersonId, Space, SpaceKind
from support import privacy
from support.lines import Kind, Line, Way, storable, words_of
from support.rows import (
    add_line,
    change_ticket,
    copied,
    edit_line,
    move_line,
    open_ticket,
    read_line,
    read_ticket,
    remove_line,
)
from support.store import catalog as store
from support.tickets import Card, Reach
from tests.postgres import cluster, database_with_tables
from tests.support.office import NOON, a_ticket

ANN, BOB, RAE = PersonId("ann"), PersonId("bob"), PersonId("rae")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A PostgreSQL of our own."""
    with cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store on either database."""
    if request.param == "postgresql":
        url = await database_with_tables(request.getfixturevalue("address"), "support")
        opened = await open_store(url, tmp_path)
    else:
        opened = await open_store("sqlite:///support.db", tmp_path)
        await opened.create()
    yield opened
    await opened.close()


async def written(kept: Store, *writes: Write) -> bool:
    """Whether the store took them, all or none."""
    return (await kept.write([writes]))[0] is None


def a_line(name: str, **changes: object) -> Line:
    line = Line(id=name, ticket="t1", kind=Kind.MEMBER, by=ANN, text=f"words {name}", at=NOON)
    return replace(line, **changes)  # type: ignore[arg-type]


async def test_a_ticket_and_a_line_come_back_as_they_went(kept: Store) -> None:
    ticket = a_ticket(origin=replace(GARDEN, thread="9"))
    said = MessageRef(Space("local", "ann", None, SpaceKind.PRIVATE), "3")
    line = a_line("l1", said=said, way=Way.WAITING)
    assert await written(kept, open_ticket(ticket), add_line(line))
    assert read_ticket((await kept.rows("support.ticket", key="t1"))[0]) == ticket
    assert read_line((await kept.rows("support.lines", of="t1"))[0]) == line
    after = replace(
        ticket.closed(RAE, "done", NOON),
        card=Card(space=replace(STAFF, thread="5"), message="77", threadless=False, tries=2),
        reach=Reach.PUBLIC,
    )
    after, change = change_ticket(ticket, after)
    copy = MessageRef(replace(STAFF, thread="5"), "78")
    assert await written(kept, change, copied(line, copy))
    assert read_ticket((await kept.rows("support.ticket", key="t1"))[0]) == after
    assert read_line((await kept.rows("support.line_one", key="l1"))[0]) == replace(
        line, copy=copy, way=Way.ARRIVED
    )


async def test_only_one_open_ticket_for_each_person_and_topic(kept: Store) -> None:
    assert await written(kept, open_ticket(a_ticket()))
    assert not await written(kept, open_ticket(a_ticket(id="t2", number=2)))
    assert await written(kept, open_ticket(a_ticket(id="t3", number=3, topic="refund")))
    assert await written(kept, open_ticket(a_ticket(id="t4", number=4, person=BOB)))
    assert not await written(kept, open_ticket(a_ticket(id="t5", number=4, person=RAE)))
    _, closed = change_ticket(a_ticket(), a_ticket().closed(RAE, "", NOON))
    assert await written(kept, closed)
    assert await written(kept, open_ticket(a_ticket(id="t6", number=6)))


async def test_of_two_changes_of_one_revision_one_holds(kept: Store) -> None:
    await written(kept, open_ticket(a_ticket()))
    changes = [change_ticket(a_ticket(), a_ticket().claimed(who, NOON))[1] for who in (RAE, BOB)]
    outcomes = await kept.write([[change] for change in changes])
    assert [clash is None for clash in outcomes] == [True, False]
    assert read_ticket((await kept.rows("support.ticket", key="t1"))[0]).assignee == RAE


async def test_a_line_moves_and_changes_only_from_where_it_was_seen(kept: Store) -> None:
    line = a_line("l1", way=Way.REFUSED)
    await written(kept, add_line(line))
    assert await written(kept, move_line(line, Way.AGAIN))
    assert not await written(kept, move_line(line, Way.AGAIN))
    line = replace(line, way=Way.AGAIN)
    assert await written(kept, edit_line(line, "other"))
    assert not await written(kept, edit_line(line, "third"))
    assert not await written(kept, remove_line(replace(line, way=Way.WAITING)))
    assert await written(kept, copied(line, MessageRef(GARDEN, "9")))
    assert not await written(kept, copied(line, MessageRef(GARDEN, "9")))


async def test_two_persons_who_are_one_keep_both_open_tickets(kept: Store) -> None:
    mine, theirs = a_ticket(), a_ticket(id="t2", number=2, person=BOB)
    await written(kept, open_ticket(mine), open_ticket(theirs), add_line(a_line("l1", by=BOB)))
    assert await written(kept, *privacy.rejoin(ANN, BOB))
    tickets = [read_ticket(row) for row in await kept.rows("support.open_of", p=ANN)]
    assert sorted(one.number for one in tickets) == [1, 2]
    assert len({one.topic for one in tickets}) == 2
    assert not await kept.rows("support.open_of", p=BOB)
    assert [row["by_person"] for row in await kept.rows("support.lines", of="t1")] == [ANN]


async def test_staff_who_turn_out_to_be_one_keep_their_tickets(kept: Store) -> None:
    await written(kept, open_ticket(a_ticket().claimed(BOB, NOON)))
    await written(kept, *privacy.rejoin(RAE, BOB))
    assert read_ticket((await kept.rows("support.ticket", key="t1"))[0]).assignee == RAE


async def test_erasing_leaves_no_word_and_no_name(kept: Store) -> None:
    question = a_line("l1", said=MessageRef(GARDEN, "1"), copy=MessageRef(STAFF, "2"))
    lines = [
        question,
        a_line("l2", kind=Kind.REPLY, by=RAE, text="dear ann", way=Way.REFUSED),
        a_line("l3", kind=Kind.NOTE, by=RAE, text="ann is a VIP"),
        a_line("l4", ticket="t2", kind=Kind.CONTEXT, text="hello from ann"),
    ]
    other = a_ticket(id="t2", number=2, person=BOB, question="hm").claimed(ANN, NOON)
    await written(kept, open_ticket(a_ticket()), open_ticket(other), *(add_line(line) for line in lines))
    assert await written(kept, *privacy.erase(ANN, "gone:1"))
    rows = [
        row
        for shape in ("support.ticket",)
        for key in ("t1", "t2")
        for row in await kept.rows(shape, key=key)
    ]
    rows += [row for key in ("t1", "t2") for row in await kept.rows("support.lines", of=key)]
    assert not [row for row in rows if "ann" in str(dict(row))]
    assert "my order" not in str([dict(row) for row in rows])
    first = read_ticket((await kept.rows("support.ticket", key="t1"))[0])
    assert not first.state.is_open
    assert first.number == 1
    assert read_ticket((await kept.rows("support.ticket", key="t2"))[0]).state.is_open
    assert not await kept.rows("support.undelivered", p="gone:1")


async def test_everything_about_a_person_is_exported_but_the_notes_of_the_staff(kept: Store) -> None:
    lines = [
        a_line("l1"),
        a_line("l2", kind=Kind.REPLY, by=RAE, text="dear ann"),
        a_line("l3", kind=Kind.NOTE, by=RAE, text="ann is a VIP"),
    ]
    await written(kept, open_ticket(a_ticket()), *(add_line(line) for line in lines))
    found = await privacy.export(kept, ANN)
    assert [one["number"] for one in found["support_tickets"]] == [1]
    assert [one["text"] for one in found["support_lines"]] == ["words l1", "dear ann"]
    staff = await privacy.export(kept, RAE)
    assert [one["text"] for one in staff["support_lines"]] == ["dear ann", "ann is a VIP"]


def test_every_column_with_a_person_is_joined_and_erased() -> None:
    columns = {
        (table.name, column.name)
        for table in store.TABLES.tables.values()
        for column in table.c
        if column.name == "person" or column.name.endswith("_person")
    }
    for kind in ("erase", "rejoin"):
        changed = {
            (statement.table.name, str(getattr(column, "name", column)))  # type: ignore[attr-defined]
            for name, statement in store.WRITES.items()
            if name.startswith(f"support.{kind}")
            for column in (statement.table.c if statement.is_delete else statement._values)  # type: ignore[attr-defined]
        }
        assert columns <= changed


async def test_ended_tickets_are_forgotten_and_open_ones_are_not(kept: Store) -> None:
    ended = a_ticket(id="t2", number=2, person=BOB).closed(RAE, "", NOON)
    talk = a_line("l3", kind=Kind.CONTEXT)
    await written(
        kept, open_ticket(a_ticket()), open_ticket(ended), add_line(a_line("l1")), add_line(a_line("l2", ticket="t2")),
        add_line(talk),
    )  # fmt: skip
    later = NOON + timedelta(days=1)
    assert await written(kept, *privacy.expire(messages_before=NOON, tickets_before=NOON))
    assert len(await kept.rows("support.lines", of="t1")) == 2
    assert await written(kept, *privacy.expire(messages_before=later, tickets_before=later))
    assert [row["id"] for row in await kept.rows("support.lines", of="t1")] == ["l1"]
    assert not await kept.rows("support.lines", of="t2")
    assert await kept.rows("support.ticket", key="t1")
    assert not await kept.rows("support.ticket", key="t2")


@given(st.text(alphabet=st.characters(), max_size=50) | st.text(alphabet="ab\x00\ud800", max_size=9))
def test_any_words_can_be_stored(text: str) -> None:
    clean = storable(text, 20)
    assert len(clean) <= 20
    assert "\x00" not in clean
    clean.encode("utf-8")


def test_attachments_are_shown_by_name() -> None:
    message = Message(
        id="1",
        space=GARDEN,
        text="look",
        attachments=(Attachment(media=Media.DOCUMENT, name="bill.pdf"), Attachment(media=Media.PHOTO)),
    )
    assert words_of(message) == "look\n[📎 bill.pdf] [🖼]"
    assert words_of(replace(message, text="", attachments=())) == ""
