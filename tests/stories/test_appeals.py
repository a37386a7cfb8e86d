"""Whoever was sanctioned may have somebody else look again; nobody judges their own decision."""

from __future__ import annotations

import pytest

from bot.places import Place
from tests.stories.test_rule_warnings import case, scam
from tests.world import Heard, Person, Town


async def appeals(town: Town, who: Person) -> str:
    """Press the button of the notice and say why."""
    words = town.pick(zh="我只是在转发官方公告", en="I only passed on the official news")
    await who.presses("moderation.appeal")
    await who.fills("moderation.appeal", words=words)
    return words


async def rejects(town: Town, who: Person, on: Heard) -> str:
    words = town.pick(zh="这条内容确实是广告", en="this really was advertising")
    await who.presses("moderation.reject", on=on)
    await who.fills("moderation.reject", words=words)
    return words


async def test_a_granted_appeal_takes_everything_back(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await ann.says(scam(town))
    assert town.muted(ann)
    words = await appeals(town, ann)
    await ann.told("moderation.appeal.opened", number="#1")
    card = await town.staff.heard("moderation.card.appeal", number="#1", words=words, text=scam(town))
    await mo.presses("moderation.grant", on=card)
    assert not town.muted(ann)
    await ann.private.heard("moderation.appeal.granted", number="#1")
    await town.staff.heard("moderation.card.appeal_granted", who="Ann", by="Mo")
    await town.garden.heard("moderation.repost", text=scam(town))
    row = await case(town)
    assert (row["state"], row["settled_by_person"]) == ("undone", mo.person)
    (label,) = await town.rows("moderation.labels")
    assert (label["label"], label["text"]) == ("ham", scam(town))
    (verdict,) = await town.rows("moderation.verdict_of", of=row["id"])
    assert verdict["is_right"] == 0
    await mo.commands("undo", "1", place=town.staff)
    await mo.told("moderation.refused.settled")
    mia = await town.manager("Mia")
    await mia.commands("appeals", place=town.staff)
    await mia.told("moderation.view.lines", share="100%")


async def test_the_issuer_never_decides_while_there_is_somebody_else(town: Town) -> None:
    ann, mo, mia = await town.member("Ann"), await town.moderator("Mo"), await town.manager("Mia")
    await mo.commands("mute", "@Ann 2h")
    await appeals(town, ann)
    card = await town.staff.heard("moderation.card.appeal", number="#1")
    for button in ("moderation.grant", "moderation.reject"):
        await mo.presses(button, on=card)
        await mo.told("moderation.refused.own_decision")
    assert town.muted(ann)
    words = await rejects(town, mia, card)
    await ann.private.heard("moderation.appeal.rejected", number="#1", reason=words)
    await town.staff.heard("moderation.card.appeal_rejected", by="Mia")
    assert town.muted(ann)
    await ann.commands("appeal", "1", place=ann.private)
    await ann.told("moderation.refused.appeal_decided")
    await mo.commands("undo", "1")
    await ann.commands("appeal", place=ann.private)
    await ann.told("moderation.refused.nothing_to_appeal")


async def test_managers_see_how_often_each_moderator_and_each_rule_was_overturned(town: Town) -> None:
    ann, bob = await town.member("Ann"), await town.member("Bob")
    mo, mia = await town.moderator("Mo"), await town.manager("Mia")
    for granted in (False, True):
        await mo.commands("mute", "@Ann 2h")
        await appeals(town, ann)
        card = await town.staff.heard("moderation.card.appeal", who="Ann")
        await (mia.presses("moderation.grant", on=card) if granted else rejects(town, mia, card))
    await bob.says(scam(town))
    await appeals(town, bob)
    await mo.presses("moderation.grant", on=await town.staff.heard("moderation.card.appeal", who="Bob"))
    await mia.commands("appeals", place=town.staff)
    await mia.told(
        "moderation.view.lines",
        moderator=town.pick(zh="Mo：2 件申诉中 1 件成立（50%）", en="Mo: 1 of 2 granted (50%)"),
        rule=town.pick(zh="：1 件申诉中 1 件成立（100%）", en=": 1 of 1 granted (100%)"),
    )
    await mo.commands("appeals", place=town.staff)
    await mo.told("moderation.appeal.none")


async def test_against_a_manager_the_card_names_those_who_may_decide(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    mia, max_ = await town.manager("Mia"), await town.manager("Max")
    await mia.commands("mute", town.pick(zh="@Ann 2h 一直吵架", en="@Ann 2h quarrels on and on"))
    await appeals(town, ann)
    reason = town.pick(zh="一直吵架", en="quarrels on and on")
    card = await town.staff.heard("moderation.card.appeal_higher", names="Max", number="#1", reason=reason)
    await mo.presses("moderation.grant", on=card)
    await mo.told("moderation.refused.issuer")
    await max_.presses("moderation.grant", on=card)
    assert not town.muted(ann)


async def test_a_lone_issuer_may_decide_after_a_day_and_a_code_serves_any_account(town: Town) -> None:
    ann, other, mo = await town.member("Ann"), await town.member("Annie"), await town.moderator("Mo")
    await mo.commands("mute", "@Ann 7d")
    row = await case(town)
    code, me = f"1-{row['id'][-6:].lower()}", town.pick(zh="是我", en="it is me")
    await ann.private.heard("moderation.notice.whole", code=code)
    await other.commands("appeal", f"1-xxxxxx {me}", place=other.private)
    await other.told("moderation.refused.not_your_case")
    await other.commands("appeal", f"{code} {me}", place=other.private)
    await other.told("moderation.appeal.opened_issuer", number="#1")
    bare = town.pick(zh="没有写理由", en="Neither a message nor a reason")
    card = await town.staff.heard("moderation.card.appeal_issuer", number="#1", bare=bare)
    await mo.presses("moderation.grant", on=card)
    await mo.told("moderation.refused.own_decision_yet")
    await town.passes(hours=25)
    await mo.presses("moderation.grant", on=card)
    assert not town.muted(ann)
    await ann.private.heard("moderation.appeal.granted")
    await other.private.heard("moderation.appeal.granted")


@pytest.mark.settings({"moderation": {"appeals": {"due": "12h"}}})
async def test_a_banned_member_appeals_in_private_and_who_waits_too_long_reaches_the_managers(
    town: Town,
) -> None:
    ann, bo, mia = await town.member("Ann"), await town.member("Bo"), await town.manager("Mia")
    mo = await town.moderator("Mo")
    await mo.commands("ban", "@Ann")
    assert town.banned(ann)
    words = town.pick(zh="1 认错人了", en="1 you mistook me for somebody")
    await bo.commands("appeal", words, place=bo.private)
    await bo.told("moderation.refused.not_your_case")
    await ann.commands("appeal", words, place=ann.private)
    await ann.told("moderation.appeal.opened", number="#1")
    await ann.commands("appeal", words, place=ann.private)
    await ann.told("moderation.refused.appealed_already")
    await mo.commands("appeals", place=town.staff)
    await mo.told("moderation.view.lines", number="#1")
    await town.passes(hours=13)
    await town.staff.heard("moderation.appeal.late", number="#1")
    await mia.private.heard("moderation.appeal.late", number="#1")
    if town.driver.platform != "discord":  # which lets nobody write to whom no server is shared with
        await ann.private.heard("moderation.appeal.still_open", number="#1")
    await mia.presses("moderation.grant")
    assert not town.banned(ann)
    told = [one for one in await town.messages(town.staff.space) if one.key == "moderation.appeal.late"]
    await town.passes(hours=26)
    again = [one for one in await town.messages(town.staff.space) if one.key == "moderation.appeal.late"]
    assert len(again) == len(told)


async def test_whoever_asks_why_is_shown_the_case_and_the_way_to_appeal(town: Town) -> None:
    ann, ben = await town.member("Ann"), await town.member("Ben")
    protest = town.pick(zh="凭什么禁我的言？", en="Why was I muted?")
    await ben.whispers(protest)
    await ben.private.not_heard("moderation.own.by_rule")
    await ann.says(scam(town))
    await ann.whispers(protest)
    told = await ann.private.heard(
        "moderation.view.lines", number="#1", way=town.pick(zh="申诉", en="Appeal")
    )
    assert not await town.rows("support.open")
    await ann.presses("moderation.appeal", on=told)
    await ann.fills("moderation.appeal", words=town.pick(zh="我没有发广告", en="that was no advertising"))
    await ann.whispers(protest)
    waiting = await ann.private.heard("moderation.view.lines", number="#1")
    assert [button.kind for button in waiting.buttons] == ["support.human"]


async def test_a_moderators_reason_is_said_again(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    why = town.pick(zh="吵闹", en="being loud")
    await mo.commands("mute", f"@Ann 2h {why}")
    await ann.whispers(town.pick(zh="为什么把我禁言了", en="why did you mute me"))
    await ann.private.heard("moderation.view.lines", number="#1", why=why)


async def test_without_a_space_of_the_staff_the_appeal_reaches_the_lone_issuer(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await mo.whispers(town.pick(zh="/开始", en="/start"))
    town.app.places.configure([Place(space=town.garden.space)])
    await mo.commands("mute", "@Ann 2h", place=mo.private)
    await appeals(town, ann)
    await mo.private.heard("moderation.card.appeal_issuer", number="#1")
    await town.passes(hours=49)
    await mo.private.heard("moderation.appeal.late", number="#1")
    await mo.presses("moderation.grant")
    assert (await case(town))["state"] == "undone"
