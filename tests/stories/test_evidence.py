"""What a case rests on, and what becomes of it when the case is taken back."""

from __future__ import annotations

import pytest

from tests.stories.test_rule_warnings import case, numbers, scam
from tests.world import Town


async def test_what_somebody_else_said_is_no_evidence(town: Town) -> None:
    ann, bo, mo = await town.member("Ann"), await town.member("Bo"), await town.moderator("Mo")
    words = town.pick(zh="吵架的话", en="words of a quarrel")
    said = await ann.says(words)
    await mo.commands("warn", "@Bo x", reply_to=said)
    row = await case(town)
    assert row["person"] == bo.person
    assert row["message"] is None
    assert await town.rows("moderation.evidence", of=row["id"]) == []
    await mo.commands("warn", "x", reply_to=said)
    row = await case(town, 2)
    assert (row["person"], row["message"]) == (ann.person, said.id)


async def test_who_reported_what_was_taken_back_was_wrong(town: Town) -> None:
    ann, bo, mo = await town.member("Ann"), await town.member("Bo"), await town.moderator("Mo")
    await bo.commands("flag", reply_to=await ann.says(town.pick(zh="说得不好听", en="not a nice word")))
    await mo.presses("moderation.uphold")
    states = [row["state"] for row in await town.rows("moderation.reports_by", p=bo.person)]
    await mo.commands("undo", "1", place=town.staff)
    states += [row["state"] for row in await town.rows("moderation.reports_by", p=bo.person)]
    assert states == ["right", "wrong"]


async def test_of_a_name_nothing_is_taken_down_and_nothing_said_again(town: Town) -> None:
    mo = await town.moderator("Mo")
    fake = await town.member(town.pick(zh="官方客服小王", en="Admin"))
    await fake.leaves()
    await fake.joins()
    await mo.presses("moderation.uphold", on=await town.staff.heard("moderation.card.review", number="#1"))
    about = town.pick(zh="有不合群规的地方", en="something about you breaks the rules")
    await fake.private.heard("moderation.notice.whole", number="#1", about=about)
    await town.staff.heard("moderation.card.upheld_otherwise", by="Mo")
    await mo.commands("undo", "1", place=town.staff)
    await mo.told("moderation.done.undo")
    await town.garden.not_heard("moderation.repost")
    assert "Delete" not in [row["verb"] for row in await town.rows("outbox.all")]


async def test_a_word_after_an_offer_is_no_part_of_it(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    offer = town.pick(zh="兼职日结来不来", en="guaranteed profit")
    said = await ann.says(offer)
    assert town.deleted(said)
    await mo.commands("undo", "1", place=town.staff)
    await ann.says(town.pick(zh="大家早", en="good morning"))
    assert await numbers(town) == [1]


@pytest.mark.parametrize("number", ["＃１", "#１", "１"])
async def test_numbers_and_codes_of_appeals_are_read_as_people_write_them(town: Town, number: str) -> None:
    ann, other, mo = await town.member("Ann"), await town.member("Other"), await town.moderator("Mo")
    await mo.commands("mute", "@Ann 2h")
    code = (await case(town))["id"][-6:]
    await other.commands(
        "appeal", f"{number}－{code} {town.pick(zh='是我', en='it is me')}", place=other.private
    )
    await other.told("moderation.appeal.opened_issuer", number="#1")
    await ann.commands("appeal", f"{number} {town.pick(zh='是我', en='it is me')}", place=ann.private)
    await ann.told("moderation.refused.appealed_already")


async def test_the_wide_space_parts_words_too(town: Town) -> None:
    await town.member("Ann")
    mo, mia = await town.moderator("Mo"), await town.manager("Mia")
    await mo.commands("warn", "@Ann x")
    await mo.commands("case", "1 第一次", place=town.staff)
    await mo.commands("case", "1 备注　第二次", place=town.staff)
    await mo.told("moderation.done.renote")
    await mo.commands("case", "1 处罚　禁言　３小时", place=town.staff)
    await mo.told("moderation.done.repenalised")
    await mia.commands("rule", "模式 违禁词 复核　太吵", place=town.staff)
    await mia.told("moderation.done.mode")


async def test_a_notice_that_vanishes_later_holds_up_nothing(town: Town) -> None:
    ann, bo = await town.member("Ann"), await town.member("Bo")
    await bo.closes_private()
    await bo.says(scam(town))
    public = await town.garden.heard("moderation.public.because", number="#1")
    said = await ann.says(scam(town, 1))
    assert town.deleted(said)
    assert town.muted(ann)
    assert not town.deleted(public)
    await town.passes(minutes=1)
    assert town.deleted(public)
