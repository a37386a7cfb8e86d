"""The planner over a store: drafts, review by another person, and the people behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage.store import Store
from chat.actions import Capability
from chat.decision import Decision, Write
from chat.people import PersonId, Rank, Standing, Voice
from schedules.posts import ScheduledPost, State
from schedules.settings import SchedulesSettings
from tests.schedules.newsroom import GARDEN, MORNING, Building, Newsroom, editor, refused

TONIGHT = "2026-11-23 20:00"
EIGHT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


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


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("2h", "2026-11-23 12:00"),
        ("2 小时后", "2026-11-23 12:00"),
        ("20:00", TONIGHT),
        ("09:00", "2026-11-24 09:00"),
        ("明天 9:30", "2026-11-24 09:30"),
        ("12-01 20:00", "2026-12-01 20:00"),
        ("daily 9:00", "daily 9:00"),
        ("every 2 hours", "every 2 hours"),
        ("2026-11-23 07:00", "2026-11-23 07:00"),
    ],
)
async def test_what_is_said_from_now_gets_its_day(store: Store, said: str, when: str) -> None:
    room = Newsroom(store)
    post = await room.drafts("Hello", said)
    assert post.when == when
    again, _ = await room.posts.drafting.rewrite(post, 1, {"when": said}, PersonId("eve"))
    assert (again.when, again.source) == (post.when, post.source)


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


async def test_a_public_home_never_gets_a_review_card(store: Store) -> None:
    room = Newsroom(store, building=Building(staff=GARDEN))
    post = await room.drafts("A secret until tonight", TONIGHT)
    _, decision = await room.posts.reviewing.submit(post, 1, editor("eve"))
    assert not [one for one in decision.actions if one.to == GARDEN]


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
