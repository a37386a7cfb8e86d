"""Every statement of moderation does the same on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import cast

from sqlalchemy import ClauseElement

from chat.decision import Decision
from chat.events import MessageEdited, MessagePosted
from chat.people import Space, SpaceKind
from moderation.ladder import Penalty
from moderation.settings import ModerationSettings
from moderation.store.catalog import READS
from tests.moderation.desk import ANN, BO, GARDEN, MO, START, Desk, open_desk
from tests.postgres import cluster, fresh_database

SCAM = "guaranteed profit for you"


async def test_a_case_lives_and_is_forgotten(tmp_path: Path) -> None:
    with cluster() as address:
        url = await fresh_database(address, "moderation")
        async with open_desk(tmp_path, ModerationSettings(), url) as desk:
            await _burst(desk)
            await _by_hand(desk)
            await _read_everything(desk)
            await _forgotten(desk)


async def _burst(desk: Desk) -> None:
    other = Space("telegram", "-101", kind=SpaceKind.GROUP)
    first = desk.posted(ANN, SCAM)
    events: list[MessagePosted | MessageEdited] = [
        first,
        desk.posted(ANN, SCAM, other),
        desk.posted(BO, SCAM),
        desk.edited(first, f"{SCAM}!"),
    ]
    rounds = 0
    while events:
        rounds += 1
        decided = [await desk.moderation.hear(event) for event in events]
        clashes = await desk.store.write([one.writes for one in decided if one])
        events = [event for event, clash in zip(events, clashes, strict=True) if clash is not None]
    assert rounds == 2
    assert [row["hits"] for row in await desk.rows("moderation.cases_of", p=ANN)] == [3]


async def _by_hand(desk: Desk) -> None:
    moderation = desk.moderation
    ban = await moderation.punish(desk.command(MO, "ban"), Penalty.BAN, ANN, timedelta(days=7), "enough")
    assert await desk.commits(ban)
    assert await desk.commits(await moderation.note(desk.command(MO, "case"), 1, "see above"))
    undo = [await moderation.undo(desk.command(MO, "undo"), 1) for _ in range(2)]
    assert [await desk.commits(one) for one in undo] == [True, False]
    lifted = await moderation.lift(desk.command(MO, "unban"), ANN, Penalty.BAN)
    assert await desk.commits(lifted)
    assert await desk.rows("moderation.running_of", p=ANN) == []


async def _read_everything(desk: Desk) -> None:
    given = {
        "p": ANN,
        "since": START,
        "most": 10,
        "on": "telegram",
        "lane": GARDEN.id,
        "key": "1",
        "wanted": 1,
        "of": "1",
        "in_state": "standing",
        "least": 1,
        "lately": START,
    }
    for name, statement in READS.items():
        wanted = cast(ClauseElement, statement).compile().params
        await desk.rows(name, **{key: given[key] for key in wanted if key in given})


async def _forgotten(desk: Desk) -> None:
    moderation, later = desk.moderation, desk.clock.moment + timedelta(days=1)
    for writes in (
        moderation.rejoin(BO, ANN),
        moderation.erase(BO, "gone:1"),
        moderation.expire(messages_before=later, tickets_before=later, audit_before=later),
    ):
        assert await desk.commits(Decision(reason="", writes=writes))
    running = {row["case"] for row in await desk.rows("moderation.running_of", p="gone:1")}
    assert {row["id"] for row in await desk.rows("moderation.cases")} == running
