"""The planner over a store: review by another person, once a time, withdrawal, and the people behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.store import Store
from chat.actions import Capability, Delete, Edit, Post, Private, Repeat
from chat.decision import Decision, Write
from chat.errors import SaidNo
from chat.messages import MessageRef
from chat.people import PersonId, Rank, Standing, Voice
from chat.text import Markdown
from schedules.posts import ScheduledPost, State
from schedules.settings import SchedulesSettings
from tests.schedules.newsroom import GARDEN, MORNING, NEWS, STAFF, Building, Newsroom, editor

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


async def refused(act: object) -> str:
    with pytest.raises(SaidNo) as no:
        await act  # type: ignore[misc]
    return str(no.value)


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


async def test_approval_is_for_one_revision_and_by_another_human_with_the_duty(store: Store) -> None:
    room = Newsroom(store)
    post = await room.drafts("Hello", TONIGHT)
    review = room.posts.reviewing
    await room.keep((await review.submit(post, 1, editor("eve")))[1])
    post = await room.read(post)
    assert await refused(review.approve(post, 1, editor("eve"))) == "schedules.own"
    assert await refused(review.approve(post, 2, editor("max"))) == "schedules.stale"
    stranger = replace(editor("ann"), standing=Standing())
    assert await refused(review.approve(post, 1, stranger)) == "schedules.not_allowed"
    anonymous = replace(editor("max"), voice=Voice.ANONYMOUS_ADMIN, standing=Standing(rank=Rank.OWNER))
    assert await refused(review.approve(post, 1, anonymous)) == "schedules.not_allowed"
    after, decision = await review.approve(post, 1, editor("max"))
    assert (after.state, after.approver) == (State.APPROVED, "max")
    assert decision.alarms[0].at == EIGHT


async def test_who_hands_in_the_words_of_another_does_not_approve_them(store: Store) -> None:
    room = Newsroom(store)
    post = await room.drafts("Hello", TONIGHT, by="ann")
    await room.keep((await room.posts.reviewing.submit(post, 1, editor("eve")))[1])
    post = await room.read(post)
    assert await refused(room.posts.reviewing.approve(post, 1, editor("eve"))) == "schedules.own"
    assert await refused(room.posts.reviewing.approve(post, 1, editor("ann"))) == "schedules.own"


async def test_two_who_decide_at_once_clash(store: Store) -> None:
    room = Newsroom(store)
    post = await room.drafts("Hello", TONIGHT)
    await room.keep((await room.posts.reviewing.submit(post, 1, editor("eve")))[1])
    post = await room.read(post)
    _, approved = await room.posts.reviewing.approve(post, 1, editor("max"))
    _, returned = await room.posts.reviewing.give_back(post, 1, editor("mia"), "no")
    clashes = await store.write([approved.writes, returned.writes])
    assert [clash is None for clash in clashes] == [True, False]


async def test_a_linked_account_is_the_same_person(store: Store) -> None:
    room = Newsroom(store)
    post = await room.drafts("Hello", TONIGHT, by="eva")
    await room.keep((await room.posts.reviewing.submit(post, 1, editor("eva")))[1])
    await room.keep(Decision(reason="joined", writes=room.posts.rejoin(PersonId("eve"), PersonId("eva"))))
    post = await room.read(post)
    assert await refused(room.posts.reviewing.approve(post, 1, editor("eve"))) == "schedules.own"


async def test_without_approvals_it_stands_at_once_and_says_so(store: Store) -> None:
    room = Newsroom(store, settings=SchedulesSettings(approvals=0))
    post = await room.drafts("Hello", TONIGHT)
    after, decision = await room.posts.reviewing.submit(post, 1, editor("eve"))
    assert (after.state, after.is_unreviewed, after.approver) == (State.APPROVED, True, None)
    assert [audit.code for audit in decision.audit] == ["post.unreviewed"]
    room.posts.settings = SchedulesSettings(approvals=1)
    after, _ = await room.posts.reviewing.submit(post, 1, editor("eve"))
    assert after.state is State.REVIEW


@pytest.mark.parametrize(
    ("text", "when", "where", "problem"),
    [
        ("", TONIGHT, "", "schedules.problem.text"),
        ("Hello", "sometime", "", "schedules.recurrence.problem.unreadable"),
        ("Hello", "2026-11-23 07:00", "", "schedules.problem.over"),
        ("Hello", TONIGHT, "Nowhere", "schedules.problem.place"),
        ("\0 ", TONIGHT, "", "schedules.problem.text"),
    ],
)
async def test_what_is_wrong_with_a_draft(
    store: Store, text: str, when: str, where: str, problem: str
) -> None:
    room = Newsroom(store)
    post = await room.drafts(text, when, where)
    assert await refused(room.posts.reviewing.submit(post, 1, editor("eve"))) == problem


async def test_what_no_database_stores_is_left_out(store: Store) -> None:
    room = Newsroom(store)
    post = await room.drafts("Hello\0 \ud83d there", TONIGHT)
    assert (await room.read(post)).text == "Hello ? there"


async def test_a_space_where_we_may_not_write_is_a_problem(store: Store) -> None:
    room = Newsroom(store)
    room.rights.lacking.add(Capability.POST)
    post = await room.drafts("Hello", TONIGHT)
    assert (
        await refused(room.posts.reviewing.submit(post, 1, editor("eve"))) == "schedules.problem.cannot_post"
    )


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


async def test_a_public_home_never_gets_a_review_card(store: Store) -> None:
    room = Newsroom(store, building=Building(staff=GARDEN))
    post = await room.drafts("A secret until tonight", TONIGHT)
    _, decision = await room.posts.reviewing.submit(post, 1, editor("eve"))
    assert not [one for one in decision.actions if one.to == GARDEN]


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


async def test_the_doctor_sees_that_nobody_can_approve(store: Store) -> None:
    room = Newsroom(store)
    assert await room.posts.doctor() == ()
    room.building.editors = [PersonId("eve")]
    assert [text.key for text in await room.posts.doctor()] == ["schedules.doctor.no_reviewer"]
    room.posts.settings = SchedulesSettings(approvals=0)
    assert [text.key for text in await room.posts.doctor()] == ["schedules.doctor.unreviewed"]


async def test_erasing_an_editor_takes_drafts_and_names_and_leaves_what_is_published(store: Store) -> None:
    room = Newsroom(store)
    draft = await room.drafts("My private draft", TONIGHT)
    published = await room.plans("For everybody", "daily 09:00")
    post = await room.read(published)
    assert post.next is not None
    room.clock.moment = post.next.at
    await room.rings(post)
    kept = await room.posts.export(PersonId("eve"))
    assert [one["text"] for one in kept["schedules.posts"]] == ["My private draft", "For everybody"]
    assert len(kept["schedules.appearances"]) == 1
    assert "text" not in (await room.posts.export(PersonId("max")))["schedules.posts"][0]
    await room.keep(Decision(reason="erased", writes=room.posts.erase(PersonId("eve"), "gone:1")))
    assert not any((await room.posts.export(PersonId("eve"))).values())
    draft, post = await room.read(draft), await room.read(published)
    assert (draft.text, draft.state) == ("", State.WITHDRAWN)
    assert (post.text, post.state, post.editor) == ("For everybody", State.APPROVED, "gone:1")


async def test_posts_that_are_over_are_forgotten_with_the_audit(store: Store) -> None:
    room = Newsroom(store)
    over = await room.plans("Hello", TONIGHT)
    standing = await room.plans("Good morning", "daily 09:00")
    room.clock.moment = EIGHT
    await room.rings(over)
    before = EIGHT + timedelta(days=1)
    forget: tuple[Write, ...] = room.posts.expire(
        messages_before=before, tickets_before=before, audit_before=before
    )
    await room.keep(Decision(reason="night", writes=forget))
    assert await refused(room.read(over)) == "schedules.unknown"
    assert (await room.read(standing)).state is State.APPROVED


STEPS = st.lists(st.sampled_from(["edit", "submit", "approve", "return", "withdraw", "ring"]), max_size=12)


@given(steps=STEPS)
def test_nothing_is_published_that_another_person_has_not_approved_as_it_stands(steps: list[str]) -> None:
    """Over every order of steps: an APPROVED or DONE revision was approved by somebody who did not write it."""
    now = MORNING
    post = ScheduledPost(
        id="p", number=1, state=State.DRAFT, text="0", when="", source="daily 09:00", where="", space=GARDEN,
        version=0, revision=1, author=PersonId("eve"), editor=PersonId("eve"), made_at=now, changed_at=now,
    )  # fmt: skip
    approved: dict[int, str] = {}
    for step in steps:
        match step:
            case "edit" if post.state is not State.WITHDRAWN:
                post = post.edited(
                    PersonId("eve"), text="n", when="", source=post.source, where="", space=GARDEN, now=now
                )
            case "submit" if post.state is State.DRAFT:
                post = post.submitted(PersonId("eve"), now)
            case "approve" if post.state is State.REVIEW and not post.written_by(PersonId("max")):
                approved[post.revision] = "max"
                post = post.approved(PersonId("max"), None, now)
            case "return" if post.state is State.REVIEW:
                post = post.returned("no", now)
            case "withdraw":
                post = post.withdrawn(now)
        if post.state in (State.APPROVED, State.DONE):
            assert approved.get(post.revision) == post.approver
            assert post.approver is not None
            assert not post.written_by(post.approver)
