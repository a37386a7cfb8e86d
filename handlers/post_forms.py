"""A scheduled post before it is approved: its form, preview, handing in, the reviewers' card."""

from __future__ import annotations

from dataclasses import replace

from chat.actions import Action, ShowForm
from chat.decision import Decision, answer
from chat.errors import SaidNo
from chat.events import ButtonPressed, FormSubmitted
from chat.handler import Stage, handles
from chat.people import SpaceKind
from chat.text import Text
from handlers.post_answers import approved, submitted, withdrawn
from schedules import wording
from schedules.drafting import NEW, clean
from schedules.posts import ScheduledPost
from schedules.service import Posts


@handles(Stage.COMMAND, "schedules.post")
async def post_form(event: FormSubmitted, *, posts: Posts) -> Decision:
    """Keep what was filled in as a draft and show how it will look, or what is still wrong with it."""
    if event.subject == NEW:
        post, decision = await posts.drafting.write(event.values, event.by.person, event.space)
    else:
        before, revision = await _chosen(event.subject, posts)
        await posts.desk.must_edit(event.by, before)
        post, decision = await posts.drafting.rewrite(before, revision, event.values, event.by.person)
        decision += await posts.previews.settle(
            post.id, Text("schedules.preview.old", {"number": post.number})
        )
    actions: tuple[Action, ...] = (*decision.actions, *await posts.drafting.preview(post, event.space))
    if event.interaction:
        is_staff = event.space.kind is SpaceKind.STAFF
        seen = Text("schedules.preview.see_here" if is_staff else "schedules.preview.see_private")
        actions += (answer(event, seen),)
    return replace(decision, actions=actions)


@handles(Stage.COMMAND, "schedules.change")
async def post_change(event: ButtonPressed, *, posts: Posts) -> Decision:
    """Back to the form, with what stands in it."""
    post, revision = await _chosen(event.id, posts)
    await posts.desk.must_edit(event.by, post)
    posts.drafting.must_be_current(post, revision)
    form = posts.drafting.change_form(post)
    ask = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
    return Decision(reason="post.form", actions=(ask,))


@handles(Stage.COMMAND, "schedules.submit")
async def post_submit(event: ButtonPressed, *, posts: Posts) -> Decision:
    """Hand a draft in for review."""
    post, revision = await _chosen(event.id, posts)
    after, decision = await posts.reviewing.submit(post, revision, event.by)
    return await _settled(event, decision, after, submitted(after, posts), posts)


@handles(Stage.COMMAND, "schedules.discard")
async def post_discard(event: ButtonPressed, *, posts: Posts) -> Decision:
    """Throw a draft away; what an earlier revision put out goes with it."""
    post, revision = await _chosen(event.id, posts)
    posts.drafting.must_be_current(post, revision)
    withdrawal = await posts.publishing.withdraw(post, event.by)
    return await _settled(event, withdrawal.decision, post, withdrawn(post, withdrawal), posts)


@handles(Stage.COMMAND, "schedules.approve")
async def post_approve(event: ButtonPressed, *, posts: Posts) -> Decision:
    """Another person says that it is good."""
    post, revision = await _chosen(event.id, posts)
    after, decision = await posts.reviewing.approve(post, revision, event.by)
    return replace(decision, actions=(*decision.actions, answer(event, approved(after))))


@handles(Stage.COMMAND, "schedules.return")
async def post_return(event: ButtonPressed, *, posts: Posts) -> Decision:
    """Ask the reviewer what should change."""
    post, revision = await _chosen(event.id, posts)
    await posts.reviewing.must_review(post, revision, event.by)
    form = wording.return_form(post)
    ask = ShowForm(to=event.space, interaction=event.interaction, person=event.by.person, form=form)
    return Decision(reason="post.return_form", actions=(ask,))


@handles(Stage.COMMAND, "schedules.remark")
async def post_returned(event: FormSubmitted, *, posts: Posts) -> Decision:
    """Send it back with that remark."""
    post, revision = await _chosen(event.subject, posts)
    remark = clean(event.values.get("remark", ""), 500)
    if not remark:
        raise SaidNo(Text("schedules.remark_needed"))
    _, decision = await posts.reviewing.give_back(post, revision, event.by, remark)
    done = Text("schedules.done.returned", {"number": post.number})
    return replace(decision, actions=(*decision.actions, answer(event, done)))


async def _chosen(subject: str, posts: Posts) -> tuple[ScheduledPost, int]:
    number, _, revision = subject.partition(".")
    return await posts.numbered(int(number)), int(revision)


async def _settled(
    event: ButtonPressed, decision: Decision, post: ScheduledPost, done: Text, posts: Posts
) -> Decision:
    """The previews without their buttons, and the answer to the press."""
    decision += await posts.previews.settle(post.id, done, event.message)
    return replace(decision, actions=(*decision.actions, answer(event, done)))
