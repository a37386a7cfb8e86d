"""What strangers begin with, how they call themselves, how they react, and how soon they are gone."""

from __future__ import annotations

import pytest

from tests.world import Person, Town


async def renames(town: Town, person: Person, name: str) -> None:
    """Call oneself otherwise."""
    async with town.act():
        await town.driver.rename(person.native, name)


async def rules(town: Town) -> list[str]:
    return sorted(row["rule"] for row in await town.rows("moderation.cases"))


@pytest.mark.settings({"moderation": {"rules": {"reactions": {"mode": "enforce", "most": 3}}}})
async def test_enforced_the_shower_is_taken_away_and_so_is_what_still_comes(town: Town) -> None:
    ann, bo = await town.member("Ann"), await town.member("Bo")
    await town.moderator("Mo")
    said = [await bo.says(town.pick(zh=f"第{turn}句", en=f"line {turn}")) for turn in range(5)]
    await bo.reacts(said[0], "👍")
    for one in said[:3]:
        await ann.reacts(one, "👍")
    assert [town.reactions(one) for one in said] == [2, 1, 1, 0, 0]
    await ann.reacts(said[3], "👍")
    assert [town.reactions(one) for one in said] == [1, 0, 0, 0, 0]
    await ann.reacts(said[4], "🔥")
    assert town.reactions(said[4]) == 0
    assert await rules(town) == ["reactions"]
    await ann.private.heard("moderation.notice.whole", number="#1")


async def test_a_stranger_who_begins_with_a_bare_link_is_looked_at_and_a_regular_is_not(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    said = await ann.says("https://example.org/offer")
    assert not town.deleted(said)
    card = await town.staff.heard("moderation.card.review", number="#1", found="link_only")
    await mo.presses("moderation.dismiss", on=card)
    for zh, en in (
        ("大家好", "hello everybody"),
        ("今天天气真不错", "what a day"),
        ("我先去吃饭啦", "off for lunch now"),
    ):
        await ann.says(town.pick(zh=zh, en=en))
    await town.passes(minutes=5)
    await ann.says("https://example.org/answer")
    assert await rules(town) == ["first_messages"]


@pytest.mark.parametrize("kind", ["forward", "elsewhere", "contact"])
async def test_forwards_contacts_and_replies_elsewhere_of_strangers_are_looked_at(
    town: Town, kind: str
) -> None:
    ann = await town.member("Ann")
    await town.moderator("Mo")
    said = await ann.sends(kind, town.pick(zh="看看这个", en="look at this"))
    if said is None:  # the platform tells bots of no such thing
        assert town.driver.platform == "discord"
        return
    assert not town.deleted(said)
    await town.staff.heard("moderation.card.review", number="#1", found=kind)


@pytest.mark.settings({"moderation": {"rules": {"first_messages": {"mode": "enforce"}}}})
async def test_enforced_the_message_goes_and_its_author_learns_why(town: Town) -> None:
    ann = await town.member("Ann")
    said = await ann.says("https://example.org/offer")
    assert town.deleted(said)
    await ann.private.heard("moderation.notice.whole", number="#1")


async def test_a_name_that_poses_as_staff_or_advertises_is_looked_at(town: Town) -> None:
    mo = await town.moderator("Mo")
    fake = await town.member(town.pick(zh="官方客服小王", en="Admin"))
    await fake.leaves()
    await fake.joins()
    card = await town.staff.heard("moderation.card.review", number="#1")
    await mo.presses("moderation.uphold", on=card)
    await fake.private.heard("moderation.notice.whole", number="#1")
    honest = await town.member("Bo")
    await honest.leaves()
    await honest.joins()
    assert await rules(town) == ["names"]


async def test_who_takes_the_name_of_staff_later_is_looked_at_with_the_next_word(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    for word in (town.pick(zh="大家好", en="hello everybody"), town.pick(zh="天气真好", en="what a day")):
        await ann.says(word)
    await renames(town, ann, town.pick(zh="小安", en="Anna"))
    await ann.says(town.pick(zh="我换了个名字", en="I call myself otherwise now"))
    assert await rules(town) == []
    await renames(town, ann, town.pick(zh="官方客服小王", en="Admin"))
    assert await rules(town) == []
    said = await ann.says(town.pick(zh="有人在吗", en="is anybody here"))
    assert await rules(town) == ["names"]
    assert not town.deleted(said)
    card = await town.staff.heard("moderation.card.review", number="#1")
    await mo.presses("moderation.dismiss", on=card)


@pytest.mark.settings({"moderation": {"rules": {"reactions": {"mode": "review", "most": 3}}}})
async def test_who_showers_reactions_is_looked_at_once(town: Town) -> None:
    ann, bo = await town.member("Ann"), await town.member("Bo")
    await town.moderator("Mo")
    said = [await bo.says(town.pick(zh=f"第{turn}句", en=f"line {turn}")) for turn in range(6)]
    for one in said[:3]:
        await ann.reacts(one, "👍")
    assert await rules(town) == []
    for one in said[3:]:
        await ann.reacts(one, "👍")
    assert await rules(town) == ["reactions"]
    await town.staff.heard("moderation.card.review", number="#1")


@pytest.mark.settings({"moderation": {"rules": {"first_messages": {"mode": "off"}}}})
async def test_who_joins_leaves_a_link_and_goes_is_looked_at(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    await ann.leaves()
    await ann.joins()
    said = await ann.says(town.pick(zh="大家看 https://example.org/win", en="see https://example.org/win"))
    await town.passes(minutes=3)
    await ann.leaves()
    assert not town.deleted(said)
    card = await town.staff.heard("moderation.card.review", number="#1")
    await mo.presses("moderation.uphold", on=card)
    assert town.deleted(said)
    assert await rules(town) == ["hit_and_run"]
