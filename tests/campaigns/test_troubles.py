"""What the platforms could not do: somebody who can help hears it, once, and nothing is lost."""

from __future__ import annotations

import pytest

from campaigns import giveaway_posts, question_posts
from campaigns.settings import CampaignsSettings
from chat.actions import About, Post, Private
from chat.decision import Decision
from chat.events import ActionDone, ActionFailed, CommandGiven
from chat.text import Text
from handlers.giveaway_commands import giveaway
from handlers.giveaway_draws import giveaway_posted, giveaway_trouble
from handlers.question_votes import qa_posted, qa_trouble
from tests.campaigns.village import EDITOR, SQUARE, Village


def failed(village: Village, about: About, verb: str = "Post", why: str = "right.missing") -> ActionFailed:
    return ActionFailed(
        key=f"failed/{about.subject}",
        at=village.clock.now(),
        space=SQUARE,
        action="a",
        verb=verb,
        outcome="refused",
        why=why,
        about=about,
    )


def done(village: Village, about: About, *ids: str) -> ActionDone:
    return ActionDone(
        key="done", at=village.clock.now(), space=SQUARE, action="a", verb="Post", about=about, ids=ids
    )


def told(decision: Decision | None) -> tuple[str, str]:
    """The text of the one private word in a decision, and who hears it."""
    assert decision is not None
    (post,) = decision.actions
    assert isinstance(post, Post)
    assert isinstance(post.to, Private)
    assert isinstance(post.body, Text)
    return post.body.key, post.to.person


@pytest.mark.parametrize("kind", ["post", "winners", "told"])
async def test_an_editor_hears_what_could_not_be_said(village: Village, kind: str) -> None:
    number = await village.running(village.person("edda", EDITOR))
    subject = f"{kind}:{number}.CODE2345" if kind == "told" else f"{kind}:{number}"
    event = failed(village, About(giveaway_posts.ROOM, subject))
    decision = await giveaway_trouble(event, giveaways=village.giveaways, directory=village.neighbours)
    assert told(decision) == (f"campaigns.giveaway.trouble.{kind}", "edda")
    assert decision is not None
    (audit,) = decision.audit
    assert (audit.code, audit.subject) == (f"giveaway.{kind}_failed", f"giveaway:{number}")


async def test_a_post_that_is_gone_is_told_once_and_can_be_put_up_again(village: Village) -> None:
    editor = village.person("edda", EDITOR)
    number = await village.running(editor)
    about = About(giveaway_posts.ROOM, f"post:{number}")
    posted = await giveaway_posted(
        done(village, about, "77"), giveaways=village.giveaways, clock=village.clock
    )
    assert posted is not None
    await village.commit(posted.writes)
    gone = failed(village, About(giveaway_posts.ROOM, f"count:{number}"), "Edit", "target.gone")
    first = await giveaway_trouble(gone, giveaways=village.giveaways, directory=village.neighbours)
    assert told(first) == ("campaigns.giveaway.trouble.count", "edda")
    assert first is not None
    await village.commit(first.writes)
    assert await giveaway_trouble(gone, giveaways=village.giveaways, directory=village.neighbours) is None
    await village.enters(number, "ann")
    assert await village.giveaways.entries.refreshed(number) is None, "there is nothing to edit"
    order = CommandGiven(
        key="c",
        at=village.clock.now(),
        space=SQUARE,
        by=editor,
        name="giveaway",
        arguments={"action": "repost", "number": str(number)},
    )
    again = await giveaway(order, giveaways=village.giveaways, directory=village.neighbours)
    announced = again.actions[0]
    assert isinstance(announced, Post)
    assert announced.about == about
    assert [button.kind for row in announced.buttons for button in row] == [
        "campaigns.enter",
        "campaigns.leave",
    ]


async def test_what_is_over_troubles_nobody(village: Village) -> None:
    editor = village.person("edda", EDITOR)
    number = await village.running(editor)
    await village.commit((await village.giveaways.entries.cancel(number, editor)).writes)
    late = failed(village, About(giveaway_posts.ROOM, f"count:{number}"), "Edit", "target.gone")
    assert await giveaway_trouble(late, giveaways=village.giveaways, directory=village.neighbours) is None
    preview = failed(village, About(giveaway_posts.ROOM, f"preview:{number}"))
    assert await giveaway_trouble(preview, giveaways=village.giveaways, directory=village.neighbours) is None


async def test_the_list_of_questions_is_known_by_its_message_and_missed_once(village: Village) -> None:
    village.questions.settings = CampaignsSettings(moderate_questions=False)
    number = await village.open_event(village.person("edda", EDITOR))
    board = About(question_posts.ROOM, f"board:{number}")
    posted = await qa_posted(done(village, board, "88"), questions=village.questions)
    assert posted is not None
    await village.commit(posted.writes)
    assert (await village.questions.asking.event(number)).message == "88"
    gone = failed(village, About(question_posts.ROOM, f"list:{number}"), "Edit", "target.gone")
    first = await qa_trouble(gone, questions=village.questions, directory=village.neighbours)
    assert told(first) == ("campaigns.qa.trouble.list", "edda")
    assert first is not None
    await village.commit(first.writes)
    assert await qa_trouble(gone, questions=village.questions, directory=village.neighbours) is None


@pytest.mark.parametrize("kind", ["board", "digest"])
async def test_an_opener_hears_what_could_not_be_said(village: Village, kind: str) -> None:
    number = await village.open_event(village.person("edda", EDITOR))
    event = failed(village, About(question_posts.ROOM, f"{kind}:{number}"))
    decision = await qa_trouble(event, questions=village.questions, directory=village.neighbours)
    assert told(decision) == (f"campaigns.qa.trouble.{kind}", "edda")
    other = failed(village, About(question_posts.ROOM, f"pin:{number}"), "Pin")
    assert await qa_trouble(other, questions=village.questions, directory=village.neighbours) is None
