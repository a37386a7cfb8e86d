"""Deliveries, duplicates and crashes in any order: each key decided once, in its lane's order, no action lost."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.codec import encode
from bot.inbox import EVENTS, Delivery
from bot.markdown import plain
from chat.actions import Post
from chat.people import Space
from tests.bot import outbox_handlers
from tests.bot.desk import GARDEN, YARD, build
from tests.bot.recorder import Recorder, name_of
from tests.conftest import count

steps = st.lists(
    st.one_of(
        st.lists(st.integers(0, 30), min_size=1, max_size=6),  # updates by number, repeats among them
        st.sampled_from(["crash", "settle"]),
    ),
    max_size=5,
)


def place_of(number: int) -> Space:
    return GARDEN if number % 2 else YARD


async def live(plan: list[list[int] | str], folder: Path) -> None:
    """Play the steps, then let everything settle, and look at what happened."""
    towers = [Recorder()]
    one = await build(folder, outbox_handlers, tower=towers[-1])
    first: dict[Space, list[int]] = {GARDEN: [], YARD: []}
    for step in [*plan, "crash"]:
        if step == "crash":
            await one.app.abandon()
            towers.append(Recorder())
            one = await build(folder, outbox_handlers, tower=towers[-1])
        elif step == "settle":
            await one.app.settle()
        else:
            batch = []
            for number in step:
                space = place_of(int(number))
                event = one.post(
                    encode((Post(to=space, body=plain(str(number))),)), key=f"tower:{number}", space=space
                )
                batch.append(Delivery(event.key, EVENTS, space.lane, encode(event)))
                if number not in first[space]:
                    first[space].append(int(number))
            await one.app.inbox.append(batch)
    await one.app.settle()
    rows = await one.rows("outbox.all")
    assert {row["state"] for row in rows} <= {"done"}
    decided = {space: [row["key"] for row in rows if row["space"] == space.id] for space in first}
    for space, numbers in first.items():
        assert decided[space] == [f"tower:{number}/sends/0" for number in numbers]
    sent = [name_of(errand) for tower in towers for errand in tower.done]
    assert set(sent) == {str(number) for numbers in first.values() for number in numbers}
    assert not await one.rows("inbox.waiting")
    assert not await one.rows("parked.open")
    await one.app.stop(patience=2)


@settings(max_examples=count(30, 300))
@given(steps)
def test_each_key_once_in_order_and_nothing_lost(plan: list[list[int] | str]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="steward-runtime-"))
    try:
        asyncio.run(live(plan, folder))
    finally:
        shutil.rmtree(folder)
