"""Rules from the chat: what they do, how right they are, how far each may go, and a trial before it goes further."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chat.decision import Value, Write
from moderation.service import Moderation
from moderation.settings import ModerationSettings
from tests.stories.test_rule_warnings import case, numbers, offends, scam, suspicious
from tests.world import Town

ONLY_WORDS = {"moderation": {"rules": {"solicitation": {"mode": "off"}}}}


async def mode(town: Town, rule: str = "words") -> str:
    rows = {row["rule"]: row["mode"] for row in await town.rows("moderation.modes")}
    return str(rows.get(rule, ""))


def rule(town: Town) -> str:
    """How people name the rule of words."""
    return town.pick(zh="违禁词", en="words")


@pytest.mark.settings(ONLY_WORDS)
async def test_a_manager_says_how_far_a_rule_goes_and_it_holds_after_a_crash(town: Town) -> None:
    ann, mo, mia = await town.member("Ann"), await town.moderator("Mo"), await town.manager("Mia")
    order = town.pick(zh="模式 违禁词 只记录", en="mode words shadow")
    await mo.commands("rule", order, place=town.staff)
    await mo.told("moderation.refused.managers_only")
    await mia.commands("rule", order, place=town.staff)
    await mia.told("moderation.done.mode")
    said = await ann.says(scam(town))
    assert not town.deleted(said)
    assert await numbers(town) == []
    await town.crash()
    assert not town.deleted(await ann.says(scam(town, 1)))
    await mo.commands("rule", town.pick(zh="查看 违禁词", en="show words"), place=town.staff)
    await mo.told("moderation.view.lines", by="Mia")
    await mia.commands(
        "rule", town.pick(zh="模式 违禁词 按配置", en="mode words configured"), place=town.staff
    )
    assert town.deleted(await ann.says(scam(town, 2)))
    await mo.commands("rule", place=town.staff)
    await mo.told("moderation.view.lines", name=town.pick(zh="违禁词", en="Unwelcome words"))


@pytest.mark.settings(
    {"moderation": {"rules": {"words": {"mode": "shadow", "forbidden": ["hello", "你好"]}}}}
)
async def test_what_would_hit_too_many_is_enforced_only_by_force_with_a_reason(town: Town) -> None:
    ann, mia = await town.member("Ann"), await town.manager("Mia")
    for n in range(6):
        await town.passes(minutes=1)
        await ann.says(town.pick(zh=f"你好呀 {n * 1111}", en=f"hello there {n * 1111}"))
    await mia.commands("rule", f"test {rule(town)}", place=town.staff)
    await mia.told("moderation.view.lines", concentration="100%")
    await mia.commands("rule", f"mode {rule(town)} enforce", place=town.staff)
    await mia.told("moderation.refused.too_many_hits", share="100.0%")
    await mia.commands("rule", f"mode {rule(town)} enforce force", place=town.staff)
    await mia.told("moderation.refused.force_reason")
    assert await mode(town) == ""
    why = town.pick(zh="活动期间不许寒暄", en="no greetings during the event")
    order = town.pick(zh="执行 强制", en="enforce force")
    await mia.commands("rule", f"mode {rule(town)} {order} {why}", place=town.staff)
    await mia.told("moderation.done.mode")
    assert town.deleted(await ann.says(town.pick(zh="你好你好", en="oh hello")))
    await mia.commands("rule", f"show {rule(town)}", place=town.staff)
    await mia.told("moderation.view.lines", reason=why)


@pytest.mark.settings(ONLY_WORDS)
async def test_a_rule_that_is_wrong_too_often_goes_back_to_review(town: Town) -> None:
    ann, bo, mo = await town.member("Ann"), await town.member("Bo"), await town.moderator("Mo")
    for n in range(8):
        values: dict[str, Value] = {"case": f"old{n}", "rule": "words", "is_right": int(n > 0)}
        await town.app.committer.commit(
            [Write("moderation.judge_case", {**values, "by_person": None, "at": town.clock.now()})]
        )
    await ann.says(scam(town))
    await mo.presses("moderation.right")
    await town.staff.heard("moderation.card.confirmed", number="#1")
    await bo.says(scam(town, 1))
    assert await mode(town) == ""
    await mo.presses("moderation.undo")
    await town.staff.heard("moderation.demoted")
    assert await mode(town) == "review"
    assert not town.deleted(await bo.says(scam(town, 2)))
    await mo.commands("rule", f"show {rule(town)}", place=town.staff)
    await mo.told("moderation.view.lines", precision="80%")


@pytest.mark.settings(ONLY_WORDS)
async def test_verdicts_teach_and_an_undo_of_spam_unlearns_exactly(town: Town) -> None:
    ann, bo, mo = await town.member("Ann"), await town.member("Bo"), await town.moderator("Mo")
    odd = await ann.says(town.pick(zh="进群领福利，名额有限", en="come get your free gift, few places"))
    await mo.commands("spam", reply_to=odd)
    assert town.deleted(odd)
    await ann.private.heard("moderation.notice.whole", number="#1")
    good = await bo.says(town.pick(zh="周末一起去爬山吗", en="shall we hike on the weekend"))
    await mo.commands("ham", reply_to=good)
    await mo.told("moderation.done.ham", who="Bo")
    taught = {row["message"]: row["label"] for row in await town.rows("moderation.labels")}
    assert taught == {odd.id: "spam", good.id: "ham"}
    await mo.commands("undo", "1", place=town.staff)
    assert [row["message"] for row in await town.rows("moderation.labels")] == [good.id]
    await town.garden.heard("moderation.repost", who="Ann")
    maybe = await bo.says(suspicious(town))
    await mo.commands("ham", "2", place=town.staff)
    assert (await case(town, 2))["state"] == "dismissed"
    await mo.commands("ban", "7d", reply_to=good)
    assert town.banned(bo)
    taught = {row["message"]: row["label"] for row in await town.rows("moderation.labels")}
    assert taught == {good.id: "ham", maybe.id: "ham"}, "a ban teaches nothing"


async def test_cases_are_found_by_person_rule_and_moderator_and_reworded(town: Town) -> None:
    ann, mo, mia = await town.member("Ann"), await town.moderator("Mo"), await town.manager("Mia")
    await town.member("Bo")
    await offends(town, ann)
    await mo.commands("warn", f"@Bo {town.pick(zh='请冷静', en='calm down')}")
    for words, sought in (("@Ann", "#1"), ("@Bo", "#2"), ("@Mo", "#2"), (rule(town), "#1")):
        await mia.commands("cases", words, place=town.staff)
        await mia.told("moderation.view.lines", number=sought)
    await mia.commands("cases", place=town.staff)
    await mia.told("moderation.view.no_cases")
    better = town.pick(zh="请不要人身攻击", en="no personal attacks")
    await mo.commands("reason", f"2 {better}", place=town.staff)
    await mo.told("moderation.done.reason")
    assert (await case(town, 2))["reason"] == better
    await mo.commands("case", "2", place=town.staff)
    await mo.told("moderation.view.lines", reason=better)


@pytest.mark.settings(ONLY_WORDS)
async def test_rules_are_rehearsed_on_what_was_said_before_they_come_into_force(town: Town) -> None:
    ann, bo, mo = await town.member("Ann"), await town.member("Bo"), await town.moderator("Mo")
    wrong = await offends(town, ann)
    await mo.commands("undo", "1", place=town.staff)
    for n in range(3):
        await town.passes(minutes=20)
        await bo.says(town.pick(zh=f"谁有梯子借我 {n}", en=f"who lends me a ladder {n}"))
    wanted = {"rules": {"solicitation": {"mode": "off"}, "words": {"forbidden": ["梯子", "ladder"]}}}
    room = town.app.services[Moderation]
    assert isinstance(room, Moderation)
    since = town.clock.now() - timedelta(days=1)
    report = await room.rulings.backtest(ModerationSettings.model_validate(wanted), since)
    found = report["rules"]["words"]
    assert (found["hits"], found["people"], found["overturned"]) == (4, 2, 1)
    assert found["concentration"] == 0.75
    assert wrong.id in [one["message"] for one in found["samples"]]
    assert report["difference"]["harder"]["messages"] == 3
    assert not town.deleted(await bo.says(town.pick(zh="梯子还没找到", en="no ladder yet"))), "only rehearsed"
