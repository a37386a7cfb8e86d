"""Trust grows over days and is lost at once; moderators see what an order would mean before it happens."""

from __future__ import annotations

from tests.stories.test_rule_warnings import case, scam
from tests.world import Person, Said, Town


async def chats(town: Town, who: Person, day: int) -> Said:
    zh = ("早上好", "今天天气真好", "周末快乐呀", "晚安各位")
    en = ("good morning", "what a fine day", "happy weekend", "good night all")
    return await who.says(town.pick(zh=zh[day % 4], en=en[day % 4]) + f" {day}")


async def days(town: Town, who: Person) -> int:
    rows = await town.rows("moderation.trust", p=who.person)
    return int(rows[0]["days"]) if rows else 0


async def test_trust_needs_days_and_unedited_words_and_comes_back_with_an_undo(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    for n in range(2):
        await chats(town, ann, n)
    said = await chats(town, ann, 2)
    assert await days(town, ann) == 0
    for day in range(1, 4):
        await town.passes(hours=21)
        said = await chats(town, ann, day)
        assert await days(town, ann) == day
    await ann.edits(said, town.pick(zh="晚安", en="good night"))
    await town.passes(hours=21)
    await chats(town, ann, 4)
    assert await days(town, ann) == 3
    await town.crash()
    await town.passes(hours=21)
    await chats(town, ann, 5)
    assert await days(town, ann) == 4
    invited = await ann.says(
        town.pick(zh="来这个群 https://t.me/+AbCdEf123456", en="join https://discord.gg/AbCdEf")
    )
    assert not town.deleted(invited), "a moderator looks first"
    await town.staff.heard("moderation.card.review", number="#1")
    await town.passes(minutes=5)
    await ann.says(scam(town))
    assert await days(town, ann) == 0
    await mo.commands("undo", "2", place=town.staff)
    assert await days(town, ann) == 4


async def test_a_warning_shows_what_the_ladder_says_before_it_happens(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await mo.commands("warn", "@Ann")
    await mo.told("moderation.done.warn")
    await mo.commands("warn", f"@Ann {town.pick(zh='又来', en='again')}", place=town.staff)
    shown = await town.staff.heard("moderation.preview.harder", count="2", total="4.0")
    assert not town.muted(ann)
    await mo.presses("moderation.or", on=shown)
    assert (await case(town, 2))["penalty"] == "warn"
    await mo.presses("moderation.go", on=shown)
    await mo.told("moderation.refused.order_gone")
    await mo.commands("warn", "@Ann", place=town.staff)
    shown = await town.staff.heard("moderation.preview.harder", count="3", total="6.0")
    await mo.presses("moderation.go", on=shown)
    assert town.muted(ann)
    row = await case(town, 3)
    assert (row["penalty"], row["lasting"], row["by_person"]) == ("mute", 86_400, mo.person)


async def test_a_regular_is_not_banned_for_good_by_a_slip(town: Town) -> None:
    ann, mo, mia = await town.member("Ann"), await town.moderator("Mo"), await town.manager("Mia")
    said = await chats(town, ann, 0)
    await town.passes(days=3)
    await mo.commands("ban", reply_to=said)
    assert not town.banned(ann)
    await mo.told("moderation.preview.see_private")
    shown = await mo.private.heard("moderation.preview.ban", who="Ann")
    await mia.commands("role", "@Mo -moderator")
    await mo.presses("moderation.go", on=shown)
    await mo.told("moderation.refused.rank")
    assert not town.banned(ann)
    await mia.commands("role", "@Mo moderator")
    await mo.presses("moderation.go", on=shown)
    assert town.banned(ann)
    (kept,) = await town.rows("moderation.evidence", of=(await case(town))["id"])
    assert kept["message"] == said.id
    await mo.commands("unban", "@Ann")
    await mo.commands("ban", "@Ann", place=town.staff)
    await mo.presses("moderation.no", on=await town.staff.heard("moderation.preview.ban"))
    await mo.told("moderation.done.drop")
    assert not town.banned(ann)


async def test_the_third_day_counts_once_it_is_over_not_with_the_word_after_it(town: Town) -> None:
    ann = await town.member("Ann")
    await town.moderator("Mo")
    for day in range(3):
        await chats(town, ann, day)
        await town.passes(hours=21)
    invited = await ann.says(
        town.pick(zh="来这个群 https://t.me/+AbCdEf123456", en="join https://discord.gg/AbCdEf")
    )
    assert not town.deleted(invited), "a moderator looks first"
