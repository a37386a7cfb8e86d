"""Whom a ban keeps out, nothing milder lets in: on Telegram a mute or a removal would lift the ban."""

from __future__ import annotations

from chat.decision import Write
from chat.messages import Message
from chat.people import Rank
from moderation.casebook import heard
from tests.stories.test_rule_warnings import case, suspicious
from tests.world import Town


async def test_what_is_decided_after_a_ban_leaves_it_alone(town: Town) -> None:
    ann, bo, mo = await town.member("Ann"), await town.member("Bo"), await town.moderator("Mo")
    maybe = await ann.says(suspicious(town))
    said = await bo.says(town.pick(zh="谁去爬山", en="who comes hiking"))
    await mo.commands("ban", "@Ann", place=town.staff)
    await mo.presses("moderation.uphold")
    assert town.deleted(maybe)
    assert (await case(town, 1))["penalty"] == "warn", "points reach a mute, but who is out needs none"
    for order in ("mute @Ann 2h", "kick @Ann", "case 1 penalty mute 2h"):
        name, _, words = order.partition(" ")
        await mo.commands(name, words, place=town.staff)
        await mo.told("moderation.refused.banned_already")
    await mo.commands("ban", "@Ann 7d", place=town.staff)
    assert town.banned(ann)
    await town.passes(days=8)
    assert town.banned(ann), "for good is longer than a week"
    await mo.commands("unban", "@Ann", place=town.staff)
    assert not town.banned(ann)
    await mo.commands("ban", "@Bo 30d", place=town.staff)
    if town.driver.platform != "telegram":  # where a ban erases what was said
        await mo.commands("spam", reply_to=said)
        assert town.deleted(said)
    assert town.banned(bo)


async def test_who_was_let_in_by_hand_and_spoke_is_kept_out_no_more(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await ann.says(town.pick(zh="大家好", en="hello all"))
    await mo.commands("ban", "@Ann", place=town.staff)
    await town.passes(minutes=10)
    again = Message(id="900001", space=town.garden.space, text="hi")
    await town.app.committer.commit(
        [Write("moderation.hear", heard(again, ann.person, Rank.MEMBER, town.clock.now()))]
    )
    await mo.commands("mute", "@Ann 2h", place=town.staff)
    await mo.told("moderation.done.for_a_while")
