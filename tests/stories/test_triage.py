"""Steward notices trouble by itself: one incident with voters, questions nobody answers, people who ask again."""

from __future__ import annotations

import json

from tests.stories.tickets import desk, ticket
from tests.world import Person, Town


async def entry(town: Town, editor: Person, question: str) -> None:
    """An answer in the FAQ."""
    await editor.commands("faq", "add", place=town.staff)
    words = town.pick(zh="在「订单」页里改。", en="On the page of your orders.")
    await editor.fills("faq.entry", questions=question, answer_zh=words, answer_en=words, source="")


async def test_several_people_with_one_trouble_are_one_incident(town: Town) -> None:
    ann, bob, cid, eve = [await town.member(name) for name in ("Ann", "Bob", "Cid", "Eve")]
    said = await ann.says(
        town.pick(zh="付款页面又崩了，没人管吗？？？", en="the payment page crashed again, nobody answers???")
    )
    await town.garden.heard("support.opened.complaint", number="#1")
    await town.staff.heard("support.card.body", why=town.pick(zh="投诉", en="complaint"))
    await bob.says(
        town.pick(zh="付款页面又崩了，真的没人管吗", en="payment page crashed again and nobody answers")
    )
    await bob.told("support.opened.vote", number="#1")
    await town.staff.heard("support.line.vote", name="Bob")
    await cid.says(town.pick(zh="同问", en="same here"), reply_to=said)
    await cid.told("support.opened.vote", number="#1")
    await town.staff.heard("support.card.body", voters=town.pick(zh="还有 2 人", en="same trouble: 2"))
    await cid.says(town.pick(zh="我也是", en="me too"), reply_to=said)
    await eve.says(town.pick(zh="周末愉快", en="have a nice weekend"))
    assert len(await town.rows("support.open")) == 1
    rae = await town.representative("Rae")
    await rae.commands("close", town.pick(zh="修好了", en="repaired"), place=await desk(town))
    await town.garden.heard("support.public.shared_closed", number="#1", count="2")
    lines = await town.rows("support.lines", of=(await ticket(town))["id"])
    assert sorted(line["by_person"] for line in lines if line["kind"] == "vote") == sorted(
        (bob.person, cid.person)
    )


async def test_two_who_want_a_human_are_no_incident(town: Town) -> None:
    ann, bob = await town.member("Ann"), await town.member("Bob")
    wish = town.pick(zh="我要找人工客服", en="I want to talk to a human")
    for who, number in ((ann, "#1"), (bob, "#2")):
        await who.says(wish)
        await town.garden.heard(
            "support.opened.complaint", number=number, why=town.pick(zh="好的", en="Of course")
        )
        await town.staff.heard("support.card.body", why=town.pick(zh="要求找真人", en="asked for a human"))
    await ann.whispers(wish)
    assert [row["why"] for row in await town.rows("support.open")] == ["asked", "asked"]
    await town.staff.not_heard("support.line.vote")


async def test_a_question_that_nobody_answers_goes_to_a_human(town: Town) -> None:
    ann, bob, cid = [await town.member(name) for name in ("Ann", "Bob", "Cid")]
    asked = town.pick(zh="客服，收货地址写错了怎么改？", en="support, how do I change a wrong address?")
    question = await bob.says(town.pick(zh="管理，周末怎么报名？", en="mods, how do I sign up for sunday?"))
    await cid.says(town.pick(zh="看置顶", en="see the pinned post"), reply_to=question)
    await ann.says(asked)
    await town.passes(minutes=19)
    await town.garden.not_heard("support.opened.unanswered")
    await town.passes(minutes=2)
    await town.garden.heard("support.opened.unanswered", number="#1")
    await town.staff.heard("support.card.body", question=asked)
    rows = await town.rows("support.open")
    assert [(row["person"], row["why"]) for row in rows] == [(ann.person, "unanswered")]
    signals = [one["signal"] for one in json.loads(rows[0]["reasons"])]
    assert signals == ["unanswered", "silence"], "it turned to the staff, who said nothing"


async def test_asking_the_same_again_and_again_goes_to_a_human(town: Town) -> None:
    ann = await town.member("Ann")
    asked = town.pick(zh="兑换码输进去没反应", en="the gift code does nothing")
    for words in (asked, f"{asked}{town.pick(zh='呢', en=' still')}"):
        await ann.says(words)
        await town.passes(minutes=15)
    await ann.says(f"{asked}{town.pick(zh='，请问', en=' please')}")
    again = town.pick(zh="不是第一次问", en="real trouble")
    await town.garden.heard("support.opened.complaint", number="#1", why=again)
    assert len(await town.rows("support.open")) == 1
    await town.staff.heard("support.card.body", signal=town.pick(zh="不是第一次说", en="said before"))


async def test_who_asks_how_a_human_is_reached_is_shown_the_way(town: Town) -> None:
    ann, editor = await town.member("Ann"), await town.editor("Edda")
    asked = town.pick(zh="怎么联系客服？", en="How do I talk to support?")
    await ann.whispers(asked)
    await ann.private.heard("support.opened.way")
    await ann.says(asked)
    offer = await town.garden.heard("support.opened.way")
    assert not await town.rows("support.open")
    await ann.presses("support.human", on=offer)
    assert [row["why"] for row in await town.rows("support.open")] == ["button"]
    await entry(town, editor, asked)
    bob = await town.member("Bob")
    await bob.says(asked)
    await town.garden.heard("faq.answer.plain")
    cid = await town.member("Cid")
    await cid.says(
        town.pick(zh="哪里找管理员？我的账号被盗了", en="How can I reach a human? My account was hacked")
    )
    await town.garden.heard("support.opened.complaint", number="#2")


async def test_an_answer_that_did_not_help_counts(town: Town) -> None:
    ann, editor = await town.member("Ann"), await town.editor("Edda")
    question = town.pick(zh="怎么改收货地址？", en="How do I change my address?")
    await entry(town, editor, question)
    await ann.says(question)
    await ann.presses("faq.unhelpful")
    assert not await town.rows("support.open")
    await ann.says(town.pick(zh="怎么改收货地址呀，不行", en="How do I change my address, it fails"))
    await town.garden.heard("support.opened.complaint", number="#1")
    row = await ticket(town)
    assert "doubt" in row["reasons"]
    await town.staff.heard("support.card.body", entry=question)


async def test_the_hand_over_is_announced_and_brings_what_the_staff_need(town: Town) -> None:
    ann, editor = await town.member("Ann"), await town.editor("Edda")
    await entry(town, editor, town.pick(zh="怎么退还押金？", en="How do I get my deposit back?"))
    await ann.says(town.pick(zh="我三天前退的租", en="I moved out three days ago"))
    cried = town.pick(zh="押金一个月了还不退，没人管吗？？？", en="I want my deposit back, nobody answers???")
    said = await ann.says(cried)
    told = await town.garden.heard("support.opened.complaint", number="#1", reply_to=said)
    assert "support.withdraw" in [one.kind for one in told.buttons]
    row = await ticket(town)
    assert row["language"] == town.language
    offered = json.loads(row["attempts"])
    assert [one["entry"] for one in offered] == ["1"]
    assert 0.1 <= offered[0]["probability"] < 1
    card = await town.staff.heard("support.card.body", question=cried, name="Ann")
    assert f"{round(offered[0]['probability'] * 100)} %" in card.text
    assert town.pick(zh="中文", en="English") in card.text
    assert town.pick(zh="我三天前退的租", en="moved out three days ago") in card.text
