"""A committer that stops first writes what it was given, also what is on its way."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.committer import Committer
from bot.storage.store import open_store
from bot.system import SystemClock
from chat.decision import Write


def role(name: str) -> Write:
    at = SystemClock().now()
    return Write("role.give", {"person": name, "role": "owner", "given_by_person": None, "at": at})


async def test_what_is_being_written_is_written_before_the_end(tmp_path: Path) -> None:
    store = await open_store("sqlite:///stopping.db", tmp_path)
    await store.create()
    committer = Committer(store)
    committer.start()
    given = asyncio.create_task(committer.commit([role("ann")]))
    for _ in range(10):  # the group is taken and on its way to the database's thread, nothing else waits
        await asyncio.sleep(0)
    await committer.stop()
    await asyncio.wait_for(given, 5)
    assert {row["person"] for row in await store.rows("role.all")} == {"ann"}
    await store.close()
