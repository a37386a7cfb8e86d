"""What is said on a ticket reaches whom it is meant for, and nobody else."""

from __future__ import annotations

from tests.stories.tickets import audited, desk, ticket, trouble, within
from tests.world import Town


async def test_a_reply_to_the_members_message_reaches_the_member(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    here = await desk(town)
    answer = town.pick(zh="请把订单号发给我", en="please send me the order number")
    await rae.says(answer, place=here, reply_to=within(here, await town.staff.heard("support.line.member")))
    await ann.private.heard("support.reply.body", text=answer, number="#1")
    await town.staff.heard("support.delivered.plain")
    row = await ticket(town)
    assert row["state"] == "pending_member"
    assert row["assignee_person"] == rae.person
    assert row["first_reply_at"] is not None
    codes = await audited(town)
    assert codes.count("ticket.first_reply") == 1
    assert "ticket.replied" in codes
    order = town.pick(zh="订单号是 A-1", en="it is A-1")
    await ann.whispers(order)
    await town.staff.heard("support.line.member", text=order)
    await ann.private.heard("support.member.heard")
    assert (await ticket(town))["state"] == "open"


async def test_plain_text_beside_the_card_never_leaves_the_staff(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("human", "x1")
    here = await desk(town)
    said = await rae.says(town.pick(zh="这人又来了", en="him again"), place=here)
    await ann.private.silent()
    await town.garden.silent()
    await here.heard("support.help.noted", name="Ann", reply_to=said)
    await rae.says(town.pick(zh="先看看订单", en="first the order"), place=here)
    await town.staff.silent()
    lines = [
        (one["kind"], one["by_person"])
        for one in await town.rows("support.lines", of=(await ticket(town))["id"])
    ]
    assert lines.count(("note", rae.person)) == 2
    assert (await ticket(town))["first_reply_at"] is None
    await rae.presses("support.reply", on=await here.heard("support.help.noted"))
    answer = town.pick(zh="查到了，今天寄出", en="found it, it leaves today")
    await rae.fills("support.reply", text=answer)
    await ann.private.heard("support.reply.body", text=answer)


async def test_the_reply_command_is_a_public_reply(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("human", "x1")
    answer = town.pick(zh="马上看", en="looking now")
    await rae.commands("r", answer, place=await desk(town))
    await ann.private.heard("support.reply.body", text=answer)


async def test_forms_reply_note_and_close(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("human", "x1")
    await rae.presses("support.note")
    await rae.fills("support.note", text="VIP")
    await town.staff.heard("support.line.noted", name="Rae", text="VIP")
    await ann.private.not_heard("support.line.noted")
    await rae.presses("support.reply")
    await rae.fills("support.reply", text=town.pick(zh="你好", en="hello"))
    await ann.private.heard("support.reply.body", text=town.pick(zh="你好", en="hello"))
    await town.staff.heard("support.delivered.text", name="Rae")
    await rae.presses("support.close")
    await rae.fills("support.close", text=town.pick(zh="已补发", en="sent again"))
    await ann.private.heard("support.news.closed", reason=town.pick(zh="已补发", en="sent again"))
    await town.staff.heard("support.record.closed", name="Rae")
    assert (await ticket(town))["state"] == "resolved"


async def test_a_member_who_cannot_be_written_to_gets_no_content_in_public(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("human", "x1")
    await ann.closes_private()
    secret = town.pick(zh="你的密码已重置", en="your password was reset")
    await rae.commands("r", secret, place=await desk(town))
    nudge = await town.garden.heard("support.reply.waits", number="#1")
    assert secret not in nudge.text
    await town.staff.heard("support.delivered.nudged")
    await town.staff.heard("support.card.body", reach=town.pick(zh="私聊不了", en="private chat refused"))
    await ann.opens_private()
    await ann.presses("support.fetch", on=nudge)
    await ann.told("support.news.fetched")
    await ann.private.heard("support.reply.body", text=secret)
    await town.staff.heard("support.card.body", reach=town.pick(zh="可以私聊", en="private chat works"))
    await ann.presses("support.fetch", on=nudge)
    await ann.told("support.news.nothing_waits")


async def test_a_waiting_reply_is_sent_when_the_member_comes_by(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("human", "x1")
    await ann.closes_private()
    await rae.commands("r", "hello", place=await desk(town))
    await ann.private.not_heard("support.reply.body")
    await ann.opens_private()
    await ann.whispers(town.pick(zh="在吗", en="are you there"))
    await ann.private.heard("support.reply.body", text="hello")


async def test_a_relayed_reply_is_taken_back_and_changed(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    here = await desk(town)
    asked = within(here, await town.staff.heard("support.line.member"))
    said = await rae.says("one", place=here, reply_to=asked)
    relayed = await ann.private.heard("support.reply.body", text="one")
    await rae.edits(said, "two")
    await ann.private.heard("support.reply.body", text="two")
    await rae.commands("delete", place=here, reply_to=said)
    assert town.deleted(relayed)
    await town.staff.heard("support.delivered.unsent")
    await rae.says("three", place=here, reply_to=asked)
    relayed = await ann.private.heard("support.reply.body", text="three")
    await rae.presses("support.unsend", on=await town.staff.heard("support.delivered.plain"))
    assert town.deleted(relayed)
    await rae.presses("support.unsend", on=await town.staff.heard("support.delivered.plain"))
    await rae.told("support.no.reply_gone")


async def test_the_members_edits_reach_the_staff(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    said = await ann.whispers("order 17")
    await town.staff.heard("support.line.member", text="order 17")
    await ann.edits(said, "order 71")
    await town.staff.heard("support.line.member_anew", text="order 71")


async def test_a_reply_to_the_tickets_message_in_the_group_joins_it(town: Town) -> None:
    ann, bob = await town.member("Ann"), await town.member("Bob")
    await ann.says(trouble(town))
    notice = await town.garden.heard("support.opened.complaint")
    await bob.says("me too", reply_to=notice)
    await town.staff.not_heard("support.again.added")
    await ann.says(town.pick(zh="订单尾号 77", en="it ends with 77"), reply_to=notice)
    await town.garden.heard("support.again.added", number="#1")
    await town.staff.heard("support.line.member", text="77")


async def test_a_ticket_survives_a_crash(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    await town.crash()
    here = await desk(town)
    await rae.says("hello", place=here, reply_to=within(here, await town.staff.heard("support.line.member")))
    await ann.private.heard("support.reply.body", text="hello")
    await ann.commands("human", "x2")
    assert len(await town.rows("support.open")) == 1
