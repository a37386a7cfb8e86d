"""What strangers begin with, how they call themselves, how they react, and how soon they are gone."""

from __future__ import annotations

import pytest

from bot.complaint import told
from chat.text import Text
from tests.world import Heard, Person, Town


async def renames(town: Town, person: Person, name: str) -> None:
    """Call oneself otherwise."""
    async with town.act():
        await town.driver.rename(person.native, name)


def named(town: Town, shape: str) -> str:
    """What a shape is called in the story's language."""
    return told(Text(f"moderation.shape.{shape}"), town.language)


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
    card = await town.staff.heard("moderation.card.review", number="#1", found=named(town, "link_only"))
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
    await town.staff.heard("moderation.card.review", number="#1", found=named(town, kind))


async def newcomer(town: Town, name: str) -> Person:
    """Somebody who has come in this moment."""
    person = await town.member(name)
    await person.leaves()
    await person.joins()
    return person


@pytest.mark.parametrize("kind", ["forward", "poll"])
async def test_an_offer_that_is_forwarded_or_asked_in_a_poll_is_found(town: Town, kind: str) -> None:
    ann = await town.member("Ann")
    await town.moderator("Mo")
    for zh, en in (("大家好", "hello everybody"), ("天气真好", "what a day"), ("去吃饭啦", "off for lunch")):
        await ann.says(town.pick(zh=zh, en=en))
    assert await ann.sends(kind, town.pick(zh="晚饭吃什么", en="what is for dinner")) is not None
    assert await rules(town) == []
    offer = town.pick(
        zh="带单老师 日赚五千 稳赚不赔 加微信 abc12345",
        en="earn $500 a day with crypto signals, no risk, dm me @kingpump",
    )
    said = await ann.sends(kind, offer)
    assert said is not None
    (found,) = await rules(town)
    assert found in ("words", "solicitation")
    assert town.deleted(said) is (kind == "forward"), "beside somebody's own words it is only looked at"


@pytest.mark.parametrize("kind", ["photo", "voice"])
async def test_who_comes_in_with_nothing_but_media_is_looked_at(town: Town, kind: str) -> None:
    ann, mo = await newcomer(town, "Ann"), await town.moderator("Mo")
    said = await ann.sends(kind, "")
    assert said is not None
    assert not town.deleted(said)
    card = await town.staff.heard("moderation.card.review", number="#1", found=named(town, "media_at_once"))
    await ann.sends(kind, "")
    assert len(await cards(town)) == 1
    await mo.presses("moderation.dismiss", on=card)
    assert await rules(town) == ["first_messages"]


async def test_pictures_of_those_who_greet_or_have_been_here_are_nothing_to_look_at(town: Town) -> None:
    await town.moderator("Mo")
    known, hello = await town.member("Old"), town.pick(zh="大家好", en="hello everybody")
    await known.says(hello)
    await town.passes(days=2)
    await known.sends("photo", "")
    captioned, greeting, waving, slow = [await newcomer(town, name) for name in ("Ann", "Bo", "Cy", "Di")]
    await captioned.sends("photo", town.pick(zh="大家好，这是我家的猫", en="hello, this is my cat"))
    await captioned.sends("photo", "")
    await greeting.says(hello)
    await greeting.sends("photo", "")
    await waving.sends("sticker", "")
    await town.passes(minutes=3)
    await slow.sends("photo", "")
    assert await rules(town) == []


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


def advertises(town: Town, turn: int) -> str:
    """A name that no member has."""
    return town.pick(zh=f"看我简介领U{turn}", en=f"Crypto Signals DM me {turn}")


async def come(town: Town, many: int) -> None:
    """People with such names, one after the other."""
    for turn in range(many):
        one = await town.member(advertises(town, turn))
        await one.leaves()
        await one.joins()
        await town.passes(seconds=20)


async def cards(town: Town) -> list[Heard]:
    return [one for one in await town.messages(town.staff.space) if one.key.startswith("moderation.card.")]


async def test_a_burst_of_names_that_advertise_is_a_case_each_and_one_card(town: Town) -> None:
    mo = await town.moderator("Mo")
    await come(town, 12)
    assert await rules(town) == ["names"] * 10, "the list shows the last ten"
    (card,) = await cards(town)
    await town.staff.heard("moderation.card.crowd", count="12")
    await mo.commands("ham", "3", place=town.staff)
    await mo.presses("moderation.uphold_all", on=card)
    assert await states(town, 1, 3, 12) == ["standing", "dismissed", "standing"]
    assert [one.key for one in await cards(town)] == ["moderation.card.crowd_over"]
    await mo.presses("moderation.dismiss_all", on=card)
    assert await states(town, 1, 12) == ["standing", "standing"]
    await come(town, 1)
    assert [one.key for one in await cards(town)][1:] == ["moderation.card.review"], "a new burst, a new card"


async def test_a_crowd_that_is_all_right_is_dismissed_with_one_press(town: Town) -> None:
    mo = await town.moderator("Mo")
    await come(town, 2)
    await mo.presses("moderation.dismiss_all", on=await town.staff.heard("moderation.card.crowd", count="2"))
    assert await states(town, 1, 2) == ["dismissed", "dismissed"]


async def test_who_comes_right_after_a_settled_crowd_is_on_a_card_of_their_own(town: Town) -> None:
    mo = await town.moderator("Mo")
    await come(town, 2)
    old = await town.staff.heard("moderation.card.crowd", count="2")
    late = [await town.member(advertises(town, turn)) for turn in (7, 8, 9)]
    for one in late:
        await one.leaves()
    await mo.presses("moderation.dismiss_all", on=old)
    async with town.act():  # faster than any card arrives
        for one in late:
            await town.driver.join(one.native)
    await town.passes(seconds=10)
    assert [one.key for one in await cards(town)] == ["moderation.card.crowd_over", "moderation.card.crowd"]
    await mo.presses("moderation.uphold_all", on=await town.staff.heard("moderation.card.crowd", count="3"))
    assert await states(town, 1, 2, 3, 4, 5) == ["dismissed", "dismissed", "standing", "standing", "standing"]


async def states(town: Town, *numbers: int) -> list[str]:
    found = [await town.rows("moderation.numbered", wanted=number) for number in numbers]
    return [row["state"] for (row,) in found]


@pytest.mark.settings({"moderation": {"rules": {"solicitation": {"mode": "off"}}}})
async def test_where_nobody_minds_offers_no_name_is_looked_at_for_one(town: Town) -> None:
    await town.moderator("Mo")
    await come(town, 1)
    assert await rules(town) == []


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
