"""Steward has manners in a group: it speaks when asked to, not too often, never over a human, in private if wished."""

from __future__ import annotations

import pytest

from tests.stories.test_faq import INVOICE, add, audited, refund, stocked
from tests.world import Place, Town


def shipping(town: Town) -> str:
    return town.pick(zh="多久发货？", en="how long does shipping take")


async def test_a_group_chooses_when_it_is_answered(town: Town) -> None:
    edda, ann = await stocked(town), await town.member("Ann")
    await edda.commands("faq", "mode mention")
    await edda.told("faq.manners.now", mode=town.pick(zh="提及", en="mention"))
    await ann.says(refund(town))
    await town.garden.silent()
    said = await ann.says(f"@Steward {refund(town)}")
    heard = await town.garden.heard("faq.answer.sourced", reply_to=said)
    await ann.says(shipping(town), reply_to=heard)
    await town.garden.heard("faq.answer.plain", hours="48")
    await edda.commands("faq", town.pick(zh="模式 关闭", en="mode off"))
    await edda.told("faq.manners.now", mode=town.pick(zh="关", en="off"))
    bob = await town.member("Bob")
    await bob.says(f"@Steward {shipping(town)}")
    await town.garden.silent()
    await edda.commands("faq", "mode all")
    await town.passes(minutes=5)
    await bob.says(town.pick(zh="可以退货吗", en="can I return my order"))
    assert await audited(town, "faq.answered") == 3
    await edda.commands("faq", "mode loud")
    await edda.told("faq.no.mode")
    await edda.commands("faq", "mode mention", place=town.staff)
    await edda.told("faq.no.group")


async def test_who_asks_steward_itself_is_offered_what_comes_near_or_told_the_truth(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    await ann.says(town.pick(zh="@Steward 发票抬头写什么？", en="@Steward an invoice for my boss?"))
    offered = await town.garden.heard("faq.did_you_mean")
    assert [one.kind for one in offered.buttons][-2:] == ["faq.none", "support.human"]
    await ann.presses("faq.none", on=offered)
    await ann.told("faq.none.noted")
    assert [row["why"] for row in await town.rows("faq.misses_of", p=ann.person)] == ["unmatched"]
    await ann.says(
        town.pick(zh="@Steward 明天北京天气怎么样？", en="@Steward will it rain in Berlin tomorrow?")
    )
    await town.garden.heard("faq.unknown")


async def test_what_is_offered_in_a_group_is_given_with_manners(town: Town) -> None:
    await stocked(town)
    ann, bob = await town.member("Ann"), await town.member("Bob")
    await ann.says(town.pick(zh="@Steward 发票抬头写什么？", en="@Steward an invoice for my boss?"))
    offered = await town.garden.heard("faq.did_you_mean")
    await ann.presses("faq.show", on=offered)
    await town.garden.heard("faq.answer.plain", words=town.pick(zh="开票", en="Invoice"))
    for who in (ann, bob):
        await who.presses("faq.show", on=offered)
        await who.told("faq.no.repeated")
    for passed in (3, 1):
        await town.passes(minutes=passed)
        await ann.presses("faq.show", on=offered)
    await ann.told("faq.no.repeated")
    assert await audited(town, "faq.chosen") == 2
    await bob.presses("faq.none", on=offered)
    await bob.told("bot.press.not_yours")
    await ann.presses("faq.none", on=offered)
    noted = await town.garden.heard("faq.none.noted")
    assert (noted.id, [one.kind for one in noted.buttons]) == (offered.id, ["support.human"])


@pytest.mark.settings({"faq": {"person_answers": 1}})
async def test_what_is_offered_counts_in_the_buckets(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    await ann.says(town.pick(zh="@Steward 发票抬头写什么？", en="@Steward an invoice for my boss?"))
    offered = await town.garden.heard("faq.did_you_mean")
    await ann.says(refund(town))
    await ann.presses("faq.show", on=offered)
    await ann.told("faq.no.spent")


async def test_quiet_hours_leave_the_group_in_peace(town: Town) -> None:
    edda, ann = await stocked(town), await town.member("Ann")
    await edda.commands("faq", "quiet 09:00-11:00")  # it is ten in Shanghai
    await edda.told("faq.manners.now", hours="09:00-11:00")
    await ann.says(refund(town))
    await town.garden.silent()
    await ann.says(f"@Steward {refund(town)}")
    await town.garden.heard("faq.answer.sourced")
    await town.passes(hours=2)
    await ann.says(shipping(town))
    await town.garden.heard("faq.answer.plain")
    await edda.commands("faq", "quiet tonight")
    await edda.told("faq.no.quiet")


async def test_a_human_who_is_answering_is_not_talked_over(town: Town) -> None:
    await stocked(town)
    ann, rita = await town.member("Ann"), await town.representative("Rita")
    said = await ann.says(town.pick(zh="我的订单有点问题", en="something is odd with my order"))
    await rita.says(town.pick(zh="哪个订单？", en="which one is it?"), reply_to=said)
    await ann.says(refund(town))
    await town.garden.silent()
    await town.passes(minutes=4)
    await ann.says(refund(town))
    await town.garden.heard("faq.answer.sourced")


async def test_a_human_who_answers_with_a_picture_is_not_talked_over(town: Town) -> None:
    await stocked(town)
    ann, rita = await town.member("Ann"), await town.representative("Rita")
    await ann.says(town.pick(zh="我的订单有点问题", en="something is odd with my order"))
    if await rita.sends("photo", "") is None:
        pytest.skip("nobody sends a photo there")
    await ann.says(refund(town))
    await town.garden.silent()


async def test_an_answer_is_not_repeated_in_a_thread_for_an_hour(town: Town) -> None:
    await stocked(town)
    ann, bob = await town.member("Ann"), await town.member("Bob")
    thread, other = [Place(town, await town.driver.make_thread(name)) for name in ("Orders", "Talk")]
    await ann.says(refund(town), place=thread)
    await town.garden.heard("faq.answer.sourced", thread=thread.space.thread)
    await town.passes(minutes=30)
    await bob.says(refund(town), place=thread)
    assert await audited(town, "faq.answered") == 1
    await bob.says(refund(town), place=other)
    await town.garden.heard("faq.answer.sourced", thread=other.space.thread)
    await town.passes(minutes=31)
    await bob.says(refund(town), place=thread)
    assert await audited(town, "faq.answered") == 3


@pytest.mark.settings({"faq": {"person_answers": 2, "person_refill": "10m", "chat_answers": 3}})
async def test_nobody_gets_more_than_a_bucket_holds(town: Town) -> None:
    edda = await stocked(town)
    ann, bob = await town.member("Ann"), await town.member("Bob")
    await ann.says(refund(town))
    await ann.says(shipping(town))
    await ann.says(town.pick(zh="怎么开发票？", en="Where do I get an invoice?"))
    await town.garden.silent()
    await bob.says(town.pick(zh="怎么开发票？", en="Where do I get an invoice?"))
    await town.garden.heard("faq.answer.plain", words=town.pick(zh="开票", en="Invoice"))
    await add(town, edda, {**INVOICE, "questions": "几点开门？\nwhen do you open?"})
    await bob.says(town.pick(zh="几点开门？", en="when do you open?"))
    await town.garden.silent()
    await town.passes(minutes=11)
    await ann.says(town.pick(zh="几点开门？", en="when do you open?"))
    assert await audited(town, "faq.answered") == 4


async def test_an_answer_goes_into_the_private_chat_with_a_pointer(town: Town) -> None:
    edda, ann = await stocked(town), await town.member("Ann")
    await edda.commands("faq", town.pick(zh="私下 开", en="private on"))
    said = await ann.says(refund(town))
    await ann.private.heard("faq.answer.sourced", words=town.pick(zh="三天内到账", en="within three days"))
    await town.garden.heard("faq.pointer.sent", reply_to=said)
    await town.garden.not_heard("faq.answer.sourced")
    await town.passes(minutes=5)
    await ann.closes_private()
    await ann.says(shipping(town))
    closed = await town.garden.heard("faq.pointer.closed")
    await ann.presses("faq.peek", on=closed)
    await ann.told("faq.answer.plain", hours="48")


WATCH = {
    "questions": "手表怎么保修？\n手表保修多久\nhow long is the warranty of the watch?",
    "answer_zh": "手表保修两年。",
    "answer_en": "The watch has a warranty of two years.",
    "source": "",
}
PHONES = {
    "questions": "耳机怎么保修？\n耳机保修多久\nhow long is the warranty of the headphones?",
    "answer_zh": "耳机保修一年。",
    "answer_en": "The headphones have a warranty of one year.",
    "source": "",
}


async def test_a_follow_up_uses_the_last_topic_for_ten_minutes(town: Town) -> None:
    edda, ann = await town.editor("Edda"), await town.member("Ann")
    for values in (WATCH, PHONES):
        await add(town, edda, values)
    await ann.says(town.pick(zh="耳机保修多久", en="how long is the warranty of the headphones?"))
    await town.garden.heard("faq.answer.plain", words=town.pick(zh="一年", en="one year"))
    follow = town.pick(zh="@Steward 那手表呢？", en="@Steward what about the watch?")
    await ann.says(follow)
    (answered,) = await town.messages(town.garden.space, since_act=True)
    assert answered.key == "faq.answer.plain"
    assert town.pick(zh="两年", en="two years") in answered.text
    await town.passes(minutes=11)
    await ann.says(follow)
    (asked,) = await town.messages(town.garden.space, since_act=True)
    assert asked.key == "faq.did_you_mean", "after that it may mean anything about a watch"


async def test_an_entry_counts_where_when_and_for_whom_it_is_meant(town: Town) -> None:
    edda, ann = await stocked(town), await town.member("Ann")
    await edda.commands("faq", "set 1 chats local:elsewhere", place=town.staff)
    await edda.told("faq.saved.changed")
    await ann.says(refund(town))
    await town.garden.silent()
    await edda.commands("faq", "set 1 chats here")
    await ann.says(refund(town))
    await town.garden.heard("faq.answer.sourced")
    await edda.commands(
        "faq", town.pick(zh="设置 2 截止 2026-11-22", en="set 2 until 2026-11-22"), place=town.staff
    )
    await ann.says(shipping(town))
    await town.garden.silent()
    await edda.commands("faq", "set 3 rank staff", place=town.staff)
    await ann.says(town.pick(zh="怎么开发票？", en="Where do I get an invoice?"))
    await town.garden.silent()
    await edda.commands("faq", "set 3 rank king", place=town.staff)
    await edda.told("faq.no.value")
    await edda.commands("faq", f"set 1 negatives {refund(town)}", place=town.staff)
    await edda.told("faq.no.fault")
