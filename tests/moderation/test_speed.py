"""The hot path is fast, and nobody can buy time with a hostile text."""

from __future__ import annotations

import time

import pytest

from chat.people import PersonId
from tests.moderation.desk import ANN, Desk

ZH = (
    "今天的活动什么时候开始啊，有人知道吗？我昨天看到公告说是晚上八点，但是群里又有人说改到九点了，到底听谁的"
)
EN = "hey, does anybody know when the event starts today? yesterday the notice said eight"
LIMIT_MICROSECONDS = 250
"""Several times what it takes where nothing else runs: this only notices what has become slow by another order."""


@pytest.mark.parametrize("text", [ZH, EN])
async def test_an_ordinary_message_takes_little_time(desk: Desk, text: str) -> None:
    await desk.says(ANN, "hello")
    best = float("inf")
    for round_ in range(10):
        events = [desk.posted(PersonId(f"{round_}-{n}"), f"{text} {n}") for n in range(100)]
        began = time.process_time()
        for event in events:
            desk.moderation._watch.judge(event)
        best = min(best, (time.process_time() - began) / len(events) * 1e6)
    assert best <= LIMIT_MICROSECONDS


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
    ],
    ids=range(8),
)
async def test_a_hostile_text_is_judged_within_20_milliseconds(desk: Desk, text: str) -> None:
    await desk.says(ANN, "hello")
    best = float("inf")
    for round_ in range(5):
        event = desk.posted(PersonId(f"p{round_}"), text)
        began = time.process_time()
        desk.moderation._watch.judge(event)
        best = min(best, time.process_time() - began)
    assert best <= 0.02
