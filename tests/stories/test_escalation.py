"""A member needs a human: one ticket, one card, one answer, and everybody hears what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat.people import Space, SpaceKind
from tests.world import Place, Town


async def ticket(town: Town, number: int = 1) -> Mapping[str, Any]:
    """A ticket's row."""
    rows = await town.rows("support.numbered", wanted=number)
    assert rows, f"there is no ticket {number}"
    return rows[0]


async def desk(town: Town, number: int = 1) -> Place:
    """The thread of a ticket in the staff space (the space itself where there are no threads)."""
    row = await ticket(town, number)
    return Place(town, Space(row["card_platform"], row["card_space"], row["card_thread"], SpaceKind.STAFF))


async def audited(town: Town, number: int = 1) -> list[str]:
    """The codes of everything that was recorded about a ticket."""
    row = await ticket(town, number)
    return [one["code"] for one in await town.rows("audit.subject", s=row["id"])]


def trouble(town: Town) -> str:
    return town.pick(
        zh="付款三天了还没到账，问谁都没人回",
        en="I paid three days ago, nothing arrived and nobody answers me",
    )


async def test_asking_for_a_human_opens_one_ticket_with_its_card(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.says(town.pick(zh="早上好", en="good morning"))
    question = town.pick(zh="我的订单显示异常", en="my order looks wrong")
    await ann.commands("human", question)
    await ann.told("support.opened.group", number="#1")
    await town.staff.heard("support.card.body", name="Ann", question=question)
    await town.staff.heard("support.card.body", why=town.pick(zh="成员要求找真人", en="asked for a human"))
    await town.staff.heard("support.card.body", before=town.pick(zh="早上好", en="good morning"))
    await town.staff.heard("support.line.member", text=question)
    row = await ticket(town)
    assert (row["state"], row["person"], row["topic"]) == ("new", ann.person, "general")
    assert "ticket.opened" in await audited(town)


async def test_asking_again_opens_no_second_ticket(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.commands("human", "1 1 1")
    await ann.commands("human")
    await ann.told("support.again.open", number="#1")
    await ann.commands("human", town.pick(zh="还有一件事", en="one more thing"))
    await ann.told("support.again.added", number="#1")
    await town.staff.heard("support.line.member", text=town.pick(zh="还有一件事", en="one more thing"))
    assert len(await town.rows("support.open")) == 1


async def test_a_complaint_in_the_chat_opens_a_ticket_and_says_why(town: Town) -> None:
    ann = await town.member("Ann")
    said = await ann.says(trouble(town))
    await town.garden.heard("support.opened.complaint", number="#1", reply_to=said)
    await town.staff.heard("support.card.body", why=town.pick(zh="看起来是投诉", en="reads like a complaint"))
    row = await ticket(town)
    assert row["why"] == "complaint"
    assert row["reasons"] != "[]"
    await ann.says(town.pick(zh="到底有没有人管啊？？？", en="is anyone even reading this??? ignored again"))
    assert len(await town.rows("support.open")) == 1


async def test_ordinary_talk_opens_nothing(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.says(town.pick(zh="怎么退款？", en="How do I get a refund?"))
    await ann.says(town.pick(zh="哈哈哈笑死，又崩了", en="lol it crashed again"))
    await town.staff.silent()
    assert not await town.rows("support.open")


async def test_a_complaint_of_the_staff_opens_nothing(town: Town) -> None:
    rae = await town.representative("Rae")
    await rae.says(trouble(town))
    assert not await town.rows("support.open")


async def test_the_member_can_say_that_it_was_not_meant_so(town: Town) -> None:
    ann, bob = await town.member("Ann"), await town.member("Bob")
    await ann.says(trouble(town))
    await bob.presses("support.withdraw")
    assert (await ticket(town))["state"] == "new"
    await ann.presses("support.withdraw")
    await ann.told("support.news.withdrawn")
    assert (await ticket(town))["state"] == "resolved"
    await ann.presses("support.withdraw")
    await ann.told("support.no.closed")


async def test_one_of_two_has_the_ticket_and_the_member_hears_it(town: Town) -> None:
    ann = await town.member("Ann")
    rae, ray = await town.representative("Rae"), await town.representative("Ray")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    await rae.presses("support.claim", on=await town.staff.heard("support.card.body"))
    await rae.told("support.done.claimed")
    await ann.private.heard("support.news.claimed", name="Rae")
    card = await town.staff.heard("support.card.body", assignee="Rae")
    assert "support.claim" not in {button.kind for button in card.buttons}
    assert (await ticket(town))["assignee_person"] == rae.person
    await ray.presses("support.release")
    await ray.told("support.no.not_holder")
    await rae.presses("support.release")
    await rae.told("support.done.released")
    await ray.presses("support.claim")
    await ray.told("support.done.claimed")
    assert (await ticket(town))["assignee_person"] == ray.person


async def test_a_claim_pressed_on_an_old_card_is_refused(town: Town) -> None:
    ann = await town.member("Ann")
    rae, ray = await town.representative("Rae"), await town.representative("Ray")
    await ann.commands("human", "x1")
    card = await town.staff.heard("support.card.body")
    await rae.presses("support.claim", on=card)
    await ray.presses("support.claim", on=card)
    await ray.told("support.no.claimed", name="Rae")
    await rae.presses("support.claim", on=card)
    await rae.told("support.no.yours")
    assert (await ticket(town))["assignee_person"] == rae.person


async def test_only_representatives_work_on_tickets(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await ann.commands("human", "x1")
    for kind in ("support.claim", "support.reply", "support.close"):
        await mo.presses(kind)
        await mo.told("support.no.duty")
    copy = await town.staff.heard("support.line.member")
    here = await desk(town)
    await mo.says("psst", place=here, reply_to=_in(here, copy))
    await mo.told("support.no.duty")
    await mo.says(town.pick(zh="我认识这个人", en="I know them"), place=here)
    await town.staff.not_heard("support.help.noted")
    await ann.private.not_heard("support.reply.body")
    assert (await ticket(town))["state"] == "new"


async def test_a_right_that_was_lost_is_lost_at_once(town: Town) -> None:
    ann, rae, mia = await town.member("Ann"), await town.representative("Rae"), await town.manager("Mia")
    await ann.commands("human", "x1")
    await mia.commands("role", "@Rae -representative")
    await rae.presses("support.claim")
    await rae.told("support.no.duty")


async def test_a_reply_to_the_members_message_reaches_the_member(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    here = await desk(town)
    answer = town.pick(zh="请把订单号发给我", en="please send me the order number")
    await rae.says(answer, place=here, reply_to=_in(here, await town.staff.heard("support.line.member")))
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


async def test_closed_and_reopened_by_the_member(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("human", "x1")
    card = await town.staff.heard("support.card.body")
    await rae.commands("close", town.pick(zh="处理好了", en="all done"), place=await desk(town))
    await ann.private.heard("support.news.closed", reason=town.pick(zh="处理好了", en="all done"))
    for kind in ("support.reply", "support.close", "support.claim"):
        await rae.presses(kind, on=card)
        await rae.told("support.no.closed")
    await ann.presses("support.reopen", on=await ann.private.heard("support.news.closed"))
    await ann.private.heard("support.news.reopened")
    await town.staff.heard("support.record.reopened", name="Ann")
    assert (await ticket(town))["state"] == "new"
    await ann.presses("support.reopen", on=await ann.private.heard("support.news.closed"))
    await ann.told("support.no.open")
    codes = await audited(town)
    assert codes.count("ticket.closed") == 1
    assert codes.count("ticket.reopened") == 1


async def test_reopening_ends_when_its_time_is_over(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("human", "x1")
    await rae.commands("close", "ok", place=await desk(town))
    await town.passes(days=8)
    assert (await ticket(town))["state"] == "closed"
    await rae.commands("reopen", "1", place=town.staff)
    await ann.private.heard("support.news.follows", number="#2", earlier="#1")
    row = await ticket(town, 2)
    assert (row["state"], row["follows"]) == ("new", (await ticket(town))["id"])
    await rae.commands("reopen", "1", place=town.staff)
    await rae.told("support.no.too_late")


async def test_a_new_ticket_keeps_the_old_one_closed(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.commands("human", "x1")
    await rae.commands("close", "ok", place=await desk(town))
    await ann.commands("human", "x2")
    assert (await ticket(town, 2))["state"] == "new"
    await rae.commands("reopen", "1", place=town.staff)
    await rae.told("support.no.too_late")
    assert len(await town.rows("support.open")) == 1


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
    asked = _in(here, await town.staff.heard("support.line.member"))
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


async def test_the_queue_and_a_ticket_are_shown_to_representatives_only(town: Town) -> None:
    ann, rae, mo = await town.member("Ann"), await town.representative("Rae"), await town.moderator("Mo")
    await rae.commands("tickets", place=town.staff)
    await rae.told("support.queue.empty")
    await ann.commands("human", "x1")
    await rae.commands("tickets", place=town.staff)
    await rae.told("support.queue.row", number="#1", name="Ann")
    await rae.says("VIP", place=await desk(town))
    await rae.commands("ticket", "1", place=town.staff)
    await rae.told("support.story.whole", name="Ann", note="VIP")
    await rae.commands("ticket", "9", place=town.staff)
    await rae.told("support.no.ticket")
    await mo.commands("tickets", place=town.staff)
    await mo.told("bot.command.not_allowed")
    await rae.commands("tickets")
    await rae.told("bot.command.staff_only")


async def test_a_ticket_survives_a_crash(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    await town.crash()
    here = await desk(town)
    await rae.says("hello", place=here, reply_to=_in(here, await town.staff.heard("support.line.member")))
    await ann.private.heard("support.reply.body", text="hello")
    await ann.commands("human", "x2")
    assert len(await town.rows("support.open")) == 1


def _in(place: Place, heard: Any) -> Any:
    """The same message, replied to from inside its thread."""
    return type(heard)(
        **{name: getattr(heard, name) for name in ("key", "text", "id", "buttons")}, space=place.space
    )


async def test_what_the_faq_surely_answers_is_answered_and_no_ticket(town: Town) -> None:
    """The same words are a complaint as long as nobody has written the answer down."""
    ann, bob, editor = await town.member("Ann"), await town.member("Bob"), await town.editor("Edda")
    asked = town.pick(zh="重复扣费没人管吗？？？", en="charged twice and nobody answers???")
    await ann.says(asked)
    assert len(await town.rows("support.open")) == 1
    await editor.commands("faq", "add", place=town.staff)
    answered = town.pick(zh="多扣的会在三天内退回。", en="What was charged twice is back within three days.")
    values = {"questions": asked, "answer_zh": answered, "answer_en": answered, "source": ""}
    await editor.fills("faq.entry", **values)
    await bob.says(asked)
    await town.garden.heard("faq.answer.plain", text=answered)
    assert len(await town.rows("support.open")) == 1


async def test_a_human_under_an_answer_knows_which_answer_did_not_help(town: Town) -> None:
    ann, editor = await town.member("Ann"), await town.editor("Edda")
    question = town.pick(zh="怎么开发票？", en="Where do I get an invoice?")
    await editor.commands("faq", "add", place=town.staff)
    await editor.fills(
        "faq.entry", questions=question, answer_zh="在订单页。", answer_en="On the order's page.", source=""
    )
    await ann.says(question)
    await ann.presses("support.human")
    await ann.told("support.opened.group", number="#1")
    await town.staff.heard("support.card.body", topic=question)
    row = await ticket(town)
    assert row["why"] == "button"
    assert row["topic"] != "general"
    await ann.presses("support.human")
    await ann.told("support.again.open", number="#1")
