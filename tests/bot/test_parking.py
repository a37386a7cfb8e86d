"""A handler that fails is parked alone, tried again alone, and told to the managers once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.inbox import Delivery
from tests.bot import broken_handlers
from tests.bot.desk import GARDEN, build, desk
from tests.bot.recorder import Recorder

MINUTE = timedelta(minutes=1)


async def test_one_broken_handler_parks_alone_and_the_others_commit(tmp_path: Path) -> None:
    async with desk(tmp_path, broken_handlers) as one:
        await one.hears(one.post("break"))
        assert one.tower.said == ["answered"]
        (row,) = await one.rows("parked.open")
        assert (row["handler"], row["attempts"]) == ("fails", 1)
        assert "cannot: break" in row["trouble"]
        assert not await one.rows("inbox.waiting")


async def test_the_retry_runs_that_handler_alone(tmp_path: Path) -> None:
    async with desk(tmp_path, broken_handlers) as one:
        await one.hears(one.post("break"))
        one.app.platforms.by_name["mended"] = Recorder("mended")
        await one.passes(MINUTE)
        assert one.tower.said == ["answered", "mended"]
        assert not await one.rows("parked.open")
        await one.passes(timedelta(hours=3))
        assert one.tower.said == ["answered", "mended"]


async def test_after_the_last_retry_the_managers_are_told_once_and_it_stays_parked(tmp_path: Path) -> None:
    async with desk(tmp_path, broken_handlers) as one:
        await one.hears(one.post("break"))
        told = []
        for wait in (MINUTE, 10 * MINUTE, 60 * MINUTE):
            told.append([row["said"] for row in await one.rows("outbox.all")].count("bot.trouble.parked"))
            await one.passes(wait - timedelta(seconds=1))
            await one.passes(timedelta(seconds=1))
        await one.passes(timedelta(hours=12))
        assert told == [0, 0, 0]
        said = [row["said"] for row in await one.rows("outbox.all")]
        assert said.count("bot.trouble.parked") == 1
        (row,) = await one.rows("parked.open")
        assert row["attempts"] == 4


async def test_the_like_is_told_once_a_day(tmp_path: Path) -> None:
    """A fault that fails with every message must not flood the staff."""
    async with desk(tmp_path, broken_handlers) as one:
        for day in range(2):
            for number in range(3):
                await one.hears(one.post("break", key=f"tower:{day}.{number}"))
            await one.passes(timedelta(days=1))
            said = [row["said"] for row in await one.rows("outbox.all")]
            assert said.count("bot.trouble.parked") == day + 1
        assert len(await one.rows("parked.open")) == 6


async def test_a_retry_survives_a_restart(tmp_path: Path) -> None:
    first = await build(tmp_path, broken_handlers)
    await first.hears(first.post("break"))
    await first.app.abandon()
    async with desk(tmp_path, broken_handlers, more=[Recorder("mended")], clock=first.clock) as one:
        await one.passes(MINUTE)
        assert one.tower.said == ["mended"]


async def test_what_cannot_be_read_is_parked_whole_not_lost(tmp_path: Path) -> None:
    async with desk(tmp_path, broken_handlers) as one:
        bad = [
            Delivery("tower:torn", "event", GARDEN.lane, '{"_":"MessagePosted"'),
            Delivery("tower:strange", "event", GARDEN.lane, '{"_":"Teleported","key":"x"}'),
            Delivery("tower:native", "tower", GARDEN.lane, "\\ud800"),
            Delivery("tower:nobody", "gone", GARDEN.lane, "{}"),
        ]
        await one.app.inbox.append(bad)
        await one.app.settle()
        rows = await one.rows("parked.open")
        assert {(row["key"], row["handler"]) for row in rows} == {(each.key, "pipeline") for each in bad}
        assert {row["payload"] for row in rows} == {each.payload for each in bad}
        await one.hears(one.post("hello"))
        assert one.tower.said == ["answered"]


async def test_an_event_parked_whole_is_decided_whole_when_it_can_be(tmp_path: Path) -> None:
    async with desk(tmp_path, broken_handlers) as one:
        later = Delivery("tower:later", "later", GARDEN.lane, "hello")
        await one.app.inbox.append([later])
        await one.app.settle()
        assert len(await one.rows("parked.open")) == 1
        one.app.pipeline.decoders["later"] = lambda payload: (one.post(payload, key="tower:later"),)
        await one.passes(MINUTE)
        assert one.tower.said == ["answered"]
        assert not await one.rows("parked.open")


async def test_lone_surrogates_and_long_messages_are_handled(tmp_path: Path) -> None:
    async with desk(tmp_path, broken_handlers) as one:
        await one.hears(
            one.post("\ud800 alone", key="tower:1"),
            one.post("长" * 100_000, key="tower:2"),
            one.post("break \udfff \x00", key="tower:3"),
        )
        assert one.tower.said == ["answered"] * 3
        (row,) = await one.rows("parked.open")
        assert row["handler"] == "fails"
        assert not await one.rows("inbox.waiting")
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "committer"]
