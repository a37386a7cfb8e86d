"""Somebody breaks a rule: the message goes, they learn why, it counts once, it fades, and it can be taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.world import Person, Said, Town


def scam(town: Town, which: int = 0) -> str:
    """A message that the shipped packs are sure about."""
    zh = ("宝子们，兼职日结来不来", "真人视讯百家乐，上车", "无抵押无担保，当天放款")
    en = (
        "guaranteed profit for everybody here",
        "selling aged accounts, aged reddit too",
        "cashapp flip, fast",
    )
    return town.pick(zh=zh[which], en=en[which])


def suspicious(town: Town) -> str:
    """A message that only asks for a moderator."""
    return town.pick(zh="想要资料的加微信", en="crypto signals here")


async def case(town: Town, number: int = 1) -> Mapping[str, Any]:
    rows = await town.rows("moderation.numbered", wanted=number)
    assert rows, f"there is no case {number}"
    return rows[0]


async def numbers(town: Town) -> list[int]:
    return sorted(row["number"] for row in await town.rows("moderation.cases"))


async def offends(town: Town, who: Person, which: int = 0) -> Said:
    """Break the rules in a new incident."""
    await town.passes(minutes=3)
    return await who.says(scam(town, which))


async def test_a_scam_is_taken_down_and_its_author_told_in_private(town: Town) -> None:
    ann = await town.member("Ann")
    said = await ann.says(scam(town))
    assert town.deleted(said)
    await ann.private.heard("moderation.notice.whole", quote=scam(town), number="#1")
    await town.garden.silent()
    row = await case(town)
    assert (row["person"], row["rule"], row["state"], row["told"]) == (
        ann.person,
        "words",
        "standing",
        "private",
    )


async def test_the_evidence_is_kept_with_its_place_in_the_original_text(town: Town) -> None:
    ann = await town.member("Ann")
    text = town.pick(zh="😀【兼 职】兼職日結，速来", en="😀 ＧＵＡＲＡＮＴＥＥＤ ＰＲＯＦＩＴ!!")
    said = await ann.says(text)
    assert town.deleted(said)
    row = await case(town)
    (kept,) = await town.rows("moderation.evidence", of=row["id"])
    assert kept["text"] == text
    mo = await town.moderator("Mo")
    await mo.commands("why", "1", place=town.staff)
    found = town.pick(zh="兼職日結", en="ＧＵＡＲＡＮＴＥＥＤ ＰＲＯＦＩＴ")
    await mo.told("moderation.view.lines", found=found)
    recorded = json.loads(kept["findings"])
    assert len({one["version"] for one in recorded}) == 1
    scores = {one["rule"]: one["score"] for one in recorded}
    assert set(scores) == {"words", "solicitation"}
    assert scores["words"] is None
    await mo.told("moderation.view.lines", version=recorded[0]["version"])
    await mo.told("moderation.view.lines", scores=f"{scores['solicitation']:g}")


async def test_ordinary_chat_is_left_alone_and_remembered(town: Town) -> None:
    ann = await town.member("Ann")
    said = await ann.says(town.pick(zh="今天的活动几点开始？", en="when does the event start today?"))
    assert not town.deleted(said)
    await town.garden.silent()
    assert await town.rows("moderation.cases") == []
    (row,) = await town.rows("moderation.messages_of", p=ann.person)
    assert row["message"] == said.id


async def test_who_has_no_private_chat_hears_a_short_reason_that_vanishes(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.closes_private()
    await ann.says(scam(town))
    await town.garden.heard("moderation.public.because", number="#1")
    assert (await case(town))["told"] == "public"
    await town.passes(seconds=40)
    await town.garden.not_heard("moderation.public.because")


async def test_an_edit_is_read_again(town: Town) -> None:
    ann = await town.member("Ann")
    said = await ann.says(town.pick(zh="大家好呀", en="hello everybody"))
    assert not town.deleted(said)
    await ann.edits(said, scam(town))
    assert town.deleted(said)
    await ann.private.heard("moderation.notice.whole", number="#1")


async def test_an_edit_never_gives_a_command(town: Town) -> None:
    ann = await town.member("Ann")
    said = await ann.says(town.pick(zh="大家好呀", en="hello everybody"))
    await ann.edits(said, town.pick(zh="/人工 我的包裹没到", en="/human my parcel is late"))
    await town.garden.silent()
    await ann.private.silent()
    assert await town.rows("support.open") == []


@pytest.mark.settings(
    {"moderation": {"custom": {"files": {"mode": "enforce", "signals": [{"shape": "media_only"}]}}}}
)
async def test_a_picture_is_kept_as_evidence_before_it_goes(town: Town) -> None:
    ann = await town.member("Ann")
    async with town.act():
        native = await town.driver.send_file(
            ann.native, town.garden.space, "prize.pdf", b"%PDF-1.4 win", None
        )
    assert town.deleted(Said(town.garden.space, native))
    (kept,) = await town.rows("moderation.evidence", of=(await case(town))["id"])
    assert (kept["message"], kept["text"]) == (native, "")
    kind, _, ref = kept["media"].partition(" ")
    assert kind == "document"
    assert ref, "the platform can show it again"


async def test_an_invitation_into_another_community_goes(town: Town) -> None:
    ann = await town.member("Ann")
    said = await ann.says(
        town.pick(zh="来这个群 https://t.me/+AbCdEf123456", en="join https://discord.gg/AbCdEf")
    )
    assert town.deleted(said)
    assert (await case(town))["rule"] == "links"


async def test_too_many_messages_at_once_are_one_incident_and_end_in_a_short_mute(town: Town) -> None:
    ann = await town.member("Ann")
    said = [await ann.says(town.pick(zh=f"第{n}句", en=f"line {n}")) for n in range(8)]
    assert not any(town.deleted(one) for one in said)
    for n in range(8, 13):
        assert town.deleted(await ann.says(town.pick(zh=f"第{n}句", en=f"line {n}")))
    row = await case(town)
    assert await numbers(town) == [1]
    assert (row["rule"], row["points"], row["hits"]) == ("flood", 1.0, 5)
    assert town.muted(ann)
    await town.passes(minutes=11)
    assert not town.muted(ann)


async def test_the_same_again_and_again_goes(town: Town) -> None:
    ann = await town.member("Ann")
    text = town.pick(zh="请问有没有人知道退款要几天", en="does anybody know how long a refund takes")
    first, second, third = [await ann.says(text + mark) for mark in ("", "!", " ??")]
    assert (town.deleted(first), town.deleted(second), town.deleted(third)) == (False, True, True)
    assert (await case(town))["rule"] == "duplicates"


@pytest.mark.settings({"moderation": {"raids": {"mode": "off"}, "rules": {"duplicates": {"members": 3}}}})
async def test_many_members_saying_nearly_the_same_call_a_moderator_once(town: Town) -> None:
    people = [await town.member(name) for name in ("Ann", "Bo", "Cy", "Di")]
    await town.moderator("Mo")
    endings = ("", " :)", "!!", " 98")
    text = town.pick(zh="各位看看我的头像和简介有惊喜", en="friends, look at my picture for a surprise")
    said = [await person.says(f"{text}{end}") for person, end in zip(people, endings, strict=True)]
    assert not any(town.deleted(one) for one in said)
    assert ((await case(town))["rule"], await numbers(town)) == ("duplicates", [1])


async def test_calling_everybody_is_not_for_members(town: Town) -> None:
    ann = await town.member("Ann")
    said = await ann.says(town.pick(zh="@所有人 看我", en="@everyone look at me"))
    assert town.deleted(said)
    assert (await case(town))["rule"] == "mentions"


@pytest.mark.settings({"moderation": {"rules": {"mentions": {"most": 2}}}})
async def test_mentioning_many_people_goes(town: Town) -> None:
    ann = await town.member("Ann")
    for name in ("Bo", "Cy", "Di"):
        await town.member(name)
    said = await ann.says("@Bo @Cy hi")
    assert not town.deleted(said)
    said = await ann.says("@Bo @Cy @Di hi")
    assert town.deleted(said)


async def test_staff_and_higher_are_not_judged(town: Town) -> None:
    for person in (await town.moderator("Mo"), await town.manager("Mia"), await town.owner("Olga")):
        said = await person.says(scam(town))
        assert not town.deleted(said)
    assert await town.rows("moderation.cases") == []


HALF_LIFE = timedelta(days=30)
LADDER = {
    "minor": 1,
    "moderate": 1,
    "serious": 1,
    "steps": ["0 note", "1.5 warn", "2.5 mute 1h", "3.5 remove", "4.5 ban"],
}


@pytest.mark.settings({"moderation": {"ladder": LADDER}})
async def test_the_ladder_leads_from_a_note_to_a_ban_that_a_human_decides(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await offends(town, ann)
    await offends(town, ann, 1)
    assert [(await case(town, n))["penalty"] for n in (1, 2)] == ["note", "warn"]
    assert not town.muted(ann)
    await offends(town, ann, 2)
    assert town.muted(ann)
    await town.staff.heard("moderation.card.acted", number="#3")
    await town.passes(minutes=61)
    assert not town.muted(ann)
    await offends(town, ann)
    assert not town.banned(ann)
    await ann.private.heard("moderation.notice.whole", number="#4")
    if town.driver.platform == "telegram":
        assert town.muted(ann), "a removal there would erase what she said: muted for a day instead"
        await town.passes(hours=25)
    else:
        assert not town.present(ann)
        await ann.joins()
    await offends(town, ann, 1)
    assert town.muted(ann)
    assert not town.banned(ann)
    card = await town.staff.heard("moderation.card.proposes_ban", number="#5")
    await mo.presses("moderation.ban", on=card)
    assert town.banned(ann)
    await town.staff.heard("moderation.card.banned", ban="#6")
    row = await case(town, 6)
    assert (row["by_person"], row["penalty"], row["rule"]) == (mo.person, "ban", "")


@pytest.mark.settings({"moderation": {"ladder": LADDER}})
async def test_points_fade_so_that_an_old_breach_is_forgiven(town: Town) -> None:
    ann = await town.member("Ann")
    await offends(town, ann)
    half = (town.clock.now() + HALF_LIFE).astimezone(ZoneInfo("Asia/Shanghai"))
    day = town.pick(zh=f"{half.month}月{half.day}日", en=f"{half:%d %b}")
    await ann.private.heard("moderation.notice.whole", number="#1", half=f"{day} {half:%H:%M}")
    town.clock.set(town.clock.now() + 2 * HALF_LIFE)  # no alarm has a part in it
    await offends(town, ann, 1)
    assert (await case(town, 2))["penalty"] == "note"
    await ann.commands("strikes")
    await ann.told("moderation.view.lines", total="1.2")


@pytest.mark.settings({"moderation": {"ladder": LADDER}})
async def test_a_burst_is_one_strike(town: Town) -> None:
    ann = await town.member("Ann")
    said = [await ann.says(scam(town, which)) for which in range(3)]
    assert all(town.deleted(one) for one in said)
    row = await case(town)
    assert await numbers(town) == [1]
    assert (row["hits"], row["penalty"]) == (3, "note")
    assert len(await town.rows("moderation.evidence", of=row["id"])) == 3


async def test_a_mute_of_the_ladder_is_undone_whole(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await ann.says(scam(town))
    assert town.muted(ann)
    card = await town.staff.heard("moderation.card.acted", number="#1", quote=scam(town))
    await mo.presses("moderation.undo", on=card)
    assert not town.muted(ann)
    await ann.private.heard("moderation.undone.private", number="#1")
    await town.staff.heard("moderation.card.undone", number="#1")
    await ann.commands("strikes")
    await ann.told("moderation.view.lines", total="0.0")
    await mo.commands("undo", "1", place=town.staff)
    await mo.told("moderation.refused.settled")
    await town.passes(hours=2)
    assert (await town.rows("moderation.penalties", of=(await case(town))["id"]))[0]["state"] == "lifted"


async def test_a_suspicion_waits_for_a_moderator_who_sees_nothing_wrong(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    said = await ann.says(suspicious(town))
    assert not town.deleted(said)
    await ann.private.silent()
    card = await town.staff.heard("moderation.card.review", number="#1", quote=suspicious(town))
    await mo.presses("moderation.dismiss", on=card)
    await mo.told("moderation.done.dismiss")
    await town.staff.heard("moderation.card.dismissed")
    assert (await case(town))["state"] == "dismissed"
    assert not town.deleted(said)


async def test_a_suspicion_that_a_moderator_confirms_has_its_consequences_once(town: Town) -> None:
    ann, mo, mia = await town.member("Ann"), await town.moderator("Mo"), await town.manager("Mia")
    said = await ann.says(suspicious(town))
    card = await town.staff.heard("moderation.card.review", number="#1")
    await mo.presses("moderation.uphold", on=card)
    assert town.deleted(said)
    await ann.private.heard("moderation.notice.whole", number="#1")
    await mia.presses("moderation.uphold", on=card)
    await mia.told("moderation.refused.settled")
    row = await case(town)
    assert (row["state"], row["settled_by_person"]) == ("standing", mo.person)
    assert row["points"] > 0


async def test_a_representative_is_no_moderator(town: Town) -> None:
    ann, rae = await town.member("Ann"), await town.representative("Rae")
    said = await ann.says(suspicious(town))
    card = await town.staff.heard("moderation.card.review", number="#1")
    await rae.presses("moderation.uphold", on=card)
    await rae.told("moderation.refused.rank")
    assert not town.deleted(said)


async def test_who_lost_the_duty_cannot_press_any_more(town: Town) -> None:
    ann, mo, mia = await town.member("Ann"), await town.moderator("Mo"), await town.manager("Mia")
    said = await ann.says(suspicious(town))
    card = await town.staff.heard("moderation.card.review", number="#1")
    await mia.commands("role", "@Mo -moderator")
    await mo.presses("moderation.uphold", on=card)
    assert not town.deleted(said)
    assert (await case(town))["state"] == "review"


@pytest.mark.settings(
    {"moderation": {"rules": {"words": {"mode": "shadow"}, "solicitation": {"mode": "off"}}}}
)
async def test_a_rule_in_shadow_only_records(town: Town) -> None:
    ann = await town.member("Ann")
    said = await ann.says(scam(town))
    assert not town.deleted(said)
    assert await town.rows("moderation.cases") == []
    assert [row["code"] for row in await town.rows("audit.subject", s="words")] == ["rule.shadow"]


@pytest.mark.settings(
    {"moderation": {"rules": {"words": {"forbidden": ["薅羊毛", "lorem"], "allowed": ["lorem ipsum"]}}}}
)
async def test_the_communitys_own_words_have_the_boundaries_of_their_script(town: Town) -> None:
    ann = await town.member("Ann")
    bad = await ann.says(town.pick(zh="一起来薅羊毛呀", en="some Lorem here"))
    good = await ann.says(town.pick(zh="一起来薅 羊 驼毛呀", en="lorem ipsum and loremology"))
    assert town.deleted(bad)
    assert not town.deleted(good)


async def test_what_was_said_before_a_crash_still_counts(town: Town) -> None:
    ann = await town.member("Ann")
    text = town.pick(zh="请问有没有人知道退款要几天", en="does anybody know how long a refund takes")
    await ann.says(text)
    await ann.says(text)
    await town.crash()
    assert town.deleted(await ann.says(text))


async def test_a_mute_ends_after_a_crash_too(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.says(scam(town))
    assert town.muted(ann)
    await town.crash()
    await town.passes(hours=2)
    assert not town.muted(ann)
    (penalty,) = await town.rows("moderation.penalties", of=(await case(town))["id"])
    assert penalty["state"] == "ended"
