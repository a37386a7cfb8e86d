"""A move: stopped, backed up, put back elsewhere with nothing in between, Steward goes on as after a stop."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.backup_desk import back_up, restore
from bot.desk import UnusableFile
from bot.inbox import Delivery
from bot.markdown import plain
from bot.storage.backup import origin_of
from bot.storage.lock import StoreLock
from bot.storage.store import Store
from bot.system import SystemClock
from chat.actions import Post
from tests.bot.test_backup import GARDEN, House, alarm


def house_in(folder: Path) -> House:
    folder.mkdir()
    return House(folder)


async def at_work(house: House) -> App:
    """An installation with something unsent, something due, and something that nobody has decided."""
    app, now = await house.open(), SystemClock().now()
    await app.committer.commit(
        [
            *app.rows.add("tests:1", Post(to=GARDEN, body=plain("unsent"))),
            alarm("overdue", now - timedelta(hours=1)),
            app.inbox.write(Delivery("telegram:7", "telegram", "telegram:-1", '{"update_id": 7}')),
        ]
    )
    return app


async def states(store: Store) -> tuple[list[str], list[str], list[str], int]:
    """Of what is to be sent, the alarms, what waits to be decided, and how much is parked."""
    return (
        [row["state"] for row in await store.rows("outbox.all")],
        [row["subject"] for row in await store.rows("alarm.all") if row["kind"] == "tests.ring"],
        [row["key"] for row in await store.rows("inbox.waiting")],
        len(await store.rows("parked.open")),
    )


async def test_nothing_is_parked_and_nothing_is_only_counted(tmp_path: Path) -> None:
    old, new, file = house_in(tmp_path / "old"), house_in(tmp_path / "new"), tmp_path / "b.gz"
    await at_work(old)
    before = await states(old.store)
    await old.close()
    said: list[str] = []
    assert await back_up(file, old.config, said.append) == 0
    assert "`steward restore --moved`" in said[0]
    assert await restore(file, new.config, said.append, moved=True) == 0
    assert "goes on as after a stop" in said[1]
    app = await new.open()
    assert await states(new.store) == before
    assert before == (["new"], ["overdue"], ["telegram:7"], 0)
    assert app.last_restore.at is None
    await new.close()


async def test_a_backup_of_a_running_steward_is_no_move(tmp_path: Path) -> None:
    old, file = house_in(tmp_path / "old"), tmp_path / "b.gz"
    app = await at_work(old)
    running = StoreLock(app.store.url)
    await running.take()
    said: list[str] = []
    assert await back_up(file, old.config, said.append) == 0
    await running.release()
    await old.close()
    assert "--moved" not in said[0]
    assert not origin_of(file).stopped
    with pytest.raises(UnusableFile, match="was made while Steward ran"):
        await restore(file, old.config, print, moved=True)
    assert await restore(file, old.config, said.append) == 0
    assert said[1].endswith("waiting for a manager: 3")


async def test_where_something_has_arrived_since_it_is_no_move(tmp_path: Path) -> None:
    old, file = house_in(tmp_path / "old"), tmp_path / "b.gz"
    await at_work(old)
    await old.close()
    assert await back_up(file, old.config, print) == 0
    assert await restore(file, old.config, print, moved=True) == 0, "nothing did"
    app = await old.open()
    await app.committer.commit(
        [app.inbox.write(Delivery("telegram:8", "telegram", "telegram:-1", '{"update_id": 8}'))]
    )
    await old.close()
    with pytest.raises(UnusableFile, match="has received something since"):
        await restore(file, old.config, print, moved=True)
    await old.open()
    assert [row["key"] for row in await old.store.rows("inbox.waiting")] == ["telegram:7", "telegram:8"]
    await old.close()


async def test_what_a_restore_before_the_move_forbids_is_forbidden_after_it(tmp_path: Path) -> None:
    old, new, file = house_in(tmp_path / "old"), house_in(tmp_path / "new"), tmp_path / "b.gz"
    await at_work(old)
    await old.close()
    assert await back_up(file, old.config, print) == 0
    assert await restore(file, old.config, print) == 0
    moment = (await old.open()).last_restore.at
    await old.close()
    assert await back_up(file, old.config, print) == 0
    assert await restore(file, new.config, print, moved=True) == 0
    assert (await new.open()).last_restore.at == moment
    assert moment is not None
    await new.close()
