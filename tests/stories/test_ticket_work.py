"""Working a ticket in chat beside answering it: laid aside, handed over, sorted, tied, merged, split, put away."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.stories.tickets import audited, desk, ticket
from tests.world import Heard, Person, Place, Town

DEPARTMENTS = [
    {"name": "billing", "zh": "财务", "en": "Billing"},
    {"name": "tech", "zh": "技术", "en": "Engineering"},
]


def inside(place: Place, heard: Heard) -> Heard:
    """The same message, answered from inside its thread."""
    return replace(heard, space=place.space)


async def asked(town: Town, who: Person) -> Place:
    """A fresh ticket of somebody, and where it is worked on."""
    await who.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    return await desk(town)


async def test_a_ticket_sleeps_until_its_moment_or_until_the_member_writes(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    here = await asked(town, ann)
    await rae.presses("support.claim")
    await rae.presses("support.snooze")
    await rae.presses("support.nap")
    await here.heard("support.record.snoozed", name="Rae")
    await town.staff.heard("support.card.body", state=town.pick(zh="已搁置", en="snoozed"))
    assert (await ticket(town))["state"] == "snoozed"
    await ann.private.not_heard("support.record.snoozed")
    await town.passes(days=8)
    await here.heard("support.record.woken")
    assert (await ticket(town))["state"] == "open"
    await rae.commands("snooze", "2h", place=here)
    await ann.whispers(town.pick(zh="又想到一件事", en="one more thing"))
    row = await ticket(town)
    assert (row["state"], row["snoozed_until"]) == ("open", None)
    await town.passes(hours=3)
    assert (await audited(town)).count("ticket.woken") == 1, "the alarm found it awake"


async def test_waiting_for_colleagues_and_going_on(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    here = await asked(town, ann)
    await rae.presses("support.claim")
    await rae.commands("waiting", place=here)
    assert (await ticket(town))["state"] == "pending_internal"
    await ann.whispers(town.pick(zh="好了吗", en="any news?"))
    assert (await ticket(town))["state"] == "pending_internal", "colleagues still owe the answer"
    await rae.presses("support.resume")
    assert (await ticket(town))["state"] == "open"


@pytest.mark.settings({"support": {"departments": DEPARTMENTS}})
async def test_a_ticket_goes_to_another_department_and_to_a_colleague(town: Town) -> None:
    ann = await town.member("Ann")
    rae, ray = await town.representative("Rae"), await town.representative("Ray")
    here = await asked(town, ann)
    await rae.presses("support.claim")
    await rae.presses("support.transfer")
    choice = await here.heard("support.choose.department")
    await rae.presses("support.hand")
    row = await ticket(town)
    assert (row["department"], row["assignee_person"], row["state"]) == ("billing", None, "new")
    await rae.commands("transfer", town.pick(zh="技术", en="Engineering"), place=here)
    await here.heard("support.record.transferred", to=town.pick(zh="技术", en="Engineering"))
    where = town.pick(zh="部门：技术", en="Department: Engineering")
    await town.staff.heard("support.card.body", department=where)
    await rae.commands("transfer", "@Ray", place=here)
    row = await ticket(town)
    assert (row["department"], row["assignee_person"], row["state"]) == ("tech", ray.person, "open")
    await ray.private.heard("support.rota.assigned", name="Ann")
    await ann.private.heard("support.news.taken_over", name="Ray", number="#1")
    await ray.presses("support.give", on=choice)
    await ray.told("support.no.claimed", name="Ray")
    await rae.commands("transfer", "nobody at all", place=here)
    await rae.told("support.no.department")
    assert (await audited(town)).count("ticket.transferred") == 3
    await ann.private.not_heard("support.record.transferred")


async def test_the_button_transfer_offers_the_colleagues(town: Town) -> None:
    ann = await town.member("Ann")
    rae, ray = await town.representative("Rae"), await town.representative("Ray")
    await asked(town, ann)
    await rae.presses("support.claim")
    await rae.presses("support.transfer")
    await rae.presses("support.give")
    assert (await ticket(town))["assignee_person"] == ray.person
    await ray.private.heard("support.rota.assigned", number="#1", name="Ann")
    await rae.private.not_heard("support.rota.assigned")
    await ann.private.heard("support.news.taken_over", name="Ray", number="#1")
    assert [one.key for one in await town.messages(ann.private.space)].count("support.news.taken_over") == 1


async def test_priority_tags_and_ties_stand_on_the_card(town: Town) -> None:
    ann, bob, rae = await town.member("Ann"), await town.member("Bob"), await town.representative("Rae")
    here = await asked(town, ann)
    await bob.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    await rae.commands("priority", "1", place=here)
    await rae.commands("tag", "late #VIP", place=here)
    await rae.commands("tag", "-late", place=here)
    await rae.commands("relate", "2", place=here)
    await rae.commands("relate", "C7", place=here)
    await town.staff.heard("support.card.body", number="#1", p="P1", tags="#vip", other="#2", case="C7")
    row = await ticket(town)
    assert (row["priority"], row["tags"]) == (1, "vip")
    await rae.commands("relate", "2", place=here)
    await rae.told("support.no.tied")
    await rae.commands("priority", "9", place=here)
    await rae.told("support.no.priority")


async def test_junk_ends_without_a_word_and_comes_back(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    here = await asked(town, ann)
    await rae.commands("junk", place=here)
    assert (await ticket(town))["state"] == "spam"
    await ann.private.not_heard("support.news.closed")
    await rae.presses("support.clear")
    assert (await ticket(town))["state"] == "new"
    answer = town.pick(zh="抱歉久等了", en="sorry for the wait")
    await rae.commands("r", answer, place=here)
    await ann.private.heard("support.reply.body", text=answer)


async def test_another_matter_is_split_off_and_merged_back(town: Town) -> None:
    ann, bob, rae = await town.member("Ann"), await town.member("Bob"), await town.representative("Rae")
    here = await asked(town, ann)
    other = town.pick(zh="另外，发票也没收到", en="also, the invoice never came")
    await ann.whispers(other)
    copy = inside(here, await town.staff.heard("support.line.member", text=other))
    await rae.commands("split", place=here, reply_to=copy)
    await ann.private.heard("support.news.split", number="#2")
    await rae.commands("split", place=here, reply_to=copy)
    await rae.told("support.no.split_already", number="#2")
    row = await ticket(town, 2)
    assert (row["why"], row["question"], row["follows"]) == ("split", other, (await ticket(town))["id"])
    await rae.commands("r", town.pick(zh="发票补寄了", en="sent again"), place=await desk(town, 2))
    await ann.private.heard("support.reply.body", number="#2")
    await rae.commands("merge", "1", place=await desk(town, 2))
    assert (await ticket(town, 2))["state"] == "closed"
    await ann.private.heard("support.news.merged", number="#2", into="#1")
    await here.heard("support.record.merged_here", number="#2")
    lines = [one["text"] for one in await town.rows("support.lines", of=(await ticket(town))["id"])]
    assert town.pick(zh="发票补寄了", en="sent again") in lines
    again = town.pick(zh="收到了，谢谢", en="it came, thanks")
    reply = await ann.private.heard("support.reply.body", number="#2")
    await ann.whispers(again, reply_to=reply)
    assert again in [one["text"] for one in await town.rows("support.lines", of=(await ticket(town))["id"])]
    await bob.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    await rae.commands("merge", "3", place=here)
    await rae.told("support.no.other_person")


async def test_a_macro_speaks_the_members_language_and_does_the_rest(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    here = await asked(town, ann)
    await rae.commands("macro", "refund", place=town.staff)
    await rae.fills(
        "support.macro_words",
        zh="{name} 您好，工单 #{number} 的退款已提交。{me}",
        en="Hello {name}, the refund for #{number} is on its way. {me}",
        then="close",
        tags="refund",
    )
    await rae.told("support.macro.kept", name="refund")
    await rae.commands("macros", place=town.staff)
    await rae.told("support.macro.list", name="refund")
    await rae.presses("support.macros", on=await town.staff.heard("support.card.body"))
    await rae.presses("support.macro")
    said = town.pick(
        zh="Ann 您好，工单 #1 的退款已提交。Rae", en="Hello Ann, the refund for #1 is on its way. Rae"
    )
    await ann.private.heard("support.reply.body", text=said)
    await town.passes(seconds=1)
    row = await ticket(town)
    assert (row["state"], row["tags"]) == ("resolved", "refund")
    used = [
        one for one in await town.rows("audit.subject", s=row["id"]) if one["code"] == "ticket.macro_used"
    ]
    assert json.loads(used[0]["data"])["macro"] == "refund"
    await rae.presses("support.reopen", on=await town.staff.heard("support.card.body"))
    await rae.commands("m", "nothing", place=here)
    await rae.told("support.no.macro")
    await rae.commands("r", "::refund", place=here)
    assert len([one for one in await town.messages(ann.private.space) if said in one.text]) == 2


async def test_the_member_sees_that_an_answer_is_being_written(town: Town) -> None:
    ann, bob, rae = await town.member("Ann"), await town.member("Bob"), await town.representative("Rae")
    await ann.whispers(town.pick(zh="转人工", en="I want to talk to a human"))
    await rae.presses("support.reply")
    await bob.commands("human", town.pick(zh="别的事", en="something else"))
    await rae.presses("support.reply", on=await town.staff.heard("support.card.body", name="Bob"))
    shown = [row for row in await town.rows("outbox.all") if row["verb"] == "ShowTyping"]
    if town.driver.platform == "local":
        assert not shown, "the platform has no such thing"
        return
    assert [(row["space"], row["kind"], row["state"]) for row in shown] == [
        (ann.native, "private", "done")
    ], "whether Bob can be written to is not known yet"


async def test_two_do_not_answer_at_once(town: Town) -> None:
    ann = await town.member("Ann")
    rae, ray = await town.representative("Rae"), await town.representative("Ray")
    here = await asked(town, ann)
    await rae.presses("support.reply")
    await here.heard("support.line.answering", name="Rae")
    await ray.presses("support.reply", on=await town.staff.heard("support.card.body"))
    await ray.told("support.no.answering", name="Rae")
    mine = town.pick(zh="我也来说一句", en="let me add")
    await ray.commands("r", mine, place=here)
    await here.heard("support.draft.held", name="Rae", text=mine)
    await ann.private.not_heard("support.reply.body")
    await rae.fills("support.reply", text=town.pick(zh="马上处理", en="right away"))
    await ann.private.heard("support.reply.body", text=town.pick(zh="马上处理", en="right away"))
    await ray.presses("support.anyway")
    await ann.private.heard("support.reply.body", text=mine)
    await ray.presses("support.drop", on=await here.heard("support.draft.held"))
    await ray.told("support.no.draft")


async def test_a_reply_for_later_goes_out_unless_the_talk_went_on(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    here = await asked(town, ann)
    first = town.pick(zh="明天发货", en="it ships tomorrow")
    await rae.commands("later", f"2h {first}", place=here)
    await here.heard("support.draft.scheduled", text=first)
    await ann.private.not_heard("support.reply.body")
    await town.crash()
    await town.passes(hours=2)
    await ann.private.heard("support.reply.body", text=first)
    second = town.pick(zh="后天到", en="it arrives on Friday")
    await rae.commands("later", f"1h {second}", place=here)
    await ann.whispers(town.pick(zh="已经收到了", en="it is here already"))
    await town.passes(hours=1)
    await here.heard("support.late_draft.went_on", text=second)
    said = [one.text for one in await town.messages(ann.private.space)]
    assert not [one for one in said if second in one]
    await rae.presses("support.drop")
    await rae.told("support.done.dropped")
