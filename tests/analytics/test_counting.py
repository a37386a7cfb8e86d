"""Each event counts once, for its person, in its local day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.counting import Counting
from analytics.facts import act_of, local_day
from analytics.settings import AnalyticsSettings
from analytics.spans import Length, Span
from bot.storage.store import Store
from chat.decision import Audit, Decision
from chat.events import (
    ButtonPressed,
    CommandGiven,
    MemberJoined,
    MemberLeft,
    MessageEdited,
    ReactionChanged,
    SpokenEvent,
    TimerRang,
)
from chat.messages import MessageRef
from chat.people import Rank, Space, SpaceKind, Voice
from chat.ports import Community, Directory
from tests.analytics.bureau import GARDEN, MORNING, Bureau, message, person

NOTHING = Decision(reason="")
SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = Span(length=Length.DAY, last=date(2026, 11, 23))
ANN, BOB, EVE = person("ann"), person("bob"), person("eve")
ZONES = st.sampled_from(["Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Asia/Shanghai", "UTC"])


async def test_messages_of_one_group_of_commits_add_up(store: Store) -> None:
    bureau = Bureau(store)
    units = []
    for number in range(20):
        event = message(ANN if number % 2 else BOB, number)
        units.append(list(await bureau.analytics.counting.rows(event, NOTHING)))
    assert await store.write(units) == [None] * 20
    found = await bureau.figures()
    assert (found["messages"], found["active"], found["talkers"]) == (20, 2, 2)


async def test_bots_channels_and_staff_are_flagged_not_dropped(store: Store) -> None:
    bureau = Bureau(store)
    await bureau.happens(
        message(ANN, 1),
        message(person("mo", rank=Rank.STAFF), 2),
        message(person("robot", voice=Voice.BOT), 3),
        message(person("news", voice=Voice.LINKED_CHANNEL), 4),
        message(person("steward", voice=Voice.SELF), 5),
        message(person("anon", voice=Voice.ANONYMOUS_ADMIN, rank=Rank.STAFF), 6),
    )
    found = await bureau.figures()
    assert (found["messages"], found["by_staff"], found["by_others"], found["active"]) == (2, 1, 4, 2)


async def test_only_public_spaces_are_reported(store: Store) -> None:
    bureau = Bureau(store)
    private = Space("local", "ann", kind=SpaceKind.PRIVATE)
    staff = Space("local", "staff", kind=SpaceKind.STAFF)
    await bureau.happens(message(ANN, 1, space=private), message(BOB, 2, space=staff))
    assert (await bureau.figures())["active"] == 0
    assert len(await store.rows("analytics.days_of", who="ANN")) == 1
    assert not await store.rows("analytics.talk_of", who="ANN")


async def test_a_person_in_two_spaces_is_one_active_member(store: Store) -> None:
    bureau = Bureau(store)
    await bureau.happens(message(ANN, 1), message(ANN, 1, space=Space("telegram", "-1001")))
    found = await bureau.figures()
    assert (found["messages"], found["active"]) == (2, 1)


def acted(event: type[SpokenEvent], /, **more: object) -> SpokenEvent:
    values: dict[str, Any] = {"key": "k", "at": MORNING, "space": GARDEN, "by": ANN, **more}
    return event(**values)


@pytest.mark.parametrize(
    ("event", "counts"),
    [
        (acted(ReactionChanged, message=MessageRef(GARDEN, "1"), added=("👍", "🎉")), {"reactions": 2}),
        (acted(ButtonPressed, payload="", interaction="", kind="faq.helpful"), {"presses": 1}),
        (acted(CommandGiven, name="help"), {"presses": 1}),
        (acted(MemberJoined), {"joins": 1}),
        (acted(MemberLeft, removed=True), {"leaves": 1}),
    ],
)
def test_acts(event: SpokenEvent, counts: dict[str, int]) -> None:
    act = act_of(event, SHANGHAI)
    assert act is not None
    names = ("messages", "reactions", "presses", "joins", "leaves")
    assert {name: act[name] for name in names if act[name]} == counts


def test_what_is_no_act() -> None:
    post = message(ANN, 1).message
    for event in (
        acted(MessageEdited, message=post),
        acted(ButtonPressed, payload="", interaction="", refusal="forged"),
        acted(ReactionChanged, message=post.ref, removed=("👍",)),
        acted(CommandGiven, name="help", message=post),
        TimerRang(key="k", at=MORNING, space=GARDEN, kind="x", subject="y", due=MORNING),
    ):
        assert act_of(event, SHANGHAI) is None


async def test_a_decided_fact_counts_once_though_the_carrying_message_tells_it_too(store: Store) -> None:
    bureau = Bureau(store)
    carried = message(ANN, 1)
    order = CommandGiven(
        key="local:1", at=MORNING, space=GARDEN, by=ANN, name="human", message=carried.message
    )
    audit = (
        Audit(code="ticket.opened", subject="t"),
        Audit(code="post.due", subject="p"),
        Audit(code="ticket.first_reply", subject="t", data={"seconds": 90.0}),
    )
    await bureau.happens(order, replace(carried, key="local:1/message"), audit=audit)
    await bureau.happens(order, audit=audit)
    rows = await store.rows("analytics.facts", first="2026-11-23", last="2026-11-23")
    assert {row["name"]: row["count"] for row in rows} == {"ticket.opened": 1, "ticket.first_reply": 1}
    (length,) = await store.rows(
        "analytics.lengths", first="2026-11-23", last="2026-11-23", of="ticket.first_reply"
    )
    assert length["seconds"] == 90.0


async def test_the_first_reply_of_another_person_counts(store: Store) -> None:
    bureau = Bureau(store)
    later = [MORNING + timedelta(minutes=minutes) for minutes in range(10)]
    await bureau.happens(
        message(ANN, 1, later[0]),
        message(ANN, 2, later[1], reply_to=1),
        message(BOB, 3, later[4], reply_to=1),
        message(EVE, 4, later[7], reply_to=1),
    )
    assert await _minutes(store) == [4]


async def test_a_mention_answers_the_last_words_of_that_person(store: Store) -> None:
    bureau = Bureau(store)
    later = [MORNING + timedelta(minutes=minutes) for minutes in range(10)]
    await bureau.happens(
        message(ANN, 1, later[0]),
        message(ANN, 2, later[2]),
        message(ANN, 3, later[3], mentions=["ann"]),
        message(BOB, 4, later[5], mentions=["ann", "ann"]),
        message(EVE, 5, later[9], mentions=["ann"]),
    )
    assert await _minutes(store) == [2], "message 3 was answered after 2 minutes, nothing else was"


async def test_a_reply_after_a_day_is_none(store: Store) -> None:
    bureau = Bureau(store)
    await bureau.happens(message(ANN, 1), message(BOB, 2, MORNING + timedelta(hours=25), reply_to=1))
    assert await _minutes(store) == []


async def test_robots_reply_to_nobody(store: Store) -> None:
    bureau = Bureau(store)
    robot = person("robot", voice=Voice.BOT)
    await bureau.happens(message(ANN, 1), message(robot, 2, MORNING + timedelta(minutes=1), reply_to=1))
    assert await _minutes(store) == []


class Unasked:
    """A Directory that nobody may ask anything."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"an ordinary message asks for {name}")


async def test_an_ordinary_message_reads_nothing_and_writes_two_rows() -> None:
    community = Community(name="Garden", language="en", zone=SHANGHAI)
    counting = Counting(community, cast(Directory, Unasked()), AnalyticsSettings())
    rows = await counting.rows(message(ANN, 1), NOTHING)
    assert [row.shape for row in rows] == ["analytics.act", "analytics.said"]
    rows = await counting.rows(message(ANN, 2, reply_to=1), NOTHING)
    assert [row.shape for row in rows] == ["analytics.act", "analytics.said", "analytics.replied"]


@given(
    zone=ZONES,
    minutes=st.integers(min_value=0, max_value=2 * 366 * 24 * 60),
)
def test_every_moment_lies_in_one_local_day(zone: str, minutes: int) -> None:
    at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    here = ZoneInfo(zone)
    day = local_day(at, here)
    start = datetime.fromisoformat(day).replace(tzinfo=here)
    after = (datetime.fromisoformat(day) + timedelta(days=1)).replace(tzinfo=here)
    assert start.astimezone(UTC) <= at < after.astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", "2026-10-25", 25),
        ("Europe/Berlin", "2026-03-29", 23),
        ("Asia/Shanghai", "2026-10-25", 24),
    ],
)
async def test_a_day_of_a_clock_change_is_as_long_as_it_is(
    store: Store, zone: str, day: str, hours: int
) -> None:
    bureau = Bureau(store, zone=zone)
    start = datetime.fromisoformat(f"{day}T00:00:00+00:00") - timedelta(days=1)
    await bureau.happens(
        *(message(ANN, number, start + timedelta(hours=number, minutes=30)) for number in range(72))
    )
    assert (await bureau.figures(day))["messages"] == hours


async def _minutes(store: Store) -> list[float]:
    rows = await store.rows("analytics.replies", **TODAY.moments(SHANGHAI))
    return sorted((row["replied_at"] - row["at"]).total_seconds() / 60 for row in rows)
