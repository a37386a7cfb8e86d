"""What every store keeps: units whole or not at all, guarded rows, aware moments, one lock."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from bot.committer import Committer
from bot.storage.compiled import BadWrite
from bot.storage.lock import StoreLock, StoreTaken
from bot.storage.store import Store
from chat.decision import Write
from chat.errors import Clash

NOW = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)


def arrival(seq: int, key: str = "") -> Write:
    values: dict[str, Any] = {
        "seq": seq,
        "key": key or f"key{seq}",
        "source": "event",
        "lane": "local:garden",
        "payload": "{}",
        "state": "new",
        "received_at": NOW,
        "fence": 0,
    }
    return Write("inbox.add", values)


def role(person: str, name: str) -> Write:
    return Write("role.give", {"person": person, "role": name, "given_by_person": None, "at": NOW})


async def test_a_unit_is_written_whole_or_not_at_all(store: Store) -> None:
    good = [arrival(1), role("ann", "owner")]
    bad = [arrival(2, "key1"), role("bob", "owner")]
    late = [arrival(3)]
    clashes = await store.write([good, bad, late])
    assert [clash is None for clash in clashes] == [True, False, True]
    assert {row["key"] for row in await store.rows("inbox.waiting")} == {"key1", "key3"}
    assert {row["person"] for row in await store.rows("role.all")} == {"ann"}


async def test_a_guarded_write_that_finds_another_number_of_rows_is_a_clash(store: Store) -> None:
    await store.write([[arrival(1)]])
    mark = Write("inbox.mark", {"keys": 1, "handled": NOW}, expect=1)
    assert await store.write([[mark]]) == [None]
    (clash,) = await store.write([[mark, role("ann", "owner")]])
    assert isinstance(clash, Clash)
    assert not await store.rows("role.all")


async def test_marks_of_many_units_are_one_statement_and_a_wrong_one_fails_alone(store: Store) -> None:
    await store.write([[arrival(seq) for seq in range(1, 6)]])
    units = [[Write("inbox.mark", {"keys": seq, "handled": NOW}, expect=1)] for seq in (1, 2, 9, 4)]
    clashes = await store.write(units)
    assert [clash is None for clash in clashes] == [True, True, False, True]
    assert [row["seq"] for row in await store.rows("inbox.waiting")] == [3, 5]


async def test_of_rivals_in_one_group_the_first_is_written(store: Store) -> None:
    keys = ["a", "b", "a", "c", "d", "b", "e", "a", "f"]
    units = [[arrival(seq, key), role(f"{key}{seq}", "owner")] for seq, key in enumerate(keys, 1)]
    clashes = await store.write(units)
    assert [seq for seq, clash in enumerate(clashes, 1) if clash is not None] == [3, 6, 8]
    assert [row["seq"] for row in await store.rows("inbox.waiting")] == [1, 2, 4, 5, 7, 9]
    assert {row["person"] for row in await store.rows("role.all")} == {"a1", "b2", "c4", "d5", "e7", "f9"}


async def test_writes_of_one_unit_keep_their_order(store: Store) -> None:
    give, take = role("ann", "owner"), Write("role.take", {"p": "ann", "r": "owner"})
    await store.write([[give, take], [take, give]])
    assert len(await store.rows("role.all")) == 1


async def test_moments_come_back_aware_whatever_zone_they_had(store: Store) -> None:
    shanghai = NOW.astimezone(timezone(timedelta(hours=8)))
    await store.write(
        [[Write("role.give", {"person": "a", "role": "r", "given_by_person": None, "at": shanghai})]]
    )
    (row,) = await store.rows("role.all")
    assert row["at"] == NOW
    assert row["at"].utcoffset() == timedelta(0)


async def test_a_moment_without_zone_is_a_bad_write_of_its_own_unit(store: Store) -> None:
    naive = NOW.replace(tzinfo=None)
    bad = Write("role.give", {"person": "a", "role": "r", "given_by_person": None, "at": naive})
    committer = Committer(store)
    committer.start()
    results = await asyncio.gather(
        committer.commit([bad]), committer.commit([role("ann", "owner")]), return_exceptions=True
    )
    await committer.stop()
    if store.is_sqlite:
        assert isinstance(results[0], BadWrite)
        assert results[1] is None
    assert {row["person"] for row in await store.rows("role.all")} >= {"ann"}


async def test_versions_grow_with_what_was_committed(store: Store) -> None:
    before = store.version("role"), store.version("place"), store.version("")
    await store.write([[role("ann", "owner")]])
    assert (store.version("role"), store.version("place")) == (before[0] + 1, before[1])
    assert store.version("") == before[2] + 1


async def test_concurrent_commits_are_grouped_and_each_hears_its_own_fate(store: Store) -> None:
    committer = Committer(store)
    committer.start()
    units = [[arrival(seq, f"key{seq % 50}")] for seq in range(1, 101)]
    results = await asyncio.gather(*(committer.commit(unit) for unit in units), return_exceptions=True)
    await committer.stop()
    assert sum(result is None for result in results) == 50
    assert sum(isinstance(result, Clash) for result in results) == 50
    assert len(await store.rows("inbox.waiting")) == 50


async def test_only_one_holds_the_lock(store: Store) -> None:
    first, second = StoreLock(store.url), StoreLock(store.url)
    await first.take()
    with pytest.raises(StoreTaken):
        await second.take()
    await first.release()
    await second.take()
    await second.release()
