"""Ways to a ticket, and which ticket is meant: categories, a representative's hand, blocks, several open tickets."""

from __future__ import annotations

import pytest

from tests.stories.tickets import audited, desk, ticket
from tests.world import Town

SHOT = b"%PDF-1.4 a screenshot"

CHOICES = {
    "departments": [{"name": "billing", "zh": "财务", "en": "Billing"}],
    "categories": [
        {"name": "refund", "zh": "退款", "en": "Refunds", "department": "billing", "priority": 2},
        {"name": "other", "zh": "其他", "en": "Something else"},
    ],
}


@pytest.mark.settings({"support": CHOICES})
async def test_a_category_leads_to_its_department(town: Town) -> None:
    ann, bob = await town.member("Ann"), await town.member("Bob")
    await ann.commands("human", place=ann.private)
    chosen = await ann.private.heard("support.choose.category")
    await ann.presses("support.category", on=chosen)
    trouble = town.pick(zh="重复扣款了", en="I was charged twice")
    await ann.fills("support.intake", what=trouble, reference="A-17")
    row = await ticket(town)
    assert (row["topic"], row["department"], row["priority"], row["why"]) == ("refund", "billing", 2, "form")
    await town.staff.heard("support.card.body", question="A-17", dept=town.pick(zh="财务", en="Billing"))
    await ann.presses("support.category", on=chosen)
    await ann.fills("support.intake", what=town.pick(zh="还有运费", en="and the postage"), reference="-")
    assert len(await town.rows("support.open")) == 1, "one open ticket for one matter"
    await bob.commands("human", town.pick(zh="别的事", en="something else"))
    assert (await ticket(town, 2))["topic"] == "general", "who says what it is needs no menu"


async def test_who_asks_because_of_money_is_as_urgent_as_who_complains_of_it(town: Town) -> None:
    ann, bob = await town.member("Ann"), await town.member("Bob")
    await ann.commands(
        "human", town.pick(zh="付款三天还没到账，没人管", en="I was charged twice, I want my money back")
    )
    await bob.commands("human", town.pick(zh="几点开始", en="when does it start"))
    assert [(await ticket(town, number))["priority"] for number in (1, 2)] == [2, 3]


async def test_a_representative_opens_one_for_a_member(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    said = town.pick(zh="电话里说没收到货", en="called: the parcel is missing")
    await rae.commands("open", f"@Ann {said}", place=town.staff)
    await ann.private.heard("support.news.opened_for", number="#1", question=said)
    row = await ticket(town)
    assert (row["why"], row["person"]) == ("staff", ann.person)
    await ann.whispers(town.pick(zh="对，单号 77", en="yes, number 77"))
    await town.staff.heard("support.line.member", text="77")
    await rae.commands("open", f"@Ann {said}", place=town.staff)
    await rae.told("support.no.has_open", number="#1")


async def test_the_card_brings_what_the_other_rooms_know(town: Town) -> None:
    ann, bob, rae, mo = (
        await town.member("Ann"),
        await town.member("Bob"),
        await town.representative("Rae"),
        await town.moderator("Mo"),
    )
    await mo.commands("warn", "@Ann " + town.pick(zh="刷屏", en="flooding"))
    trouble = town.pick(zh="付款页面崩了，太差劲了！！！", en="the payment page is down, this is terrible!!!")
    await ann.whispers(town.pick(zh="转人工，", en="I want to talk to a human, ") + trouble)
    shown = await town.staff.heard("support.card.body", case="C1")
    await town.staff.heard("support.card.body", upset=town.pick(zh="不满", en="upset"))
    await bob.commands("human", trouble)
    await town.staff.heard(
        "support.card.body", incident=town.pick(zh="属于事件 #1", en="Part of incident #1")
    )
    ties = await town.rows("support.links_of", of=(await ticket(town, 2))["id"])
    assert [(one["kind"], one["target"]) for one in ties] == [("incident", (await ticket(town))["id"])]
    assert "#2" not in shown.text
    await rae.commands("relate", "C1", place=await desk(town))
    await rae.told("support.no.tied")


async def test_a_block_has_a_reason_and_an_end(town: Town) -> None:
    ann, rae, ray = (
        await town.member("Ann"),
        await town.representative("Rae"),
        await town.representative("Ray"),
    )
    why = town.pick(zh="辱骂客服", en="insults")
    await rae.commands("block", f"@Ann 7d {why}", place=town.staff)
    await rae.told("support.block.set", reason=why)
    await ann.commands("human", "x1")
    await ann.told("support.block.until", reason=why)
    assert not await town.rows("support.open")
    await rae.commands("block", f"@Ray 7d {why}", place=town.staff)
    await rae.told("support.no.block_staff")
    await town.passes(days=7, minutes=1)
    await ann.commands("human", "x2")
    assert len(await town.rows("support.open")) == 1
    await rae.commands("unblock", "@Ann", place=town.staff)
    await rae.told("support.block.lifted", name="Ann")
    await ray.commands("unblock", "@Ann", place=town.staff)
    await ray.told("support.no.block")


async def test_a_reply_to_an_ended_ticket_begins_it_again_or_one_that_follows(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    here = await desk(town)
    await rae.commands("r", town.pick(zh="已补发", en="sent again"), place=here)
    reply = await ann.private.heard("support.reply.body")
    await rae.commands("close", place=here)
    again = town.pick(zh="还是没到", en="it still is not here")
    await ann.whispers(again, reply_to=await ann.private.heard("support.news.closed"))
    assert (await ticket(town))["state"] == "open"
    await town.passes(seconds=5)
    await town.staff.heard("support.line.member", text=again)
    assert "ticket.reopened" in await audited(town)
    await rae.commands("close", place=here)
    await town.passes(days=8)
    late = town.pick(zh="又坏了", en="it broke again")
    await ann.whispers(late, reply_to=reply)
    row = await ticket(town, 2)
    assert (row["question"], row["follows"]) == (late, (await ticket(town))["id"])
    await ann.private.heard("support.news.follows", number="#2")


async def test_what_the_faq_had_to_offer_and_files_go_on_with_the_next_ticket(town: Town) -> None:
    ann, rae, editor = await town.member("Ann"), await town.representative("Rae"), await town.editor("Edda")
    await editor.commands("faq", "add", place=town.staff)
    about = town.pick(zh="怎么修改收货地址？", en="How do I change the delivery address?")
    await editor.fills(
        "faq.entry", questions=about, answer_zh="在订单页。", answer_en="In the order.", source=""
    )
    wish = town.pick(zh="转人工，收货地址改不了", en="I want a human, I cannot change the delivery address")
    await ann.whispers(wish)
    offered = (await ticket(town))["attempts"]
    assert about in offered, "the card names the entry"
    here = await desk(town)
    await rae.commands("r", town.pick(zh="改好了", en="changed"), place=here)
    reply = await ann.private.heard("support.reply.body")
    await rae.commands("close", place=here)
    async with town.act():
        await town.driver.send_file(ann.native, ann.private.space, "shot.pdf", SHOT, reply.id)
    await town.passes(seconds=5)
    assert (await ticket(town))["state"] == "open"
    assert town.driver.files(here.space) == [SHOT]
    await rae.commands("close", place=here)
    await town.passes(days=8)
    async with town.act():
        await town.driver.send_file(ann.native, ann.private.space, "late.pdf", SHOT, reply.id)
    row = await ticket(town, 2)
    assert (row["follows"], row["attempts"]) == ((await ticket(town))["id"], offered)
    assert town.driver.files((await desk(town, 2)).space)[-1:] == [SHOT]


async def test_who_is_blocked_begins_nothing_again(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    await rae.commands("r", town.pick(zh="已补发", en="sent again"), place=await desk(town))
    await rae.commands("close", "done", place=await desk(town))
    said, over = await ann.private.heard("support.reply.body"), await ann.private.heard("support.news.closed")
    await rae.commands("block", "@Ann 7d " + town.pick(zh="辱骂", en="insults"), place=town.staff)
    await ann.presses("support.reopen", on=over)
    await ann.told("support.block.until")
    await ann.whispers(town.pick(zh="还没好", en="it is not over"), reply_to=said)
    await ann.told("support.block.until")
    assert (await ticket(town))["state"] == "resolved"


@pytest.mark.settings({"support": {"appeals": True}})
async def test_an_appeal_has_a_ticket_until_it_is_decided(town: Town) -> None:
    ann, mo, rae = await town.member("Ann"), await town.moderator("Mo"), await town.representative("Rae")
    mia = await town.manager("Mia")
    await mo.commands("mute", "@Ann 2h")
    words = town.pick(zh="我没有刷屏", en="I did not flood")
    await ann.presses("moderation.appeal")
    await ann.fills("moderation.appeal", words=words)
    await town.passes(seconds=1)
    row = await ticket(town)
    assert (row["why"], row["question"], row["priority"]) == ("appeal", words, 3)
    await ann.private.heard("support.news.appeal", number="#1", case="C1")
    await town.staff.heard("support.card.body", case="C1", words=words)
    await ann.whispers(town.pick(zh="还有截图", en="there is a screenshot, too"))
    await rae.commands(
        "r", town.pick(zh="收到，已转给审核", en="got it, the reviewer sees it"), place=await desk(town)
    )
    await ann.private.heard("support.reply.body", number="#1")
    await mia.presses("moderation.grant", on=await town.staff.heard("moderation.card.appeal", number="#1"))
    await town.passes(seconds=1)
    assert not town.muted(ann)
    row = await ticket(town)
    assert (row["state"], row["closed_by_person"]) == ("resolved", mia.person)
    await ann.private.heard("moderation.appeal.granted", number="#1")


async def test_of_several_tickets_the_member_can_say_which(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    other = town.pick(zh="发票抬头也错了", en="the invoice is wrong, too")
    await ann.whispers(other)
    copy = await town.staff.heard("support.line.member", text=other)
    await rae.commands("split", place=await desk(town), reply_to=copy)
    await rae.commands("r", town.pick(zh="请说", en="go on"), place=await desk(town))
    words = town.pick(zh="抬头应为 Garden", en="it should name Garden")
    await ann.whispers(words, reply_to=await ann.private.heard("support.reply.body"))
    said = [one["text"] for one in await town.rows("support.lines", of=(await ticket(town))["id"])]
    assert words in said
    await ann.presses("support.to", on=await ann.private.heard("support.member.heard"))
    await ann.told("support.again.added", number="#2")
    said = [one["text"] for one in await town.rows("support.lines", of=(await ticket(town, 2))["id"])]
    assert words in said
    there = await desk(town, 2)
    await there.heard("support.line.member", text=words)
    await town.staff.heard("support.line.moved", number="#2")


async def test_any_news_in_the_group_means_the_ticket_from_there(town: Town) -> None:
    ann, bob = await town.member("Ann"), await town.member("Bob")
    await ann.commands("human", "x1")
    await ann.says(town.pick(zh="有消息了吗", en="any news?"))
    await town.garden.heard("support.again.added", number="#1")
    await bob.says(town.pick(zh="有消息了吗", en="any news?"))
    assert len(await town.rows("support.open")) == 1


async def test_answering_in_public_is_a_step_of_its_own(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    said = await ann.says(town.pick(zh="在吗", en="hello"))
    await ann.commands("human", town.pick(zh="几点开始", en="when does it start"), reply_to=said)
    answer = town.pick(zh="八点开始", en="it starts at eight")
    await rae.commands("r", answer, place=await desk(town))
    await ann.private.heard("support.reply.body", text=answer)
    await town.garden.not_heard("support.reply.public")
    await rae.presses("support.public")
    await town.garden.heard("support.reply.public", text=answer, member="Ann")
    assert "ticket.published" in await audited(town)
