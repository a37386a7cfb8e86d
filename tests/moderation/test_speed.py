"""The hot path is fast, and nobody can buy time with a hostile text."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

import pytest

from bot.storage.database import Work
from chat.people import PersonId, Space, SpaceKind
from chat.ports import Row
from tests.moderation.desk import ANN, BO, Desk

ZH = (
    "今天的活动什么时候开始啊，有人知道吗？我昨天看到公告说是晚上八点，但是群里又有人说改到九点了，到底听谁的"
)
EN = "hey, does anybody know when the event starts today? yesterday the notice said eight"
LIMIT_MICROSECONDS = 150
YARDSTICK_MICROSECONDS = 70
"""What 2,000 turns of a loop take on the machine that the limit was set on: a busy or slow one gets more time.

The two texts took 40 and 70 there; the rest is head room for what shares the machine."""


def yardstick() -> float:
    """Microseconds of 2,000 turns of a loop."""
    began = time.process_time()
    total = 0
    for n in range(2_000):
        total += n * n
    return (time.process_time() - began) * 1e6


@pytest.mark.parametrize("text", [ZH, EN])
async def test_an_ordinary_message_takes_little_time(desk: Desk, text: str) -> None:
    await desk.says(ANN, "hello")
    ratio = float("inf")
    for round_ in range(10):
        events = [desk.posted(PersonId(f"{round_}-{n}"), f"{text} {n}") for n in range(100)]
        unit = min(yardstick() for _ in range(5))
        began = time.process_time()
        for event in events:
            desk.moderation._watch.judge(event)
        ratio = min(ratio, (time.process_time() - began) / len(events) * 1e6 / unit)
    assert ratio * YARDSTICK_MICROSECONDS <= LIMIT_MICROSECONDS


async def test_an_ordinary_message_reads_nothing_from_the_store(desk: Desk) -> None:
    await desk.says(ANN, "hello")
    reads: list[str] = []

    async def read(shape: str, **values: object) -> list[object]:
        reads.append(shape)
        return []

    desk.store.row = desk.store.rows = read  # type: ignore[assignment, method-assign]
    for n, text in enumerate(
        (ZH, EN, "明早七点地铁口集合，记得带伞", "anyone tried the new bakery on main street?")
    ):
        await desk.moderation.hear(desk.posted(PersonId(f"newcomer {n}"), text))
    assert reads == []


async def test_after_a_start_many_places_at_once_read_what_was_said_once(desk: Desk) -> None:
    for n in range(5):
        await desk.says(PersonId(f"neighbour {n}"), f"{EN} {n}")
    moderation, rows, reads = desk.restart(), desk.store.rows, []

    async def read(shape: str, **values: object) -> Sequence[Row]:
        reads.append(shape)
        return await rows(shape, **values)

    desk.store.rows = read  # type: ignore[method-assign]
    places = [Space("telegram", str(n), kind=SpaceKind.GROUP) for n in range(20)]
    await asyncio.gather(*(moderation.hear(desk.posted(ANN, ZH, one)) for one in places))
    assert [reads.count(one) for one in ("moderation.recent", "moderation.latest_trust")] == [1, 1]


async def test_a_message_that_breaks_a_rule_costs_two_ways_to_the_store(desk: Desk) -> None:
    """One for the record of its author, one to know whether they are new here."""
    await desk.says(ANN, "hello")
    ways = 0
    read = desk.store.database.read

    async def counted(work: Work[object]) -> object:
        nonlocal ways
        ways += 1
        return await read(work)

    desk.store.database.read = counted  # type: ignore[assignment, method-assign]
    decision = await desk.moderation.hear(desk.posted(BO, "日赚五千 加微信 abc1234 稳赚不赔"))
    assert decision is not None
    assert decision.final
    assert ways == 2


@pytest.mark.parametrize(
    "text",
    [
        "微信" * 50_000,
        "@everyone " * 5_000,
        "https://t.me/+a " * 5_000,
        "t.me/" * 20_000,
        "a\u0301" * 50_000,
        "\ud800" * 100_000,
        "." * 100_000,
        "刷单返利 " * 10_000,
        "t.me/加\n" * 4_000,
        "я_[](a.b.[" * 2_000,
        "🐧" * 20_000,
        "vx1l33t1vx1" * 2_000,
        "t.me/é½1二" * 2_000,
    ],
    ids=range(13),
)
async def test_a_hostile_text_is_judged_within_20_milliseconds(desk: Desk, text: str) -> None:
    await desk.says(ANN, "hello")
    ratio = float("inf")
    for round_ in range(15):
        event, unit = desk.posted(PersonId(f"p{round_}"), text), min(yardstick() for _ in range(5))
        began = time.process_time()
        desk.moderation._watch.judge(event)
        ratio = min(ratio, (time.process_time() - began) * 1e6 / unit)
    assert ratio * YARDSTICK_MICROSECONDS <= 20_000
