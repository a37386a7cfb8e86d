"""A question that was answered before is answered again; what is not known is said in private only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chat.events import MessagePosted
from chat.messages import Message
from chat.people import Identity, Speaker, Voice
from tests.world import Person, Town

REFUND = {
    "questions": "怎么退款？\n可以退货吗\nHow do I get a refund?\ncan I return my order",
    "answer_zh": "打开**订单**页，点「申请退款」，三天内到账。",
    "answer_en": "Open **Orders** and press *Request a refund*; the money is back within three days.",
    "source": "https://example.org/refund",
}
SHIPPING = {
    "questions": "多久发货？\n什么时候能发货\nWhen will my parcel be shipped?\nhow long does shipping take",
    "answer_zh": "付款后 48 小时内发货。",
    "answer_en": "Parcels leave within 48 hours of payment.",
    "source": "",
}
INVOICE = {
    "questions": "怎么开发票？\nWhere do I get an invoice?",
    "answer_zh": "在订单页点「开票」。",
    "answer_en": "Press *Invoice* on the order's page.",
    "source": "",
}


async def add(town: Town, editor: Person, values: Mapping[str, str]) -> Mapping[str, Any]:
    """An entry, filled in by an editor."""
    await editor.commands("faq", "add", place=town.staff)
    await editor.fills("faq.entry", **values)
    return (await town.rows("faq.entries"))[-1]


async def stocked(town: Town) -> Person:
    """A town that knows three things, and its editor."""
    editor = await town.editor("Edda")
    for values in (REFUND, SHIPPING, INVOICE):
        await add(town, editor, values)
    return editor


def refund(town: Town) -> str:
    return town.pick(zh="怎么退款？", en="How do I get a refund?")


async def audited(town: Town, code: str) -> int:
    return len([row for row in await town.rows("audit.all") if row["code"] == code])


async def test_a_known_question_is_answered_with_its_source_and_buttons(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    said = await ann.says(refund(town))
    heard = await town.garden.heard("faq.answer.sourced", reply_to=said, date="2026-11-23")
    assert town.pick(zh="三天内到账", en="within three days") in heard.text
    assert [one.kind for one in heard.buttons] == ["faq.helpful", "faq.unhelpful", "support.human"]
    assert await audited(town, "faq.answered") == 1


async def test_another_wording_in_private_is_answered(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    await ann.whispers(town.pick(zh="请问什么时候能发货呀", en="hi, how long does the shipping take?"))
    await ann.private.heard("faq.answer.plain", hours="48")


async def test_the_answer_is_in_the_language_of_the_question(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    await ann.whispers("How do I get a refund?")
    await ann.private.heard("faq.answer.sourced", words="within three days")
    await ann.whispers("怎么退款？")
    await ann.private.heard("faq.answer.sourced", words="三天内到账")


async def test_unsure_is_silent_in_a_group_and_counted(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    await ann.says(town.pick(zh="明天北京天气怎么样？", en="Will it rain in Berlin tomorrow?"))
    await town.garden.silent()
    assert await audited(town, "faq.unanswered") == 1
    await ann.says(town.pick(zh="今天天气真好啊", en="lovely weather today"))
    await town.garden.silent()
    assert await audited(town, "faq.unanswered") == 1


async def test_unsure_is_honest_in_private_and_leads_to_a_human(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    await ann.whispers(town.pick(zh="明天北京天气怎么样？", en="Will it rain in Berlin tomorrow?"))
    await ann.private.heard("faq.unknown")
    assert await audited(town, "faq.unanswered") == 1
    await ann.presses("support.human")
    await town.staff.heard("support.card.body", name="Ann")


async def test_thanks_in_private_is_not_a_question(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    await ann.whispers(town.pick(zh="谢谢", en="thanks!"))
    await ann.private.silent()


async def test_a_complaint_in_private_goes_to_a_human_not_to_the_faq(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    await ann.whispers(
        town.pick(
            zh="付款三天了还没到账，问谁都没人回",
            en="I paid three days ago, nothing arrived and nobody answers me",
        )
    )
    await ann.private.heard("support.opened.complaint")
    await ann.private.not_heard("faq.unknown")


async def test_a_near_miss_in_private_is_offered_and_chosen(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    await ann.whispers(town.pick(zh="发票的事", en="an invoice for my boss?"))
    offered = await ann.private.heard("faq.did_you_mean")
    assert [one.kind for one in offered.buttons][-1] == "support.human"
    await ann.presses("faq.show", on=offered)
    await ann.private.heard("faq.answer.plain")
    await ann.presses("faq.helpful")
    await ann.told("faq.vote.thanks")


async def test_a_bare_word_in_private_is_asked_what_it_means(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    await ann.whispers(town.pick(zh="退款", en="refund"))
    (asked,) = await town.messages(ann.private.space)
    assert asked.key == "faq.did_you_mean"
    await ann.whispers(town.pick(zh="好的", en="ok"))
    assert len(await town.messages(ann.private.space)) == 1, "small talk is left alone"
    await ann.says(town.pick(zh="退款", en="refund"))
    await town.garden.silent()


async def test_a_vote_counts_once_a_person_and_can_be_changed(town: Town) -> None:
    await stocked(town)
    ann, bob = await town.member("Ann"), await town.member("Bob")
    await ann.says(refund(town))
    heard = await town.garden.heard("faq.answer.sourced")
    await ann.presses("faq.helpful", on=heard)
    await ann.told("faq.vote.thanks")
    await ann.presses("faq.helpful", on=heard)
    await ann.told("faq.vote.counted")
    await bob.presses("faq.unhelpful", on=heard)
    await bob.told("faq.vote.sorry")
    await bob.presses("faq.helpful", on=heard)
    await bob.told("faq.vote.thanks")
    entry = (await town.rows("faq.entries"))[0]["id"]
    [opinions] = await town.rows("faq.opinions", since=town.clock.now() - timedelta(hours=1))
    assert (opinions["entry"], opinions["votes"], opinions["helpful"]) == (entry, 2, 2)


async def test_the_human_button_opens_a_ticket_about_the_entry(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    await ann.says(refund(town))
    await ann.presses("support.human")
    entry = (await town.rows("faq.entries"))[0]["id"]
    assert [row["topic"] for row in await town.rows("support.open")] == [entry]


async def test_the_answer_in_the_other_language_is_no_repetition(town: Town) -> None:
    await stocked(town)
    ann, bo = await town.member("Ann"), await town.member("Bo")
    await ann.says(refund(town))
    await town.garden.heard("faq.answer.sourced")
    await bo.commands("language", "en" if town.language == "zh" else "zh")
    other = town.pick(zh="How do I get a refund?", en="怎么退款？")
    said = await bo.says(other)
    await town.garden.heard("faq.answer.sourced", reply_to=said)
    await bo.says(other)
    await town.garden.silent()


async def test_the_same_answer_is_not_repeated_at_once(town: Town) -> None:
    await stocked(town)
    ann, bob = await town.member("Ann"), await town.member("Bob")
    await ann.says(refund(town))
    await bob.says(refund(town))
    await town.garden.silent()
    await bob.says(town.pick(zh="多久发货？", en="how long does shipping take"))
    await town.garden.heard("faq.answer.plain")
    await town.passes(minutes=3)
    await bob.says(refund(town))
    assert await audited(town, "faq.answered") == 3


async def test_people_who_talk_to_each_other_are_left_alone(town: Town) -> None:
    await stocked(town)
    ann, bob = await town.member("Ann"), await town.member("Bob")
    said = await ann.says(town.pick(zh="今天好热", en="so hot today"))
    await bob.says(refund(town), reply_to=said)
    await town.garden.silent()
    assert await audited(town, "faq.unanswered") == 0


async def test_an_edit_is_not_answered(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    said = await ann.says(town.pick(zh="今天好热", en="so hot today"))
    await ann.edits(said, refund(town))
    await town.garden.silent()


async def test_a_question_that_arrives_late_is_left_alone(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    message = Message(id="9", space=town.garden.space, text=refund(town))
    by = Speaker(identity=Identity(town.driver.platform, ann.native), name="Ann")

    async def skipped(age: timedelta) -> str:
        asked = MessagePosted(
            key="late", at=town.clock.now() - age, space=town.garden.space, by=by, message=message
        )
        return next(
            one.skipped for one in await town.app.pipeline.explain(asked) if one.handler == "faq_answers"
        )

    assert await skipped(timedelta(minutes=9)) == ""
    assert await skipped(timedelta(minutes=11)) == "late"


async def test_a_bot_is_never_answered(town: Town) -> None:
    await stocked(town)
    machine = Speaker(identity=Identity(town.driver.platform, "77"), name="Machine", voice=Voice.BOT)
    asked = Message(id="9", space=town.garden.space, text=refund(town), names_us=True)
    event = MessagePosted(key="bot", at=town.clock.now(), space=town.garden.space, by=machine, message=asked)
    said = {one.handler: one.decision for one in await town.app.pipeline.explain(event)}
    assert [name for name, one in said.items() if name.startswith("faq") and one and one.actions] == []
    person = replace(event, key="person", by=replace(machine, voice=Voice.PERSON))
    said = {one.handler: one.decision for one in await town.app.pipeline.explain(person)}
    answered = said["faq_answers"]
    assert answered is not None
    assert answered.reason == "faq.answered"


async def test_an_editor_changes_an_entry(town: Town) -> None:
    edda = await stocked(town)
    ann = await town.member("Ann")
    await edda.commands("faq", "edit 2", place=town.staff)
    await edda.fills("faq.entry", **{**SHIPPING, "answer_zh": "一周内发货。", "answer_en": "Within a week."})
    await edda.told("faq.saved.changed", name="2")
    await ann.says(town.pick(zh="多久发货？", en="how long does shipping take"))
    await town.garden.heard("faq.answer.plain", words=town.pick(zh="一周内", en="Within a week"))
    assert (await town.rows("faq.entries"))[1]["revision"] == 2


async def test_an_entry_changed_meanwhile_is_not_overwritten(town: Town) -> None:
    edda, mia = await stocked(town), await town.manager("Mia")
    await edda.commands("faq", "edit 2", place=town.staff)
    await mia.commands("faq", "edit 2", place=town.staff)
    await mia.fills("faq.entry", **{**SHIPPING, "answer_en": "Within a week."})
    await mia.told("faq.saved.changed")
    await edda.fills("faq.entry", **SHIPPING)
    await edda.told("faq.no.changed_meanwhile")


async def test_a_removed_entry_answers_no_more(town: Town) -> None:
    edda = await stocked(town)
    ann = await town.member("Ann")
    await edda.commands("faq", "remove 1", place=town.staff)
    asked = await town.staff.heard("faq.confirm_remove")
    await edda.presses("faq.remove", on=asked)
    await edda.told("faq.saved.removed")
    assert len(await town.rows("faq.entries")) == 2
    await ann.says(refund(town))
    await town.garden.silent()


async def test_an_editor_reads_and_tries_the_faq(town: Town) -> None:
    edda = await stocked(town)
    await edda.commands("faq", "list", place=town.staff)
    await edda.told("faq.list.row", question=refund(town), count="3")
    await edda.commands("faq", "列表", place=town.staff)
    await edda.told("faq.list.row", question="怎么退款？", count="3")
    await edda.commands("faq", "show 1", place=town.staff)
    await edda.told("faq.entry.head", zh="三天内到账", en="within three days")
    await edda.commands("faq", f"ask {refund(town)}", place=town.staff)
    await edda.told("faq.tried.row", percent="%")
    await edda.commands("faq", "show 99", place=town.staff)
    await edda.told("faq.no.entry")
    await edda.commands("faq", "dance", place=town.staff)
    await edda.told("faq.usage")


async def test_an_entry_needs_a_question_an_answer_and_a_question_of_its_own(town: Town) -> None:
    edda = await stocked(town)
    await edda.commands("faq", "add", place=town.staff)
    await edda.fills("faq.entry", questions="a new one?", answer_zh="-", answer_en="-", source="-")
    await edda.told("faq.no.fault")
    await edda.commands("faq", "add", place=town.staff)
    await edda.fills("faq.entry", questions=refund(town), answer_zh="x", answer_en="-", source="-")
    await edda.told("faq.no.taken", name="1")
    assert len(await town.rows("faq.entries")) == 3


async def test_members_cannot_change_the_faq(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await ann.commands("faq", "add")
    await ann.told("bot.command.not_allowed")
    await mo.commands("faq", "list", place=town.staff)
    await mo.told("bot.command.not_allowed")


async def test_the_faq_survives_a_crash(town: Town) -> None:
    await stocked(town)
    ann = await town.member("Ann")
    await town.crash()
    await ann.says(refund(town))
    await town.garden.heard("faq.answer.sourced")
