"""What moderators do by hand, what they may not do, and how it is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.world import Town


async def case(town: Town, number: int = 1) -> Mapping[str, Any]:
    rows = await town.rows("moderation.numbered", wanted=number)
    assert rows, f"there is no case {number}"
    return rows[0]


def because(town: Town) -> str:
    return town.pick(zh="请不要刷广告", en="please no advertising")


async def test_a_warning_is_told_with_its_reason_and_counts(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await mo.commands("warn", f"@Ann {because(town)}")
    await mo.told("moderation.done.warn", who="Ann", number="#1")
    await ann.private.heard("moderation.notice.whole", reason=because(town), number="#1")
    row = await case(town)
    assert (row["by_person"], row["penalty"], row["points"], row["told"]) == (
        mo.person,
        "warn",
        2.0,
        "private",
    )
    assert not town.muted(ann)


async def test_a_warning_by_reply_keeps_the_message_as_evidence(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    said = await ann.says(town.pick(zh="看我的主页", en="look at my page"))
    await mo.commands("warn", because(town), reply_to=said)
    assert (await case(town))["person"] == ann.person
    (kept,) = await town.rows("moderation.evidence", of=(await case(town))["id"])
    assert kept["message"] == said.id
    assert not town.deleted(said)


async def test_a_mute_ends_by_itself(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await mo.commands("mute", f"@Ann 30m {because(town)}")
    await mo.told("moderation.done.for_a_while", who="Ann")
    assert town.muted(ann)
    await town.passes(minutes=29)
    assert town.muted(ann)
    await town.passes(minutes=2)
    assert not town.muted(ann)
    (penalty,) = await town.rows("moderation.penalties", of=(await case(town))["id"])
    assert penalty["state"] == "ended"


async def test_a_shorter_mute_does_not_cut_a_longer_one(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await mo.commands("mute", "@Ann 2h")
    await mo.commands("mute", "@Ann 30m")
    await town.passes(minutes=40)
    assert town.muted(ann)
    await town.passes(minutes=90)
    assert not town.muted(ann)


async def test_undoing_one_of_two_mutes_leaves_the_other(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await mo.commands("mute", "@Ann 2h")
    await mo.commands("mute", "@Ann 30m")
    await mo.commands("undo", "1")
    assert town.muted(ann)
    await town.passes(minutes=31)
    assert not town.muted(ann)


async def test_a_mute_is_ended_early(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    for length in ("2h", "1h"):
        await mo.commands("mute", f"@Ann {length}")
    await mo.commands("unmute", "@Ann")
    await mo.told("moderation.done.unmute", who="Ann")
    assert not town.muted(ann)
    assert [row["verb"] for row in await town.rows("outbox.all")].count("Unmute") == 1
    assert (await case(town))["state"] == "standing"


async def test_a_mute_longer_than_platforms_can_is_refused(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    for length in ("60d", town.pick(zh="永久", en="forever")):
        await mo.commands("mute", f"@Ann {length}")
        await mo.told("moderation.refused.length")
    assert not town.muted(ann)
    assert await town.rows("moderation.cases") == []


async def test_a_kicked_member_is_told_before_and_may_come_back(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await mo.commands("kick", f"@Ann {because(town)}")
    assert not town.present(ann)
    assert not town.banned(ann)
    await ann.private.heard("moderation.notice.whole", reason=because(town))
    verbs = [row["verb"] for row in await town.rows("outbox.all") if row["verb"] in ("Post", "Remove")]
    assert verbs.index("Post") < verbs.index("Remove")
    await ann.joins()
    assert town.present(ann)


async def test_a_ban_is_undone_whole(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await mo.commands("ban", f"@Ann {because(town)}")
    await mo.told("moderation.done.ban", who="Ann", number="#1")
    assert town.banned(ann)
    await ann.private.heard("moderation.notice.whole", reason=because(town))
    await mo.commands("undo", f"1 {town.pick(zh='误会', en='a misunderstanding')}")
    await mo.told("moderation.done.undo", number="#1")
    assert not town.banned(ann)
    row = await case(town)
    assert (row["state"], row["settled_by_person"]) == ("undone", mo.person)
    await mo.commands("strikes", "@Ann", place=town.staff)
    await mo.told("moderation.view.lines", total="0.0")


async def test_a_ban_for_a_while_ends_by_itself(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await mo.commands("ban", "@Ann 7d")
    assert town.banned(ann)
    await town.passes(days=8)
    assert not town.banned(ann)


async def test_a_ban_is_lifted_by_name(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await mo.commands("ban", "@Ann")
    await mo.commands("unban", "@Ann")
    await mo.told("moderation.done.unban")
    assert not town.banned(ann)
    await ann.joins()
    assert town.present(ann)


async def test_from_the_staff_space_it_happens_where_the_member_is(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await ann.says(town.pick(zh="早上好", en="good morning"))
    await mo.commands("mute", "@Ann 1h", place=town.staff)
    assert town.muted(ann)
    await mo.commands("unmute", "@Ann", place=town.staff)
    assert not town.muted(ann)


async def test_nobody_acts_on_an_equal_or_higher_rank(town: Town) -> None:
    mo, meg, mia = await town.moderator("Mo"), await town.moderator("Meg"), await town.manager("Mia")
    for name in ("Meg", "Mia"):
        await mo.commands("mute", f"@{name} 1h")
        await mo.told("moderation.refused.rank")
    await mo.commands("warn", "@Mo")
    await mo.told("moderation.refused.yourself")
    await mia.commands("mute", "@Mia 1h")
    await mia.told("moderation.refused.yourself")
    assert await town.rows("moderation.cases") == []
    await mia.commands("mute", "@Meg 1h")
    assert [row["person"] for row in await town.rows("moderation.cases")] == [meg.person]


async def test_a_case_of_a_higher_rank_is_not_undone_from_below(town: Town) -> None:
    ann, mo, mia = await town.member("Ann"), await town.moderator("Mo"), await town.manager("Mia")
    await mia.commands("mute", "@Ann 1h")
    await mo.commands("undo", "1")
    await mo.told("moderation.refused.issuer")
    assert town.muted(ann)


async def test_a_moderator_does_not_undo_a_case_about_themselves(town: Town) -> None:
    mo, mia = await town.moderator("Mo"), await town.manager("Mia")
    await mia.commands("warn", "@Mo")
    await mo.commands("undo", "1")
    await mo.told("moderation.refused.own_case")
    assert (await case(town))["state"] == "standing"


async def test_members_have_no_such_commands(town: Town) -> None:
    ann, bo = await town.member("Ann"), await town.member("Bo")
    for name in ("warn", "mute", "kick", "ban", "unmute", "unban"):
        await ann.commands(name, "@Bo")
        await ann.told("bot.command.not_allowed")
    await ann.says("/警告 @Bo")
    await ann.told("bot.command.not_allowed", called="/警告")
    assert town.present(bo)
    assert await town.rows("moderation.cases") == []


async def test_a_case_is_shown_to_the_staff_and_takes_notes(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await mo.commands("case", place=town.staff)
    await mo.told("moderation.view.no_cases")
    await mo.commands("warn", f"@Ann {because(town)}")
    note = town.pick(zh="第一次，态度不错", en="first time and polite")
    await mo.commands("case", f"1 {note}", place=town.staff)
    await mo.told("moderation.done.note")
    await mo.commands("case", "1", place=town.staff)
    await mo.told("moderation.view.lines", note=note, reason=because(town), who="Ann")
    await mo.commands("case", place=town.staff)
    await mo.told("moderation.view.lines", who="Ann")
    await mo.commands("case", "99", place=town.staff)
    await mo.told("moderation.refused.no_case")
    assert ann.person


async def test_a_note_is_changed_by_whoever_wrote_it(town: Town) -> None:
    await town.member("Ann")
    mo, nia = await town.moderator("Mo"), await town.moderator("Nia")
    await mo.commands("warn", f"@Ann {because(town)}")
    await mo.commands("case", "1 " + town.pick(zh="写错了", en="a slip"), place=town.staff)
    await nia.commands("case", "1 " + town.pick(zh="备注 不是我的", en="note not mine"), place=town.staff)
    await nia.told("moderation.refused.no_note")
    better = town.pick(zh="第一次，态度不错", en="first time and polite")
    await mo.commands("case", f"1 {town.pick(zh='备注', en='note')} {better}", place=town.staff)
    await mo.told("moderation.done.renote")
    await mo.commands("case", "1", place=town.staff)
    await mo.told("moderation.view.lines", note=better)
    of = (await case(town))["id"]
    assert [row["text"] for row in await town.rows("moderation.notes", of=of)] == [better]


async def test_what_a_manager_made_of_a_case_is_no_moderators_to_undo(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    mia, max_ = await town.manager("Mia"), await town.manager("Max")
    await max_.says(town.pick(zh="早", en="morning"), place=town.staff)
    await mo.commands("mute", f"@Ann 30m {because(town)}")
    harder = town.pick(zh="处罚 封禁", en="penalty ban")
    await mia.commands("case", f"1 {harder}", place=town.staff)
    assert town.banned(ann)
    await mo.commands("undo", "1", place=town.staff)
    await mo.told("moderation.refused.issuer")
    assert town.banned(ann)
    await ann.presses("moderation.appeal")
    await ann.fills("moderation.appeal", words=town.pick(zh="我没有刷屏", en="I did not flood"))
    card = await town.staff.heard("moderation.card.appeal_higher", number="#1", only="Max")
    for decider, no in ((mo, "issuer"), (mia, "own_decision")):
        await decider.presses("moderation.grant", on=card)
        await decider.told(f"moderation.refused.{no}")
    await max_.presses("moderation.grant", on=card)
    assert not town.banned(ann)


async def test_a_penalty_is_changed_in_force_and_the_member_hears_of_it(town: Town) -> None:
    ann, bo, mo = await town.member("Ann"), await town.member("Bo"), await town.moderator("Mo")
    word = town.pick(zh="处罚", en="penalty")
    await mo.commands("mute", f"@Ann 30m {because(town)}")
    await mo.commands("case", f"1 {word} " + town.pick(zh="禁言 2h", en="mute 2h"), place=town.staff)
    await mo.told("moderation.done.repenalised", number="#1")
    await ann.private.heard("moderation.amended.private", number="#1")
    await town.passes(minutes=45)
    assert town.muted(ann)
    await mo.commands("case", f"1 {word} " + town.pick(zh="关起来", en="jail"), place=town.staff)
    await mo.told("moderation.refused.which_penalty")
    await mo.commands("case", f"1 {word} {town.pick(zh='禁言', en='mute')} 5s", place=town.staff)
    await mo.told("moderation.refused.length")
    await mo.commands("case", f"1 {word} {town.pick(zh='警告', en='warn')}", place=town.staff)
    assert not town.muted(ann)
    await mo.commands("case", "1", place=town.staff)
    for length in (town.pick(zh="30 分钟", en="30 minutes"), town.pick(zh="2 小时", en="2 hours")):
        await mo.told("moderation.view.lines", length=length)
    await bo.commands("case", f"1 {word} {town.pick(zh='禁言', en='mute')}")
    await bo.told("bot.command.not_allowed")
    await mo.commands("undo", "1", place=town.staff)
    await mo.commands("case", f"1 {word} {town.pick(zh='禁言', en='mute')}", place=town.staff)
    await mo.told("moderation.refused.settled")
    (row,) = await town.rows("moderation.cases")
    assert (row["penalty"], row["state"], row["points"]) == ("warn", "undone", 2.0)


async def test_a_record_is_nobody_elses_business(town: Town) -> None:
    ann, bo, mo = await town.member("Ann"), await town.member("Bo"), await town.moderator("Mo")
    await mo.commands("warn", f"@Ann {because(town)}")
    await ann.commands("strikes")
    await ann.told("moderation.view.lines", total="2.0")
    await town.garden.not_heard("moderation.view.lines")
    await bo.commands("strikes", "@Ann")
    await bo.told("moderation.refused.not_your_record")
    await bo.commands("strikes")
    await bo.told("moderation.view.clean_own")
    await bo.commands("why")
    await bo.told("moderation.view.clean_own")
    await ann.commands("why")
    await ann.told("moderation.view.lines", reason=because(town))
    await bo.commands("why", "1")
    await bo.told("moderation.refused.not_your_case")
    await ann.commands("why", "1")
    await ann.told("moderation.view.lines", reason=because(town))


async def test_a_command_without_a_person_says_how_it_is_written(town: Town) -> None:
    mo = await town.moderator("Mo")
    await mo.says("/warn")
    await mo.told("bot.command.usage")
    assert await town.rows("moderation.cases") == []


async def test_a_number_without_its_unit_mutes_nobody(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await mo.says("/mute @Ann 10 parsecs")
    await mo.told("bot.command.usage")
    assert not town.muted(ann)


async def test_a_name_in_other_letters_does_not_change_the_language(town: Town) -> None:
    name = town.pick(zh="Ann", en="小安")
    await town.member(name)
    mo = await town.moderator("Mo")
    await mo.commands("strikes", f"@{name}")
    await mo.told("moderation.view.clean", words=town.pick(zh="没有", en="nothing"))


async def test_a_penalty_for_a_message_is_told_in_that_messages_language(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    said = await ann.says(town.pick(zh="buy my course, everybody", en="大家快来买我的课"))
    await mo.commands("warn", because(town), reply_to=said)
    case = town.pick(zh="Case", en="案例")
    await ann.private.heard("moderation.notice.whole", words=case)
    await mo.commands("undo", "1")
    await ann.private.heard("moderation.undone.private", words=case)
    await mo.commands("warn", f"@Ann {because(town)}")
    await ann.private.heard("moderation.notice.whole", words=town.pick(zh="案例", en="ase #2"))
