"""Who was erased is nowhere any more: no name, no word, no account, in no table."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.storage.backup import tables_of
from tests.world import Town

NAME = "Zebulonia"
WORDS = "quagmirebell"


async def whole(town: Town, *, of_platform: bool = False) -> dict[str, str]:
    """Every row of every table but the platform's own (or of these alone), as text."""

    def rows(connection: Connection) -> dict[str, str]:
        return {
            f"{table.name} {number}": json.dumps(dict(row), default=str, ensure_ascii=False)
            for table in tables_of(town.store)
            if table.name.startswith("local_") is of_platform
            for number, row in enumerate(connection.execute(select(table)).mappings())
        }

    return await town.store.database.read(rows)


async def test_no_name_and_no_word_of_an_erased_person_is_left(town: Town) -> None:
    zeb, mod = await town.member(NAME), await town.moderator("Mo")
    rep = await town.representative("Rae")
    await zeb.says(f"hello {WORDS}")
    said = await zeb.says(f"my order {WORDS} never came?")
    await zeb.commands("human", f"my refund {WORDS}")
    await zeb.whispers(f"where is {WORDS} now?")
    await rep.presses("support.claim")
    await mod.commands("warn", "be kind", reply_to=said)
    await town.passes(minutes=5)
    before = await whole(town)
    assert any(WORDS in row for row in before.values())
    assert any(NAME in row for row in before.values())
    assert any(zeb.person in row for row in before.values())
    ours = await whole(town, of_platform=True)
    assert len([name for name, row in ours.items() if NAME in row or WORDS in row]) > 8
    await zeb.commands("privacy", "erase", place=zeb.private)
    await zeb.presses("handlers.erase")
    await zeb.private.heard("handlers.privacy.erased")
    after = await whole(town)
    left = {name: row for name, row in after.items() if WORDS in row or NAME in row}
    assert sorted(left) == [], "\n".join(f"{name}: {row}" for name, row in left.items())
    shown = await whole(town, of_platform=True)
    left = {
        name: row for name, row in shown.items() if WORDS in row or (NAME in row and "residents" not in name)
    }
    assert sorted(left) == [], "the platform of the rehearsal keeps its account alone"
    assert not [one for one in await town.messages(town.staff.space) if NAME in one.text or WORDS in one.text]
    await town.passes(hours=25)
    left = {name: row for name, row in (await whole(town)).items() if zeb.person in row}
    pressed = [name for name in left if name.startswith("analytics_days")]
    assert len(pressed) == 1, "the press that erased is the first thing counted of somebody new"
    left.pop(pressed[0])
    assert sorted(left) == [], "\n".join(f"{name}: {row}" for name, row in left.items())


async def test_a_running_mute_outlasts_erasure(town: Town) -> None:
    zeb, mod = await town.member(NAME), await town.moderator("Mo")
    said = await zeb.says("hello")
    await mod.commands("mute", f"@{NAME} 2h", reply_to=said)
    assert town.muted(zeb)
    await zeb.commands("privacy", "erase", place=zeb.private)
    await zeb.presses("handlers.erase")
    assert town.muted(zeb)
    running = [row for row in (await whole(town)).items() if row[0].startswith("moderation_penalties")]
    assert len(running) == 1
    assert zeb.person not in running[0][1]
    await town.passes(hours=3)
    assert not town.muted(zeb)
