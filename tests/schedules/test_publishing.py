"""The planner at the time: each occurrence once, told what became of it, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.storage.store import Store
from chat.actions import Capability, Delete, Edit, Post, Private, Repeat
from chat.decision import Decision
from chat.messages import MessageRef
from chat.people import PersonId
from chat.text import Markdown
from schedules.posts import ScheduledPost, State
from tests.schedules.newsroom import GARDEN, MORNING, NEWS, STAFF, Building, Newsroom, editor, refused

TONIGHT = "2026-11-23 20:00"
EIGHT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def said(decision: Decision, key: str) -> Post:
    """The one post of that key."""
    (found,) = [
        one for one in decision.actions if isinstance(one, Post) and getattr(one.body, "key", None) == key
    ]
    return found


async def fates(room: Newsroom, post: ScheduledPost) -> dict[str, str]:
    rows = await room.store.rows("schedules.appearances", of=post.id, most=100)
    return {row["key"]: row["fate"] for row in rows}


async def test_a_due_post_is_said_once_in_its_topic_and_parked_when_unsure(store: Store) -> None:
    room = Newsroom(store)
    post = await room.plans("**Hello**", TONIGHT, "News/7")
    room.clock.moment = EIGHT
    decision = await room.rings(post)
    (action,) = [one for one in decision.actions if isinstance(one, Post)]
    assert action.to == replace(NEWS, thread="7")
    assert action.body == Markdown("**Hello**")
    assert action.repeat is Repeat.PARK
    assert (await room.read(post)).state is State.DONE
    again = await room.posts.publishing.ring(post.id)
    assert not again.actions
    assert await fates(room, post) == {"2026-11-23T20:00": "sending"}


async def test_an_alarm_that_rings_too_early_is_set_again(store: Store) -> None:
    room = Newsroom(store)
    post = await room.plans("Hello", TONIGHT)
    decision = await room.posts.publishing.ring(post.id)
    assert not decision.actions
    assert decision.alarms[0].at == EIGHT


async def test_the_same_local_time_of_a_fall_back_night_is_posted_once(store: Store) -> None:
    room = Newsroom(store, zone="Europe/Berlin")
    room.clock.moment = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
    post = await room.plans("Hello", "daily 02:30")
    posted = []
    for _ in range(3):
        post = await room.read(post)
        assert post.next is not None
        room.clock.moment = post.next.at
        decision = await room.rings(post)
        posted += [post.next.key for one in decision.actions if isinstance(one, Post)]
    assert posted == ["2026-10-25T02:30", "2026-10-26T02:30", "2026-10-27T02:30"]


async def test_missed_times_are_recorded_and_told(store: Store) -> None:
    room = Newsroom(store)
    post = await room.plans("Hello", "daily 09:00")
    room.clock.moment = MORNING + timedelta(days=3, hours=12)
    decision = await room.rings(post)
    told = [one for one in decision.actions if isinstance(one, Post)]
    assert {getattr(one.body, "key", "") for one in told} == {"schedules.missed.many"}
    assert {one.to for one in told} == {STAFF, Private(PersonId("eve"))}
    assert set((await fates(room, post)).values()) == {"missed"}
    assert len(await fates(room, post)) == 3
    post = await room.read(post)
    assert post.next is not None
    assert post.next.key == "2026-11-27T09:00"


async def test_without_a_staff_space_every_editor_is_told_in_private(store: Store) -> None:
    room = Newsroom(store, building=Building(staff=None))
    post = await room.plans("Hello", TONIGHT)
    room.clock.moment = MORNING + timedelta(days=1)
    decision = await room.rings(post)
    assert {one.to for one in decision.actions} == {Private(PersonId("eve")), Private(PersonId("max"))}


async def test_what_becomes_of_a_post(store: Store) -> None:
    room = Newsroom(store)
    post = await room.plans("Hello", "daily 09:00")
    publishing = room.posts.publishing
    keys = []
    for _ in range(3):
        post = await room.read(post)
        assert post.next is not None
        keys.append(post.next.key)
        room.clock.moment = post.next.at
        await room.rings(post)
    await room.keep(await publishing.appeared(post.id, keys[0], ("41",), ""))
    unsure = await room.keep(await publishing.failed(post.id, keys[1], "parked", "unknown"))
    assert not unsure.actions, "the one who parked it asks the staff"
    failed = await room.keep(await publishing.failed(post.id, keys[2], "refused", "right.missing"))
    assert {one.to for one in failed.actions} == {STAFF, Private(PersonId("eve"))}
    assert list((await fates(room, post)).values()) == ["failed", "unsure", "posted"]
    assert not (await publishing.failed(post.id, keys[0], "refused", "late news")).writes
    await room.keep(await publishing.appeared(post.id, keys[1], ("42",), ""))
    assert list((await fates(room, post)).values()) == ["failed", "posted", "posted"]


async def test_withdrawing_deletes_what_can_be_deleted_and_says_what_cannot(store: Store) -> None:
    room = Newsroom(store)
    post = await room.plans("Hello", "daily 09:00")
    publishing, key = room.posts.publishing, ""
    for number in (1, 2, 3):
        post = await room.read(post)
        assert post.next is not None
        key = post.next.key
        room.clock.moment = post.next.at
        await room.rings(post)
        if number < 3:
            await room.keep(await publishing.appeared(post.id, key, (str(number),), ""))
    withdrawal = await publishing.withdraw(await room.read(post), editor("max"))
    await room.keep(withdrawal.decision)
    deleted = [one for one in withdrawal.decision.actions if isinstance(one, Delete)]
    assert [one.messages for one in deleted] == [("2",), ("1",)]
    assert (withdrawal.deleted, withdrawal.left) == (2, 1)
    assert withdrawal.decision.alarms[0].at is None
    late = await room.keep(await publishing.appeared(post.id, key, ("3",), ""))
    assert [one.messages for one in late.actions if isinstance(one, Delete)] == [("3",)]
    first = await room.keep(await publishing.remains(post.id, key, "expired"))
    assert said(first, "schedules.failed.delete").to == STAFF
    assert not (await publishing.remains(post.id, key, "expired")).actions, "told once"


async def test_a_one_off_that_is_out_is_changed_where_it_is(store: Store) -> None:
    room = Newsroom(store)
    post = await room.plans("Helo", TONIGHT)
    room.clock.moment = EIGHT
    await room.rings(post)
    await room.keep(await room.posts.publishing.appeared(post.id, "2026-11-23T20:00", ("77",), ""))
    room.clock.moment = EIGHT + timedelta(days=2)
    post = await room.read(post)
    _, decision = await room.posts.drafting.rewrite(post, 1, {"text": "Hello"}, PersonId("eve"))
    await room.keep(decision)
    post = await room.read(post)
    await room.keep((await room.posts.reviewing.submit(post, 2, editor("eve")))[1])
    post = await room.read(post)
    after, decision = await room.posts.reviewing.approve(post, 2, editor("max"))
    (edit,) = [one for one in decision.actions if isinstance(one, Edit) and isinstance(one.body, Markdown)]
    assert edit.message == MessageRef(GARDEN, "77")
    assert edit.body == Markdown("Hello")
    assert after.state is State.DONE
    room.rights.lacking.add(Capability.EDIT)
    assert await refused(room.posts.reviewing.approve(post, 2, editor("max"))) == "schedules.problem.out"


async def test_a_failed_time_can_be_tried_again_after_another_approval(store: Store) -> None:
    room = Newsroom(store)
    post = await room.plans("Hello", TONIGHT)
    room.clock.moment = EIGHT
    await room.rings(post)
    await room.keep(
        await room.posts.publishing.failed(post.id, "2026-11-23T20:00", "refused", "right.missing")
    )
    room.clock.moment = EIGHT + timedelta(minutes=20)
    _, decision = await room.posts.drafting.rewrite(
        await room.read(post), 1, {"text": "Hello!"}, PersonId("eve")
    )
    await room.keep(decision)
    await room.keep((await room.posts.reviewing.submit(await room.read(post), 2, editor("eve")))[1])
    await room.keep((await room.posts.reviewing.approve(await room.read(post), 2, editor("max")))[1])
    decision = await room.rings(post)
    assert [one.body for one in decision.actions if isinstance(one, Post)] == [Markdown("Hello!")]
    assert await fates(room, post) == {"2026-11-23T20:00": "sending"}
