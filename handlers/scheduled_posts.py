"""Scheduled posts at their time, and what became of them."""

from __future__ import annotations

from chat.decision import Decision
from chat.events import ActionDone, ActionFailed, TimerRang
from chat.handler import Stage, handles
from chat.messages import MessageRef
from chat.text import Text
from schedules.service import Posts


@handles(Stage.REACT, "schedules.post")
async def scheduled_post_due(event: TimerRang, *, posts: Posts) -> Decision:
    """Publish what is due; late by more than `late_within`, it is recorded as missed and the staff is told."""
    return await posts.publishing.ring(event.subject)


@handles(Stage.REACT, "schedules")
async def scheduled_post_done(event: ActionDone, *, posts: Posts) -> Decision | None:
    """Remember what is out, changed or gone, and where the review card and the previews are."""
    match event.about.subject.split("|") if event.about else ():
        case ["out", post, key]:
            return await posts.publishing.appeared(post, key, event.ids, event.degraded)
        case ["edit", post, key, revision]:
            return await posts.publishing.revised(post, key, int(revision))
        case ["gone", post, key]:
            return await posts.publishing.removed(post, key)
        case ["card", post, revision] if event.ids:
            card = posts.card_is(post, int(revision), MessageRef(event.space, event.ids[0]))
            return Decision(reason="post.card_shown", writes=(card,))
        case ["draft", post, revision] if event.ids:
            return await posts.previews.shown(post, int(revision), MessageRef(event.space, event.ids[0]))
    return None


@handles(Stage.REACT, "schedules")
async def scheduled_post_failed(event: ActionFailed, *, posts: Posts) -> Decision | None:
    """Whoever waits for it is told what could not be done."""
    match event.about.subject.split("|") if event.about else ():
        case ["out", post, key]:
            return await posts.publishing.failed(post, key, event.outcome, event.why)
        case ["edit", post, _, _]:
            return await posts.publishing.not_revised(post, event.why)
        case ["gone", post, key]:
            return await posts.publishing.remains(post, key, event.why)
        case ["card", post, _] if event.outcome != "parked":
            return await _no_card(post, posts)
    return None


async def _no_card(post_id: str, posts: Posts) -> Decision | None:
    post = await posts.desk.post(post_id)
    if post is None:
        return None
    told = Text("schedules.failed.card", {"number": post.number})
    return Decision(reason="post.no_card", actions=posts.desk.to_author(post, told))
