"""Every table with a person in it is covered by export and by erase."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, DateTime, Float, Integer, LargeBinary, Table, insert, select
from sqlalchemy.engine import Connection

from bot.inbox import COMMUNITY
from bot.privacy import Rooms, persons_joined
from bot.storage.backup import tables_of
from chat.decision import Write
from chat.events import PersonsJoined
from chat.people import Identity, PersonId, Speaker
from tests.bot.desk import Desk, desk
from tests.world import Town

KEPT = PersonId("person-kept")
PERSON = PersonId("person-under-test")
WHEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NOT_SHOWN = {
    "link_tries": "a count of wrong codes that dies within a day",
    "links": "a code that dies within ten minutes",
    "forms": "an unfinished dialogue that dies within half an hour",
    "moderation_ledger": "shown as moderation_record, a number alone",
    "persons": "the language alone, shown as language_of",
    "roles": "the role alone, shown as roles",
    "campaigns_votes": "shown by the question's number, which is another table's",
    "campaigns_entries": "shown by the giveaway's number, which is another table's",
    "campaigns_winners": "shown by the giveaway's number, which is another table's",
}
"""Tables whose rows by themselves carry no words that an export could be searched for, and why."""


def is_named(name: str) -> bool:
    return name == "person" or name.endswith("_person")


def is_person(column: Column[Any]) -> bool:
    return is_named(column.name)


def value_of(column: Column[Any], number: int, person: str) -> object:
    """Something for a column: a mark of its own where it holds words."""
    if is_person(column):
        return person
    kind = column.type
    if isinstance(kind, DateTime):
        return WHEN
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer):
        return number
    if isinstance(kind, Float):
        return float(number)
    if isinstance(kind, LargeBinary):
        return b"bytes"
    return json.dumps([f"mark{number}"])[: getattr(kind, "length", None)]


def filled(table: Table, column: Column[Any], number: int) -> dict[str, object]:
    """A row in which one column names the person, and every other person column somebody else."""
    row = {one.name: value_of(one, number, f"other{number}") for one in table.c}
    return {**row, column.name: PERSON}


def person_columns(one: Desk) -> Iterator[tuple[Table, Column[Any]]]:
    for table in tables_of(one.store):
        for column in table.c:
            if is_person(column):
                yield table, column


@pytest.fixture
async def full(tmp_path: Path) -> AsyncIterator[Desk]:
    """A store in which every person column of every table names the person once."""
    async with desk(tmp_path, start=False) as one:
        await one.app.begin()
        await one.store.database.write(lambda connection: fill(connection, one))
        yield one


def fill(connection: Connection, one: Desk) -> None:
    for number, (table, column) in enumerate(person_columns(one), 1000):
        connection.execute(insert(table), [filled(table, column, number)])


async def everything(one: Desk) -> dict[str, list[dict[str, Any]]]:
    def rows(connection: Connection) -> dict[str, list[dict[str, Any]]]:
        return {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in tables_of(one.store)
        }

    return await one.store.database.read(rows)


async def test_erase_leaves_the_person_in_no_row_of_no_table(full: Desk) -> None:
    before = json.dumps(await everything(full), default=str)
    assert before.count(PERSON) == len(list(person_columns(full)))
    assert await full.store.write([await full.app.privacy.erase(PERSON)]) == [None]
    left = {
        name: [row for row in rows if PERSON in json.dumps(row, default=str)]
        for name, rows in (await everything(full)).items()
    }
    assert {name: rows for name, rows in left.items() if rows} == {}


async def test_export_shows_every_row_that_is_about_the_person(full: Desk) -> None:
    shown = json.dumps(await full.app.privacy.export(PERSON), default=str)
    missing = set()
    for number, (table, column) in enumerate(person_columns(full), 1000):
        if column.name == "person" and str(number) not in shown and table.name not in NOT_SHOWN:
            missing.add(table.name)
    assert missing == set()


async def test_the_exceptions_are_tables_that_exist(full: Desk) -> None:
    assert set(NOT_SHOWN) <= {table.name for table, _ in person_columns(full)}


async def test_who_was_joined_to_another_is_in_no_row_any_more(full: Desk) -> None:
    joined = PersonsJoined(key="tower:joined", at=WHEN, space=COMMUNITY, kept=KEPT, dropped=PERSON)
    rooms = full.app.services[Rooms]
    assert isinstance(rooms, Rooms)
    decision = await persons_joined(joined, rooms=rooms)
    moves = Write("identity.rejoin", {"kept": KEPT, "dropped": PERSON})
    forgets = Write("role.forget", {"p": PERSON})
    assert await full.store.write([[moves, forgets, *decision.writes]]) == [None]
    left = {
        name
        for name, rows in (await everything(full)).items()
        if any(row[column] == PERSON for row in rows for column in row if is_named(column))
    }
    assert left == set()


async def test_who_speaks_for_the_first_time_has_a_name_and_a_language_at_once(town: Town) -> None:
    people, space = town.app.people, town.garden.space
    locale = town.pick(zh="en-GB", en="zh-CN")
    for number, other in enumerate(("Old", "New")):
        stranger = Speaker(identity=Identity("local", f"newcomer-{number}"), name=other, locale=locale)
        speaker, _ = await people.resolve(stranger, space)
        assert await people.name(speaker.person) == other
        assert await people.language(speaker.person) == locale[:2]


async def test_an_account_is_written_again_until_its_row_is_committed(town: Town) -> None:
    people, space = town.app.people, town.garden.space
    stranger = Speaker(identity=Identity("local", "newcomer"), name="New")
    _, first = await people.resolve(stranger, space)
    _, again = await people.resolve(stranger, space)
    assert [write.shape for write in (*first, *again)] == ["people.meet", "people.meet"]
    await town.app.committer.commit(again)
    await people.accounts.committed(again)
    _, known = await people.resolve(stranger, space)
    assert known == ()
