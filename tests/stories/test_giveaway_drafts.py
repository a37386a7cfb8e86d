"""A giveaway before it is published: its form, its preview, and whose business it is."""

from __future__ import annotations

from chat.decision import Write
from tests.stories.giveaways import fill_in
from tests.world import Town


async def test_a_draft_is_for_its_editor_alone_and_then_for_everybody(town: Town) -> None:
    editor = await town.editor("Edda")
    await fill_in(town, editor)
    await town.garden.not_heard("campaigns.giveaway.announcement")
    await editor.private.heard("campaigns.giveaway.preview", prize=town.pick(zh="T 恤", en="T-shirt"))
    await editor.presses("campaigns.publish")
    await editor.told("campaigns.giveaway.published")
    post = await town.garden.heard("campaigns.giveaway.announcement")
    (row,) = await town.rows("campaigns.giveaways", states=["open"])
    assert row["rules_hash"] in post.text
    assert row["secret_hash"] in post.text
    assert [button.kind for button in post.buttons] == ["campaigns.enter", "campaigns.leave"]


async def test_wrong_answers_lead_back_to_the_form(town: Town) -> None:
    editor = await town.editor("Edda")
    await fill_in(town, editor, ends=town.pick(zh="改天", en="some day"))
    await editor.private.heard("campaigns.moment.unreadable")
    await editor.presses("campaigns.change")
    await editor.fills("campaigns.giveaway", prize="Mug", places="0", ends="2h", conditions="", claim="")
    await editor.private.heard("campaigns.giveaway.problem.places")
    await editor.presses("campaigns.change")
    await editor.fills("campaigns.giveaway", prize="Mug", places="2", ends="2h", conditions="", claim="")
    await editor.presses("campaigns.publish")
    await town.garden.heard("campaigns.giveaway.announcement", prize="Mug")


async def test_only_the_newest_preview_is_published_and_once(town: Town) -> None:
    editor = await town.editor("Edda")
    await fill_in(town, editor, prize="Mug")
    old = await editor.private.heard("campaigns.giveaway.preview")
    await editor.presses("campaigns.change")
    await editor.fills("campaigns.giveaway", prize="Hat", places="1", ends="2h", conditions="", claim="")
    new = await editor.private.heard("campaigns.giveaway.preview", prize="Hat")
    settled = await editor.private.heard("campaigns.giveaway.stale")
    assert settled.id == old.id
    assert not settled.buttons
    await editor.presses("campaigns.publish", on=old)
    await editor.told("campaigns.giveaway.stale")
    await editor.presses("campaigns.publish", on=new)
    assert not (await editor.private.heard("campaigns.giveaway.published")).buttons
    await editor.presses("campaigns.publish", on=old)
    await editor.told("campaigns.giveaway.no_draft")
    assert [row["number"] for row in await town.rows("campaigns.giveaways", states=["open"])] == [1]


async def test_who_lost_the_duty_publishes_nothing(town: Town) -> None:
    editor = await town.editor("Edda")
    await fill_in(town, editor)
    await town.app.committer.commit([Write("role.take", {"p": editor.person, "r": "editor"})])
    await editor.presses("campaigns.publish")
    await editor.told("campaigns.not_allowed")
    await town.garden.not_heard("campaigns.giveaway.announcement")


async def test_a_draft_is_nobody_elses_business(town: Town) -> None:
    editor, ann = await town.editor("Edda"), await town.member("Ann")
    await fill_in(town, editor)
    await ann.commands("proof", "1")
    await ann.told("campaigns.giveaway.unknown", number=1)
    await ann.commands("proof", "2")
    await ann.told("campaigns.giveaway.unknown", number=2)
    await editor.presses("campaigns.publish")
    await ann.commands("proof", "1")
    await ann.told("campaigns.giveaway.not_drawn")


async def test_a_discarded_draft_is_gone(town: Town) -> None:
    editor = await town.editor("Edda")
    await fill_in(town, editor)
    await editor.presses("campaigns.discard")
    await editor.told("campaigns.giveaway.discarded")
    assert not (await editor.private.heard("campaigns.giveaway.discarded")).buttons
    await editor.private.not_heard("campaigns.giveaway.preview")


async def test_members_cannot_start_giveaways(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.commands("giveaway")
    await ann.told("bot.command.not_allowed")
    assert not await town.rows("campaigns.giveaways", states=["draft", "open"])
