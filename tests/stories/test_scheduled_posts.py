"""Scheduled posts: written, approved by somebody else, published once at the local time, withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.world import Heard, Person, Town

TONIGHT = "2026-11-23 20:00"


async def codes(town: Town) -> list[str]:
    return [row["code"] for row in await town.rows("audit.all") if row["code"].startswith("post.")]


async def state(town: Town, number: int = 1) -> str:
    (row,) = await town.rows("schedules.numbered", wanted=number)
    return str(row["state"])


async def fates(town: Town, number: int = 1) -> list[str]:
    (post,) = await town.rows("schedules.numbered", wanted=number)
    rows = await town.rows("schedules.appearances", of=post["id"], most=100)
    return [row["fate"] for row in rows]


async def said_in_garden(town: Town, words: str) -> list[Heard]:
    return [one for one in await town.messages(town.garden.space) if words in one.text]


async def draft(town: Town, editor: Person, text: str, when: str = TONIGHT, where: str = "") -> None:
    await editor.commands("post")
    await editor.fills("schedules.post", text=text, when=when, where=where)


async def planned(town: Town, text: str, when: str = TONIGHT, where: str = "") -> tuple[Person, Person]:
    """A post that Eve wrote and Max approved."""
    eve, max_ = await town.editor("Eve"), await town.editor("Max")
    await draft(town, eve, text, when, where)
    await eve.presses("schedules.submit")
    await max_.presses("schedules.approve")
    return eve, max_


async def test_a_post_is_written_approved_and_published_once(town: Town) -> None:
    eve, max_ = await town.editor("Eve"), await town.editor("Max")
    words = town.pick(zh="今晚八点开会", en="We meet at eight")
    await draft(town, eve, f"**{words}**")
    await eve.private.heard("schedules.preview.ready", number="#1")
    await town.garden.not_heard("schedules.preview.ready")
    await eve.presses("schedules.submit")
    await eve.told("schedules.done.submitted")
    await town.staff.heard("schedules.card.review", name="Eve")
    assert await state(town) == "review"
    await max_.presses("schedules.approve")
    await max_.told("schedules.done.approved")
    await eve.private.heard("schedules.news.approved", name="Max")
    await town.staff.heard("schedules.card.approved", name="Max")
    await town.passes(hours=9, minutes=59)
    assert not await said_in_garden(town, words)
    await town.passes(minutes=2)
    assert len(await said_in_garden(town, words)) == 1
    await town.passes(days=2)
    assert len(await said_in_garden(town, words)) == 1
    assert await state(town) == "done"
    assert await fates(town) == ["posted"]
    assert await codes(town) == [
        "post.drafted",
        "post.submitted",
        "post.approved",
        "post.due",
        "post.published",
    ]


async def test_nobody_approves_what_they_wrote(town: Town) -> None:
    mia = await town.manager("Mia")
    await draft(town, mia, "Hello")
    await mia.presses("schedules.submit")
    await mia.presses("schedules.approve")
    await mia.told("schedules.own")
    assert await state(town) == "review"
    await town.passes(days=1)
    assert not await said_in_garden(town, "Hello")


async def test_without_another_editor_a_manager_approves(town: Town) -> None:
    eve, mia = await town.editor("Eve"), await town.manager("Mia")
    await draft(town, eve, "Hello")
    await eve.presses("schedules.submit")
    await mia.presses("schedules.approve")
    await mia.told("schedules.done.approved")
    await town.passes(hours=10, minutes=1)
    assert len(await said_in_garden(town, "Hello")) == 1


async def test_a_moderator_neither_writes_nor_approves(town: Town) -> None:
    mo, eve = await town.moderator("Mo"), await town.editor("Eve")
    await mo.commands("post")
    await mo.told("bot.command.not_allowed")
    await draft(town, eve, "Hello")
    await eve.presses("schedules.submit")
    await mo.presses("schedules.approve")
    await mo.told("schedules.not_allowed")
    assert await state(town) == "review"


@pytest.mark.settings({"schedules": {"approvals": 0}})
async def test_without_approvals_each_post_is_recorded_as_unreviewed(town: Town) -> None:
    eve = await town.editor("Eve")
    await draft(town, eve, "Hello")
    await eve.presses("schedules.submit")
    await eve.told("schedules.done.unreviewed")
    await town.passes(hours=10, minutes=1)
    assert len(await said_in_garden(town, "Hello")) == 1
    assert await codes(town) == ["post.drafted", "post.unreviewed", "post.due", "post.published"]


async def test_an_edit_voids_the_approval(town: Town) -> None:
    eve, max_ = await planned(town, "Hello")
    await eve.commands("post", "edit 1")
    await eve.fills("schedules.post", text="Goodbye", when=TONIGHT, where="")
    await town.staff.heard("schedules.card.voided")
    assert await state(town) == "draft"
    await town.passes(hours=11)
    assert not await said_in_garden(town, "Hello")
    await eve.commands("post", "submit 1")
    await max_.presses("schedules.approve")
    assert len(await said_in_garden(town, "Goodbye")) == 0
    await town.passes(seconds=1)
    assert len(await said_in_garden(town, "Goodbye")) == 1, "it was approved an hour late, within late_within"


async def test_a_card_of_an_older_revision_approves_nothing(town: Town) -> None:
    eve, max_ = await town.editor("Eve"), await town.editor("Max")
    await draft(town, eve, "Hello")
    await eve.presses("schedules.submit")
    old = await town.staff.heard("schedules.card.review")
    await eve.commands("post", "edit 1")
    await eve.fills("schedules.post", text="Hello again", when=TONIGHT, where="")
    await eve.presses("schedules.submit")
    await max_.presses("schedules.approve", on=old)
    await max_.told("schedules.stale")
    assert await state(town) == "review"


async def test_a_post_is_returned_with_a_remark(town: Town) -> None:
    eve, max_ = await town.editor("Eve"), await town.editor("Max")
    await draft(town, eve, "Hello")
    await eve.presses("schedules.submit")
    remark = town.pick(zh="请写上地点", en="Please say where")
    card = await town.staff.heard("schedules.card.review")
    await max_.presses("schedules.return")
    await max_.fills("schedules.remark", remark=remark)
    await eve.private.heard("schedules.news.returned", remark=remark)
    assert await state(town) == "draft"
    await town.staff.heard("schedules.card.returned", remark=remark)
    await max_.presses("schedules.approve", on=card)
    await max_.told("schedules.not_in_review")


async def test_a_recurring_post_appears_each_day_once(town: Town) -> None:
    await planned(town, "Good morning", town.pick(zh="每天 9:00", en="daily 09:00"))
    await town.passes(days=3)
    assert len(await said_in_garden(town, "Good morning")) == 3
    assert await state(town) == "approved"
    assert await fates(town) == ["posted"] * 3


async def test_a_crash_neither_loses_nor_doubles_a_post(town: Town) -> None:
    await planned(town, "Good morning", "daily 09:00")
    await town.crash()
    await town.passes(days=1)
    await town.crash()
    await town.passes(days=1)
    assert len(await said_in_garden(town, "Good morning")) == 2


async def test_late_by_an_hour_is_published_late_by_three_is_told(town: Town) -> None:
    await planned(town, "Hello")
    town.clock.set(town.clock.now() + timedelta(hours=11))
    await town.passes(seconds=1)
    assert len(await said_in_garden(town, "Hello")) == 1
    eve = await town.editor("Eva")
    await draft(town, eve, "Too late", "2026-11-24 20:00")
    await eve.presses("schedules.submit")
    mia = await town.manager("Mia")
    await mia.presses("schedules.approve")
    town.clock.set(town.clock.now() + timedelta(hours=27))
    await town.passes(seconds=1)
    assert not await said_in_garden(town, "Too late")
    await town.staff.heard("schedules.missed.one", number="#2")
    await eve.private.heard("schedules.missed.one", number="#2")
    assert await fates(town, 2) == ["missed"]


async def test_withdrawing_deletes_what_is_out_and_cancels_what_is_not(town: Town) -> None:
    eve, _ = await planned(town, "Good morning", "daily 09:00")
    await town.passes(days=1)
    (out,) = await said_in_garden(town, "Good morning")
    await eve.commands("post", "withdraw 1")
    await eve.told("schedules.done.withdrawn_deleting")
    assert town.deleted(out)
    await town.passes(days=2)
    assert not await said_in_garden(town, "Good morning")
    assert await fates(town) == ["removed"]
    assert await state(town) == "withdrawn"
    await eve.commands("post", "withdraw 1")
    await eve.told("schedules.is_withdrawn")


async def test_a_post_is_taken_back_in_its_last_minute_by_whatever_word_comes_first(town: Town) -> None:
    eve, _ = await planned(town, "Good morning", "daily 09:00")
    await town.passes(days=1)
    await town.passes(hours=23, minutes=59)
    before = len(await said_in_garden(town, "Good morning"))
    await eve.commands("post", town.pick(zh="取消 1", en="cancel 1"))
    await town.passes(minutes=5)
    assert await state(town) == "withdrawn"
    assert len(await said_in_garden(town, "Good morning")) <= before, "nothing went out after that"


async def test_what_is_out_is_changed_after_a_second_approval(town: Town) -> None:
    eve, max_ = await planned(town, "Helo")
    await town.passes(hours=11)
    await eve.commands("post", "edit 1")
    await eve.fills("schedules.post", text="Hello", when=TONIGHT, where="")
    await eve.private.heard("schedules.preview.out")
    await eve.presses("schedules.submit")
    assert len(await said_in_garden(town, "Helo")) == 1
    await max_.presses("schedules.approve")
    assert [one.text for one in await town.messages(town.garden.space) if one.text.startswith("Hel")] == [
        "Hello"
    ]
    assert await state(town) == "done"
    assert (await codes(town))[-1] == "post.revised"


async def test_a_time_that_is_not_understood_keeps_the_draft(town: Town) -> None:
    eve = await town.editor("Eve")
    await draft(town, eve, "Hello", town.pick(zh="等天黑", en="when it is dark"))
    await eve.private.heard("schedules.preview.problem")
    await eve.commands("post", "submit 1")
    await eve.told("schedules.recurrence.problem.unreadable")
    await eve.presses("schedules.change")
    await eve.fills("schedules.post", text="", when="2026-11-22 20:00", where="")
    await eve.private.heard("schedules.preview.problem")
    assert not (await eve.private.heard("schedules.preview.old")).buttons
    await eve.commands("post", "submit 1")
    await eve.told("schedules.problem.over")
    await eve.presses("schedules.change")
    await eve.fills("schedules.post", text="", when=TONIGHT, where="")
    preview = await eve.private.heard("schedules.preview.ready")
    assert "11" in preview.text
    assert await town.rows("schedules.numbered", wanted=1)
    assert (await town.rows("schedules.numbered", wanted=1))[0]["text"] == "Hello"


async def test_an_unknown_place_is_asked_for(town: Town) -> None:
    eve = await town.editor("Eve")
    await draft(town, eve, "Hello", where="Nowhere")
    shown = await eve.private.heard("schedules.preview.problem")
    assert "Garden" in shown.text


async def test_a_post_that_cannot_be_delivered_is_told(town: Town) -> None:
    eve, _ = await planned(town, "Hello", where="Garden/999999999")
    await town.passes(hours=11)
    if await said_in_garden(town, "Hello"):
        pytest.skip("this platform posts beside a topic that is gone")
    await town.staff.heard("schedules.failed.post", number="#1")
    await eve.private.heard("schedules.failed.post", number="#1")
    assert await fates(town) == ["failed"]


async def test_two_approvals_at_once_are_one(town: Town) -> None:
    await planned(town, "Hello")
    mia = await town.manager("Mia")
    await mia.commands("post", "approve 1", place=town.staff)
    await mia.told("schedules.not_in_review")
    await town.passes(hours=11)
    assert len(await said_in_garden(town, "Hello")) == 1
    assert (await codes(town)).count("post.approved") == 1


async def test_lists_and_drafts_are_not_shown_in_public(town: Town) -> None:
    eve, _ = await planned(town, "A secret until tonight")
    await eve.commands("post", "list")
    await eve.told("schedules.list.title", number="#1")
    await eve.commands("post", "show 1")
    await eve.told("schedules.shown.post", approver="Max")
    assert not await said_in_garden(town, "secret")


async def test_wrong_orders_get_one_clear_line(town: Town) -> None:
    eve = await town.editor("Eve")
    await eve.commands("post", "burn 3")
    await eve.told("schedules.usage")
    await eve.commands("post", "show")
    await eve.told("schedules.number_needed")
    await eve.commands("post", "show 7")
    await eve.told("schedules.unknown")


async def test_the_chinese_command_and_its_words(town: Town) -> None:
    eve, _ = await planned(town, "Hello")
    await eve.says("/发布 撤回 1")
    assert await state(town) == "withdrawn"
