"""The FAQ gets better: what was missed is gathered, a human's answer becomes a draft, what is old is read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.composer import alarm_write
from faq.service import Faq
from handlers.faq_corrections import correction
from tests.stories.test_faq import REFUND, SHIPPING, audited, refund, stocked
from tests.towns.faults import faults_of
from tests.world import Person, Said, Town


def abroad(town: Town) -> tuple[str, str, str]:
    zh = ("可以寄到国外吗？", "国外能寄吗？", "你们寄国外吗？")
    en = ("do you ship abroad?", "can you ship it abroad to Norway?", "is shipping abroad possible?")
    return zh if town.language == "zh" else en


async def missed(town: Town) -> tuple[Person, Said]:
    """Three people ask in vain for the same thing, one for something else."""
    for name, text in zip(("Ann", "Bob"), abroad(town)[:2], strict=True):
        await (await town.member(name)).says(text)
        await town.passes(minutes=10)
    asker = await town.member("Cas")
    said = await asker.says(abroad(town)[2])
    dora = await town.member("Dora")
    await dora.says(town.pick(zh="明天北京天气怎么样？", en="Will it rain in Berlin tomorrow?"))
    return asker, said


@pytest.mark.settings({"faq": {"gaps_day": "tuesday"}})
async def test_missed_questions_are_told_on_their_day_and_become_a_draft_by_one_tap(town: Town) -> None:
    edda = await stocked(town)
    await missed(town)
    await town.passes(hours=20)
    assert await audited(town, "faq.gaps_told") == 0
    await town.passes(hours=4)
    await town.staff.heard("faq.gap.digest", count="1")
    card = await town.staff.heard("faq.gap.head", people="3")
    assert all(text in card.text for text in abroad(town))
    await edda.presses("faq.draft", on=card)
    await town.staff.heard("faq.gap.drafted")
    draft = await town.staff.heard("faq.draft.made", name="4")
    await edda.presses("faq.edit", on=draft)
    words = {"answer_zh": "可以，寄往二十个国家。", "answer_en": "Yes, to twenty countries.", "source": ""}
    await edda.fills("faq.entry", questions="\n".join(abroad(town)), **words)
    await edda.told("faq.saved.draft")
    gil = await town.member("Gil")
    await gil.says(abroad(town)[0])
    await town.garden.silent()
    await edda.commands("faq", town.pick(zh="发布 4", en="publish 4"), place=town.staff)
    await edda.told("faq.saved.published")
    for text in abroad(town):  # every wording, typed verbatim, returns its own entry
        await gil.says(text)
        await town.garden.heard("faq.answer.plain", words=town.pick(zh="二十个国家", en="twenty countries"))
        await town.passes(minutes=30)
    await edda.presses("faq.ignore", on=card)
    await edda.told("faq.no.gap")


async def test_an_editor_adds_the_wordings_or_wants_no_more_of_it(town: Town) -> None:
    edda = await stocked(town)
    ann = await town.member("Ann")
    words = town.pick(zh="发票抬头写什么？", en="an invoice for my boss?")
    await ann.whispers(words)
    await ann.presses("faq.show", on=await ann.private.heard("faq.did_you_mean"))
    await missed(town)
    await town.passes(days=1)
    await edda.commands("faq", "gaps", place=town.staff)
    cards = [one for one in await town.messages(town.staff.space) if one.key == "faq.gap.head"]
    assert [len(one.buttons) for one in cards] == [2, 2, 3] or len(cards) == 3
    await edda.commands("faq", "gaps", place=edda.private)
    await edda.told("faq.gap.elsewhere", count=3)
    asked_most = cards[0]
    assert "3" in asked_most.text
    near = next(one for one in cards if words in one.text)
    await edda.presses("faq.variant", on=near)
    await edda.told("faq.gap.added", count="1", name="3")
    await edda.presses("faq.ignore", on=asked_most)
    await edda.told("faq.gap.ignored")
    await ann.whispers(words)
    await ann.private.heard("faq.answer.plain", words=town.pick(zh="开票", en="Invoice"))
    mo = await town.moderator("Mo")
    await mo.presses("faq.draft")
    await mo.told("faq.no.duty")


@pytest.mark.settings({"faq": {"gap_from": 1}})
async def test_an_answer_that_did_not_help_leads_to_its_entry(town: Town) -> None:
    edda, ann = await stocked(town), await town.member("Ann")
    await ann.whispers(refund(town))
    for press in ("faq.unhelpful", "faq.helpful", "faq.unhelpful"):
        await ann.presses(press)
    await town.passes(days=1)
    await edda.commands("faq", "gaps", place=town.staff)
    card = await town.staff.heard(
        "faq.gap.head", count=town.pick(zh="1 人问过 1 次", en="Asked: 1 · people: 1")
    )
    assert [one.kind for one in card.buttons] == ["faq.edit", "faq.draft", "faq.ignore"]
    await edda.presses("faq.draft", on=card)
    await edda.told("faq.no.taken", name="1")
    await edda.presses("faq.edit", on=card)
    await edda.fills("faq.entry", **{**REFUND, "answer_zh": "联系客服退款。", "answer_en": "Ask the staff."})
    await edda.told("faq.saved.changed", name="1")


async def test_an_accepted_answer_of_a_representative_becomes_a_draft(town: Town) -> None:
    edda, rita = await stocked(town), await town.representative("Rita")
    asker, said = await missed(town)
    answered = await rita.says(
        town.pick(zh="可以寄到二十个国家。", en="We ship to twenty countries."), reply_to=said
    )
    await town.staff.not_heard("faq.gap.accepted")
    await asker.says(town.pick(zh="谢谢！", en="thanks!"), reply_to=answered)
    await town.staff.heard("faq.gap.accepted")
    card = await town.staff.heard("faq.gap.head", reply=town.pick(zh="二十个国家", en="twenty countries"))
    await edda.presses("faq.draft", on=card)
    draft = await town.staff.heard("faq.draft.made", answer=town.pick(zh="二十个国家", en="twenty countries"))
    await edda.presses("faq.publish", on=draft)
    await edda.told("faq.saved.published")
    await town.passes(hours=1)
    await asker.whispers(abroad(town)[2])
    await asker.private.heard("faq.answer.plain", words=town.pick(zh="二十个国家", en="twenty countries"))


async def test_a_human_keeps_a_good_answer(town: Town) -> None:
    await stocked(town)
    ann, rita = await town.member("Ann"), await town.representative("Rita")
    said = await ann.says(town.pick(zh="门口可以停车吗？", en="may I park in front of the shop?"))
    answered = await rita.says(town.pick(zh="可以停两小时。", en="Yes, for two hours."), reply_to=said)
    await rita.commands("learn", reply_to=answered)
    await rita.told("faq.draft.learnt")
    draft = await town.staff.heard("faq.draft.made", name="4", answer=town.pick(zh="两小时", en="two hours"))
    await rita.presses("faq.publish", on=draft)
    await rita.told("faq.no.duty")
    await rita.commands("learn")
    await rita.told("faq.no.answer_meant")
    await ann.commands("learn", reply_to=answered)
    await ann.told("bot.command.not_allowed")


async def test_a_closed_ticket_offers_its_answer(town: Town) -> None:
    edda, rita, ann = await stocked(town), await town.representative("Rita"), await town.member("Ann")
    question = town.pick(zh="门口可以停车吗？", en="may I park in front of the shop?")
    await ann.commands("human", question, place=ann.private)
    await rita.presses("support.claim")
    await rita.presses("support.reply")
    await rita.fills("support.reply", text=town.pick(zh="可以停两小时。", en="Yes, for two hours."))
    await rita.presses("support.close")
    await rita.fills("support.close", text="")
    offer = await town.staff.heard("faq.draft.offer", question=question)
    await edda.presses("faq.ticket", on=offer)
    await town.staff.heard("faq.draft.made", answer=town.pick(zh="两小时", en="two hours"))


async def test_a_ticket_after_an_answer_counts_as_a_failure(town: Town) -> None:
    edda = await stocked(town)
    ann, bob = await town.member("Ann"), await town.member("Bob")
    await ann.says(refund(town))
    await ann.presses("support.human")
    await town.passes(minutes=3)
    await bob.says(refund(town))
    await town.passes(minutes=31)
    await bob.presses("support.human")
    [outcome] = await town.rows("faq.outcomes", since=town.clock.now() - timedelta(days=1))
    assert (outcome["given"], outcome["failed"]) == (2, 1)
    await edda.commands("faq", "show 1", place=town.staff)
    await edda.told("faq.entry.head", zh="🎫")


async def test_owners_are_reminded_and_a_disliked_entry_is_called_stale(town: Town) -> None:
    edda = await stocked(town)
    await edda.commands("faq", "set 1 owner me", place=town.staff)
    await edda.commands("faq", "set 1 review 2026-11-24", place=town.staff)
    await edda.commands("faq", "set 2 until 2026-11-29", place=town.staff)
    readers = [await town.member(name) for name in ("Ann", "Bob", "Cas", "Dan", "Eve")]
    for reader in readers:
        await reader.whispers(town.pick(zh="怎么开发票？", en="Where do I get an invoice?"))
        await reader.presses("faq.unhelpful")
    await town.passes(days=1)
    asked = await edda.private.heard("faq.remind.review")
    await town.staff.heard("faq.remind.ends", day="2026-11-29")
    stale = await town.staff.heard("faq.remind.stale", votes="5")
    await edda.presses("faq.right", on=asked)
    await edda.told("faq.saved.confirmed")
    await edda.presses("faq.retire", on=stale)
    await edda.told("faq.saved.retired")
    answered = await audited(town, "faq.answered")
    await readers[0].whispers(town.pick(zh="怎么开发票？", en="Where do I get an invoice?"))
    assert await audited(town, "faq.answered") == answered
    reminded = await audited(town, "faq.reminded")
    await town.passes(days=3)
    assert await audited(town, "faq.reminded") == reminded == 3


async def test_a_corrected_entry_corrects_what_was_said(town: Town) -> None:
    edda = await stocked(town)
    ann, bob = await town.member("Ann"), await town.member("Bob")
    await ann.says(town.pick(zh="多久发货？", en="how long does shipping take"))
    heard = await town.garden.heard("faq.answer.plain", words="48")
    await bob.whispers(town.pick(zh="多久发货？", en="how long does shipping take"))
    await edda.commands("faq", "edit 2", place=town.staff)
    await edda.fills("faq.entry", **{**SHIPPING, "answer_zh": "一周内发货。", "answer_en": "Within a week."})
    await town.passes(seconds=1)
    corrected = await town.garden.heard(
        "faq.answer.corrected", words=town.pick(zh="一周内", en="Within a week")
    )
    assert corrected.id == heard.id
    await bob.private.heard("faq.answer.corrected")
    await bob.presses("faq.helpful")
    await bob.told("faq.vote.thanks")
    other = town.pick(zh="answer_en", en="answer_zh")
    await edda.commands("faq", "edit 2", place=town.staff)
    words = {**SHIPPING, "answer_zh": "一周内发货。", "answer_en": "Within a week.", other: "-- 7 --"}
    await edda.fills("faq.entry", **words)
    edited = await audited(town, "faq.answers_corrected")
    await town.passes(seconds=1)
    assert await audited(town, "faq.answers_corrected") == edited, "what nobody there has read"
    await edda.commands("faq", "history 2", place=town.staff)
    await edda.told("faq.history.head", who="Edda")
    await edda.commands("faq", town.pick(zh="恢复 2 1", en="restore 2 1"), place=town.staff)
    await edda.told("faq.saved.restored")
    await town.passes(seconds=1)
    await town.garden.heard("faq.answer.corrected", words="48")
    assert [row["revision"] for row in await town.rows("faq.entries")] == [1, 4, 1]
    await edda.commands("faq", "remove 2", place=town.staff)
    await edda.presses("faq.remove")
    await town.passes(seconds=1)
    await town.garden.heard("faq.answer.withdrawn")
    await edda.commands("faq", "restore 1 9", place=town.staff)
    await edda.told("faq.no.version")


@pytest.mark.parametrize("driver", ["telegram", "discord"], indirect=True)
async def test_an_entry_that_is_changed_while_its_answer_is_on_the_way_is_corrected(town: Town) -> None:
    edda, ann = await stocked(town), await town.member("Ann")
    faults_of(town.driver).slow(60)
    await ann.says(town.pick(zh="多久发货？", en="how long does shipping take"))
    await town.garden.silent()
    known = next(row for row in await town.rows("faq.entries") if row["name"] == "2")
    faq = town.app.services[Faq]
    assert isinstance(faq, Faq)
    entry, index = await faq.entry(known["id"]), await faq.index()
    assert entry is not None
    fresh = replace(entry, answers={"zh": "一周内发货。", "en": "Within a week."})
    now = town.clock.now()
    alarms = [alarm_write(one, now) for one in correction(entry.id, now)]
    await town.app.committer.commit([*faq.editing.changed(index, entry, fresh, edda.person).writes, *alarms])
    await town.passes(minutes=2)
    await town.garden.heard("faq.answer.corrected", words=town.pick(zh="一周内", en="Within a week"))


async def test_who_is_erased_leaves_no_question_behind(town: Town) -> None:
    await stocked(town)
    asker, _ = await missed(town)
    await asker.whispers(refund(town))
    await town.passes(days=1)
    export = await town.app.privacy.export(asker.person)
    assert [one["text"] for one in export["faq_misses"]] == [abroad(town)[2]]
    assert [one["question"] for one in export["faq_answers"]] == [refund(town)]
    await town.app.committer.commit(list(await town.app.privacy.erase(asker.person)))
    left = [row["text"] for row in await town.rows("faq.clustered_misses")]
    assert abroad(town)[2] not in left
    assert abroad(town)[0] in left
    assert refund(town) not in [row["question"] for row in await town.rows("faq.answers_to", p=asker.person)]
