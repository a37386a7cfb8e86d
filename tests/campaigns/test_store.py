"""The room's statements: each fits a group of rows, and no person is left behind in any table."""

from __future__ import annotations

from sqlalchemy import ClauseElement, Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.compiler import SQLCompiler

from campaigns.questions import QuestionState
from campaigns.settings import CampaignsSettings
from campaigns.store.catalog import READS, TABLES, WRITES
from chat.people import PersonId
from tests.campaigns.village import EDITOR, SQUARE, Village, on_both


def test_every_write_can_be_grouped() -> None:
    for shape, statement in WRITES.items():
        assert isinstance(statement, ClauseElement)
        for dialect in (sqlite.dialect(), postgresql.dialect()):
            compiled = statement.compile(dialect=dialect)
            assert isinstance(compiled, SQLCompiler)
            assert not compiled.post_compile_params, f"{shape} cannot be executed for many rows"


def test_every_statement_belongs_to_the_room() -> None:
    assert all(name.startswith("campaigns.") for name in [*WRITES, *READS])
    assert all(name.startswith("campaigns_") for name in TABLES.tables)


def person_columns() -> list[tuple[str, str]]:
    """Every column of the room that holds a person."""
    return [
        (table.name, column.name)
        for table in TABLES.tables.values()
        for column in table.columns
        if column.name == "person" or column.name.endswith("_person")
    ]


async def holders(village: Village) -> dict[tuple[str, str], set[str]]:
    """Who stands in each person column now."""

    def read(connection: Connection) -> dict[tuple[str, str], set[str]]:
        return {
            (table, column): {row[0] for row in connection.exec_driver_sql(f"SELECT {column} FROM {table}")}
            for table, column in person_columns()
        }

    return await village.store.database.read(read)


async def texts(village: Village) -> str:
    """All that is stored in the room, as one text."""

    def read(connection: Connection) -> list[str]:
        tables = (connection.exec_driver_sql(f"SELECT * FROM {table}") for table in TABLES.tables)
        return [repr(tuple(row)) for rows in tables for row in rows]

    return "\n".join(await village.store.database.read(read))


async def a_full_life(village: Village, name: str) -> None:
    """Somebody does everything that leaves a row: as editor, entrant, winner, asker, voter, answerer."""
    village.questions.settings = CampaignsSettings(questions_per_person=5)
    village.giveaways.settings = CampaignsSettings(exclude_staff=False)
    who = village.person(name, EDITOR)
    giveaways, asking, panels = village.giveaways, village.questions.asking, village.questions.panels
    drawn = await village.running(who, places="1")
    await village.enters(drawn, name)
    village.clock.passes(hours=2)
    outcome = await giveaways.draws.draw(drawn)
    assert outcome is not None
    await village.commit(outcome.writes)
    claimed, _ = await giveaways.draws.claim(drawn, outcome.proof.winners[0], who)
    await village.commit(claimed.writes)
    running = await village.running(who)
    await village.enters(running, name)
    await village.commit((await giveaways.drafts.order(who.person, SQUARE)).writes)
    number = await village.open_event(who, title=f"with {name}")
    event = await asking.open_event(number)
    for text in (f"first of {name}?", f"second of {name}?"):
        asked = await village.asks(number, name, text)
        await village.commit((await asking.decide(event, asked, who, QuestionState.APPROVED)).writes)
    await village.commit((await asking.vote(event, 2, who))[0].writes)
    await village.commit((await panels.answer(event, 1, who, f"an answer of {name}")).writes)


async def test_the_full_life_fills_every_person_column(village: Village) -> None:
    await a_full_life(village, "zoe")
    assert not {place: people for place, people in (await holders(village)).items() if "zoe" not in people}


@on_both
async def test_erasing_leaves_no_name_no_text_and_every_count(village: Village) -> None:
    await a_full_life(village, "zoe")
    giveaways, questions = village.giveaways, village.questions
    zoe = PersonId("zoe")
    await village.commit([*giveaways.erase(zoe, "gone-1"), *questions.erase(zoe, "gone-1")])
    assert all("zoe" not in people for people in (await holders(village)).values())
    left = await texts(village)
    assert "of zoe" not in left
    event = await questions.asking.open_event(1)
    first, second = await questions.asking.all(event)
    assert first.state is QuestionState.ANSWERED
    assert (first.text, first.answer) == ("", "")
    assert second.state is QuestionState.WITHDRAWN
    assert second.votes == 1, "a vote is counted on"
    drawn, running = await giveaways.entries.find(1), await giveaways.entries.find(2)
    proof = await giveaways.draws.proof(drawn)
    (winner,) = await giveaways.draws.winners(drawn)
    assert [winner.code] == proof["winners"]
    assert winner.person == "gone-1"
    assert await giveaways.entries.count(running) == 0, "nobody can be told who is not known"


@on_both
async def test_export_shows_all_and_nobody_elses(village: Village) -> None:
    await a_full_life(village, "zoe")
    number = await village.asks(1, "ann", "what only ann wrote?")
    event = await village.questions.asking.open_event(1)
    decided = await village.questions.asking.decide(
        event, number, village.person("zoe"), QuestionState.REJECTED
    )
    await village.commit(decided.writes)
    zoe = PersonId("zoe")
    found = await village.giveaways.export(zoe) | await village.questions.export(zoe)
    assert {name: len(rows) for name, rows in found.items()} == {
        "campaigns.entries": 2,
        "campaigns.wins": 1,
        "campaigns.handled": 1,
        "campaigns.giveaways": 3,
        "campaigns.questions": 2,
        "campaigns.answers": 1,
        "campaigns.decisions": 3,
        "campaigns.votes": 1,
        "campaigns.events": 1,
    }
    assert "only ann" not in repr(found)
    kept = await village.store.rows("campaigns.secret", key=(await village.giveaways.entries.find(2)).id)
    assert bytes(kept[0]["secret"]).hex() not in repr(found)
    assert repr(bytes(kept[0]["secret"])) not in repr(found)


@on_both
async def test_two_persons_who_are_one_keep_one_entry_and_one_vote(village: Village) -> None:
    village.questions.settings = CampaignsSettings(moderate_questions=False)
    number = await village.running(village.person("edda", EDITOR))
    await village.enters(number, "zoe", "zoey")
    event_number = await village.open_event(village.person("edda"))
    asked = await village.asks(event_number, "zoey", "why?")
    event = await village.questions.asking.open_event(event_number)
    for name in ("zoe", "zoey"):
        changed, _ = await village.questions.asking.vote(event, asked, village.person(name))
        await village.commit(changed.writes)
    kept, dropped = PersonId("zoe"), PersonId("zoey")
    await village.commit([*village.giveaways.rejoin(kept, dropped), *village.questions.rejoin(kept, dropped)])
    assert all("zoey" not in people for people in (await holders(village)).values())
    assert await village.giveaways.entries.count(await village.giveaways.entries.find(number)) == 1
    question = await village.questions.asking.one(event, asked)
    assert (question.votes, question.person) == (1, "zoe")


@on_both
async def test_a_full_life_can_be_rejoined_whole(village: Village) -> None:
    await a_full_life(village, "zoe")
    kept, dropped = PersonId("zora"), PersonId("zoe")
    await village.commit([*village.giveaways.rejoin(kept, dropped), *village.questions.rejoin(kept, dropped)])
    found = await holders(village)
    assert not {place: people for place, people in found.items() if people - {""} != {"zora"}}


@on_both
async def test_what_is_old_is_forgotten_but_the_proof_stays(village: Village) -> None:
    await a_full_life(village, "zoe")
    event = await village.questions.asking.open_event(1)
    await village.commit((await village.questions.panels.close(event)).writes)
    village.clock.passes(days=800)
    before = village.clock.now()
    for door in (village.giveaways, village.questions):
        writes = door.expire(messages_before=before, tickets_before=before, audit_before=before)
        await village.commit(writes)
    left = await holders(village)
    assert left["campaigns_winners", "person"] == set()
    assert left["campaigns_votes", "person"] == set()
    assert left["campaigns_questions", "person"] == set()
    drawn, running = await village.giveaways.entries.find(1), await village.giveaways.entries.find(2)
    assert await village.giveaways.entries.count(drawn) == 0
    assert await village.giveaways.entries.count(running) == 1, "what runs is kept"
    assert (await village.giveaways.draws.proof(drawn))["winners"]
