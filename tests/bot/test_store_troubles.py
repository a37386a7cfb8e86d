"""A database that is full, locked, gone or cut off: nothing is acknowledged, lost, or written twice."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.engine.url import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.util import await_only

from bot.codec import encode
from bot.committer import Committer
from bot.inbox import EVENTS, Delivery
from bot.markdown import plain
from bot.storage.compiled import BadWrite
from bot.storage.lock import StoreLock, StoreTaken
from bot.storage.store import Store, open_store
from bot.system import SystemClock
from chat.actions import Post
from chat.decision import Write
from tests.bot import outbox_handlers
from tests.bot.cut import Cut, Line
from tests.bot.desk import GARDEN, Desk, desk
from tests.postgres import Cluster, fresh_database, own_cluster

LARGE = 400_000


@pytest.fixture(scope="module")
def own() -> Iterator[Cluster]:
    """A cluster that this file may crash."""
    with own_cluster() as running:
        yield running


@pytest.fixture
async def line(own: Cluster) -> AsyncIterator[Line]:
    """A way to it that can be cut."""
    opened = Line(own.port)
    await opened.open()
    yield opened
    await opened.close()


def arrives(one: Desk, words: str) -> asyncio.Task[int]:
    """A message whose text asks for one post; the task ends when it is acknowledged."""
    said = (Post(to=GARDEN, body=plain(words[:40])),)
    event = one.post(encode(said), key=f"tower:{words[:40]}")
    padded = encode(event) + " " * (len(words) - 40 if len(words) > 40 else 0)
    delivery = Delivery(event.key, EVENTS, event.space.lane, padded)
    return asyncio.create_task(one.app.inbox.append([delivery]))


async def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_a_full_disk_acknowledges_nothing_and_drops_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path, outbox_handlers) as one:
        await pages(one.store, "(SELECT page_count FROM pragma_page_count)")
        waiting = arrives(one, "x" * LARGE)
        await until(lambda: one.app.committer.trouble == "down")
        assert not waiting.done()
        assert not await one.rows("inbox.waiting")
        await pages(one.store, "1000000000")
        async with asyncio.timeout(20):
            assert await waiting == 1
        await one.app.settle()
        assert one.tower.said == ["x" * 40]
        assert one.app.committer.trouble == ""


async def pages(store: Store, most: str) -> None:
    """The most pages that the database may have: past that SQLite says that the disk is full."""

    def limit(connection: Connection) -> None:
        count = connection.scalar(text(f"SELECT {most}"))
        connection.execute(text(f"PRAGMA max_page_count = {count}"))

    await store.database.write(limit)


async def test_a_locked_database_is_waited_for(tmp_path: Path) -> None:
    async with desk(tmp_path, outbox_handlers) as one:
        other = sqlite3.connect(tmp_path / "desk.db", isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        waiting = arrives(one, "hello")
        await asyncio.wait([waiting], timeout=0.3)
        assert not waiting.done()
        other.execute("ROLLBACK")
        other.close()
        async with asyncio.timeout(20):
            assert await waiting == 1
        await one.app.settle()
        assert one.tower.said == ["hello"]


async def test_a_statement_that_is_wrong_is_nobodys_outage(tmp_path: Path) -> None:
    store = await open_store("sqlite:///empty.db", tmp_path)
    with pytest.raises(BadWrite):
        await store.write([[role("ann")]])
    with pytest.raises(Exception, match="no such table"):
        await store.rows("role.all")
    await store.close()


async def test_a_server_that_dies_and_comes_back_loses_and_doubles_nothing(
    own: Cluster, tmp_path: Path
) -> None:
    url = await fresh_database(own.address, "dies")
    async with desk(tmp_path, outbox_handlers, url=url) as one:
        words = [f"word {number}" for number in range(60)]
        waiting = [arrives(one, said) for said in words[:30]]
        await until(lambda: bool(one.tower.said))
        await asyncio.to_thread(own.crash)
        waiting += [arrives(one, said) for said in words[30:]]
        await until(lambda: "down" in (one.app.committer.trouble, one.store.trouble))
        await asyncio.to_thread(own.start)
        async with asyncio.timeout(40):
            await asyncio.gather(*waiting)
            await one.app.settle()
        assert sorted(one.tower.said) == sorted(words)
        assert not await one.rows("parked.open")
        assert not await one.rows("inbox.waiting")


@pytest.mark.parametrize("cut", Cut)
async def test_a_commit_whose_end_nobody_saw_is_written_once(
    own: Cluster, line: Line, tmp_path: Path, cut: Cut
) -> None:
    url = await fresh_database(own.address, f"cut_{cut.value}")
    store = await open_store(url.replace(str(own.port), str(line.port)), tmp_path)
    await store.create()
    committer = Committer(store)
    committer.start()
    await committer.commit([role("ann")])
    version = store.version("role")
    line.cut = cut
    async with asyncio.timeout(30):
        await committer.commit([role("bob"), Write("role.give", role("cat").values, expect=1)])
    assert line.cuts == 1
    assert sorted(row["person"] for row in await store.rows("role.all")) == ["ann", "bob", "cat"]
    assert store.version("role") == version + 1
    await committer.stop()
    await store.close()


async def test_what_a_crash_took_with_it_is_written_again_whoever_came_next(
    own: Cluster, tmp_path: Path
) -> None:
    """A server that dies forgets the numbers of its last transactions, and gives them to others: they tell nothing."""
    store = await open_store(await fresh_database(own.address, "forgotten"), tmp_path)
    await store.create()
    await store.write([[role("ann")]])

    def dies(connection: Connection) -> None:
        store._together([[role("bob")]], connection)
        own.crash()

    with pytest.raises(SQLAlchemyError):
        await store.database.write(dies)
    await asyncio.to_thread(own.start)
    other = await open_store(await fresh_database(own.address, "another"), tmp_path)
    await other.create()  # many transactions later
    await other.close()
    committer = Committer(store)
    committer.start()
    async with asyncio.timeout(30):
        await committer.commit([role("bob")])
    assert sorted(row["person"] for row in await store.rows("role.all")) == ["ann", "bob"]
    await committer.stop()
    await store.close()


async def test_a_transaction_that_may_still_end_is_waited_for(own: Cluster, tmp_path: Path) -> None:
    store = await open_store(await fresh_database(own.address, "slow"), tmp_path)
    await store.create()
    await store.write([[role("ann")]])
    begun, ends = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(connection: Connection) -> None:
        store._together([[role("bob")]], connection)
        loop.call_soon_threadsafe(begun.set)
        await_only(ends.wait())

    under_way = asyncio.create_task(store.database.write(slow))
    await asyncio.wait_for(begun.wait(), 10)
    again = asyncio.create_task(store.write([[role("bob")]]))
    await asyncio.wait([again], timeout=0.3)
    assert not again.done()
    ends.set()
    await under_way
    assert await again == [None]
    assert sorted(row["person"] for row in await store.rows("role.all")) == ["ann", "bob"]
    await store.close()


class Later(StoreLock):
    """A lock that looks for its server again only when it may."""

    def __init__(self, url: URL, lost: Callable[[], None]) -> None:
        super().__init__(url, lost)
        self.missed, self.may = asyncio.Event(), asyncio.Event()

    async def taken_anew(self) -> None:
        await self.missed.wait()
        self.may.set()
        assert self._retaking is not None
        await self._retaking

    async def _retake(self) -> None:
        self.missed.set()
        await self.may.wait()
        await super()._retake()


@pytest.mark.parametrize("sooner", [True, False])
async def test_the_lock_is_taken_anew_or_lost_to_who_was_sooner(
    own: Cluster, tmp_path: Path, sooner: bool
) -> None:
    store = await open_store(await fresh_database(own.address, f"lock_{sooner}".lower()), tmp_path)
    lost = asyncio.Event()
    ours, theirs = Later(store.url, lost.set), StoreLock(store.url)
    await ours.take()
    await asyncio.to_thread(own.crash)
    await asyncio.to_thread(own.start)
    if sooner:
        await theirs.take()
        ours.may.set()
        await asyncio.wait_for(lost.wait(), 30)
        await theirs.release()
    else:
        await ours.taken_anew()
        with pytest.raises(StoreTaken):
            await theirs.take()
        assert not lost.is_set()
    await ours.release()
    await store.close()


def role(name: str) -> Write:
    at = SystemClock().now()
    return Write("role.give", {"person": name, "role": "owner", "given_by_person": None, "at": at})
