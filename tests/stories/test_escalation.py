"""A member needs a human: one ticket and its card, when it is meant so."""

from __future__ import annotations

from tests.stories.tickets import audited, ticket, trouble
from tests.world import Town


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
    await ann.told("support.again.open_group", number="#1")
    await ann.whispers("/human")
    await ann.private.heard("support.again.open_private", number="#1")
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
    await ann.told("support.again.open_group", number="#1")
