"""What is deleted, who leaves, and what is said into a form: no ticket is stranded by it, and no word goes astray."""

from __future__ import annotations

import pytest

from tests.stories.test_ticket_work import inside
from tests.stories.tickets import desk, ticket
from tests.world import Town

UNREACHED = ("public", "none")
CHOICES = {"categories": [{"name": "refund", "zh": "退款", "en": "Refunds"}]}


async def test_a_deleted_card_and_a_deleted_thread_come_back_with_the_story(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    here, card = await desk(town), await town.staff.heard("support.card.body")
    await rae.says("VIP", place=here)
    async with town.act():
        await town.driver.erase(rae.native, here.space, card.id)
    first = town.pick(zh="请问怎么了", en="how can I help?")
    await rae.commands("r", first, place=here)
    await town.passes(seconds=10)
    again = await town.staff.heard("support.card.body", assignee="Rae")
    assert again.id != card.id
    assert (await desk(town)).space == here.space
    async with town.act():
        await town.driver.drop_thread(here.space)
    words = town.pick(zh="包裹还没到", en="my parcel is late")
    await ann.whispers(words)
    await town.passes(seconds=10)
    there = await desk(town)
    assert there.space.thread not in (None, here.space.thread)
    copy = await town.staff.heard("support.line.member", text=words)
    await town.staff.heard("support.story.before", note="VIP", reply=first)
    answer = town.pick(zh="在路上了", en="it is on its way")
    await rae.says(answer, place=there, reply_to=inside(there, copy))
    await ann.private.heard("support.reply.body", text=answer)
    assert (await ticket(town))["state"] == "pending_member"


async def test_what_is_deleted_on_one_side_is_deleted_on_the_other_where_bots_are_told(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    here = await desk(town)
    words = town.pick(zh="我的密码是 1234", en="my password is 1234")
    said = await ann.whispers(words)
    copy = inside(here, await town.staff.heard("support.line.member", text=words))
    async with town.act():
        told = await town.driver.erase(ann.native, said.space, said.id)
    shown = [one.text for one in await town.messages(town.staff.space)]
    assert any(words in one for one in shown) is not told
    if not told:
        copy = inside(here, await town.staff.heard("support.line.member", text=words))
    answer = await rae.says(town.pick(zh="改一下吧", en="change it"), place=here, reply_to=copy)
    await ann.private.heard("support.reply.body")
    async with town.act():
        assert await town.driver.erase(rae.native, answer.space, answer.id) is told
    if not told:
        await ann.private.heard("support.reply.body")
        await rae.commands("delete", place=here)
    await ann.private.not_heard("support.reply.body")


@pytest.mark.settings({"support": CHOICES})
async def test_who_left_is_still_answered_and_a_form_is_not_the_ticket(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    said = await ann.says(town.pick(zh="发票抬头写错了", en="the invoice names somebody else"))
    if not await town.driver.menu(ann.native, said.space, said.id, "Human"):
        await ann.commands("human", reply_to=said)
    await town.settles()
    row = await ticket(town)
    assert row["question"] == town.pick(zh="发票抬头写错了", en="the invoice names somebody else")
    await ann.commands("human", place=ann.private)
    await ann.presses("support.category", on=await ann.private.heard("support.choose.category"))
    matter = town.pick(zh="想退掉第二件", en="I want to give back the second one")
    await ann.fills("support.intake", what=matter, reference="")
    assert (await ticket(town, 2))["question"] == matter
    assert matter not in [one["text"] for one in await town.rows("support.lines", of=row["id"])]
    await ann.leaves()
    await rae.commands("r", town.pick(zh="已改好", en="it is right now"), place=await desk(town))
    await town.passes(seconds=5)
    if town.driver.platform == "discord":  # nobody is written to whom no server is shared with
        assert (await ticket(town))["reach"] in UNREACHED, "the card says so"
        await ann.joins()
        await ann.whispers(town.pick(zh="我回来了", en="I am back"))
        await town.passes(seconds=5)
    await ann.private.heard("support.reply.body", number="#1")
    await ann.closes_private()
    late = town.pick(zh="钱已退", en="the money is back")
    await rae.commands("r", late, place=await desk(town, 2))
    await town.passes(seconds=5)
    assert (await ticket(town, 2))["reach"] in UNREACHED, "the card says so"
    await ann.opens_private()
    await ann.whispers(town.pick(zh="有消息吗", en="any news?"))
    await town.passes(seconds=5)
    await ann.private.heard("support.reply.body", text=late)
