"""Many strangers come at once: the space closes step by step, one card tells of it, and everything is given back."""

from __future__ import annotations

from contextlib import suppress

import pytest

from chat.actions import Capability
from tests.counterparts.discord.refusals import NotAllowed
from tests.world import Heard, Person, Town

FEW = {"moderation": {"raids": {"joins": 3, "copies": 3, "breakers": 3}}}


async def newcomer(town: Town, name: str) -> Person:
    """Somebody who has just come in."""
    person = await town.member(name)
    await person.leaves()
    await person.joins()
    return person


async def tries_to_join(person: Person) -> None:
    """Come in, where that is still possible."""
    with suppress(NotAllowed):
        await person.joins()


def lure(town: Town, turn: int) -> str:
    """What a raid posts, a little different each time; no rule knows it."""
    return town.pick(
        zh=f"各位群友请看我的头像简介里面有惊喜等着大家{turn * 37}",
        en=f"hey friends kindly look at my profile for a lovely surprise {turn * 37}",
    )


async def cards(town: Town) -> list[Heard]:
    return [one for one in await town.messages(town.staff.space) if one.key == "moderation.raid.card"]


@pytest.mark.settings(FEW)
async def test_many_who_come_at_once_close_the_door_until_it_is_quiet(town: Town) -> None:
    mo = await town.moderator("Mo")
    late = await town.member("Late")
    await late.leaves()
    before = town.driver.freedom()
    for name in ("Ann", "Bo"):
        await newcomer(town, name)
    assert town.driver.freedom() == before
    await newcomer(town, "Cy")
    assert town.driver.freedom() != before
    await town.passes(seconds=5)
    (card,) = await cards(town)
    await town.garden.silent()
    await tries_to_join(late)
    await town.passes(seconds=5)
    if town.present(late):  # there is no door to close: who comes may not speak
        assert town.muted(late)
    if town.driver.platform != "discord":  # there, invites are paused and nobody comes
        await town.staff.heard("moderation.door.card", who="Late")
        await mo.presses("door.admit")
        await town.passes(seconds=5)
        assert town.present(late)
        assert not town.muted(late)
        await town.staff.heard("moderation.door.empty")
    await town.passes(minutes=11)
    assert town.driver.freedom() != before
    await town.passes(minutes=11)
    assert town.driver.freedom() == before
    assert [one.id for one in await cards(town)] == [card.id]
    await town.staff.heard(
        "moderation.raid.card", level=town.pick(zh="已恢复原样", en="everything is as before")
    )
    await mo.presses("raid.over", on=card)
    await mo.told("moderation.raid.none")


@pytest.mark.settings(FEW)
async def test_newcomers_who_say_the_same_are_silenced_and_can_all_be_let_in_again(town: Town) -> None:
    mo, old = await town.moderator("Mo"), await town.member("Old")
    await old.says(town.pick(zh="我早就在这里了", en="I have been here for long"))
    await town.passes(days=2)
    before = town.driver.freedom()
    first, second = await newcomer(town, "Ann"), await newcomer(town, "Bo")
    await town.passes(minutes=2)
    third = await newcomer(town, "Cy")
    agrees = await old.says(lure(town, 9))
    said = [await one.says(lure(town, turn)) for turn, one in enumerate((first, second, third))]
    assert all(town.deleted(one) for one in said)
    assert not town.deleted(agrees)
    assert all(town.muted(one) for one in (first, second, third))
    assert not town.muted(old)
    await town.garden.silent()
    await first.private.heard("moderation.door.told")
    await town.passes(seconds=20)
    await town.staff.heard("moderation.raid.card")
    await town.staff.heard("moderation.door.card", who="Cy")
    await mo.presses("door.admit_all")
    assert not any(town.muted(one) for one in (first, second, third))
    await mo.commands("raid", town.pick(zh="解除", en="off"), place=town.staff)
    await mo.told("moderation.raid.done.over")
    assert town.driver.freedom() == before


@pytest.mark.settings(FEW)
async def test_what_newcomers_say_by_editing_is_said_when_they_edit(town: Town) -> None:
    people, harmless = [], ("早上好，刚来", "这里好热闹啊", "图片拍得真好看", "周末有人爬山吗")
    for turn in range(4):
        people.append(await newcomer(town, f"Raider{turn}"))
        await town.passes(minutes=2)
    said = [await one.says(text) for one, text in zip(people, harmless, strict=True)]
    await town.passes(minutes=20)
    for turn in (0, 1):
        await people[turn].edits(said[turn], lure(town, turn))
    assert not any(town.deleted(one) for one in said)
    await people[2].edits(said[2], lure(town, 2))
    assert all(town.deleted(one) for one in said[:3])
    await people[3].edits(said[3], lure(town, 3))
    assert town.deleted(said[3])
    assert not await town.rows("parked.open")
    await town.garden.silent()


@pytest.mark.settings(FEW)
async def test_a_raid_that_breaks_rules_is_one_card_and_no_flood(town: Town) -> None:
    await town.moderator("Mo")
    spam = town.pick(zh="兼职日结，详情私聊", en="guaranteed profit, aged accounts")
    people = []
    for turn in range(5):
        people.append(await newcomer(town, f"Raider{turn}"))
        await town.passes(minutes=1)
    for turn, one in enumerate(people):
        assert town.deleted(await one.says(f"{spam} {'abcdefgh'[turn]}"))
    await town.passes(seconds=20)
    assert len(await cards(town)) == 1
    later = [one for one in await town.messages(town.staff.space) if one.key == "moderation.card.acted"]
    assert len(later) <= 3
    assert len(await town.rows("moderation.cases")) == 5
    await town.garden.silent()


async def test_moderators_close_and_open_by_hand_and_a_crash_forgets_nothing(town: Town) -> None:
    mo, ann = await town.moderator("Mo"), await town.member("Ann")
    await ann.commands("raid", "lock")
    before = town.driver.freedom()
    await mo.commands("raid", town.pick(zh="全员禁言 30m", en="lock 30m"), place=town.staff)
    await mo.told("moderation.raid.done.set")
    await town.passes(seconds=5)
    locked = town.driver.freedom()
    assert locked != before
    card = await town.staff.heard("moderation.raid.card")
    await mo.presses("raid.down", on=card)
    lower = town.driver.freedom()
    assert lower not in (before, locked)
    await mo.presses("raid.down", on=card)
    await mo.told("moderation.raid.now")
    assert town.driver.freedom() == lower, "the second press of a double one takes no second step"
    if town.driver.platform != "local":  # the town of this process forgets its locks with it
        await town.crash()
    await town.passes(seconds=5)
    card = await town.staff.heard("moderation.raid.card")
    await mo.presses("raid.up", on=card)
    assert town.driver.freedom() == locked
    await mo.presses("raid.over", on=await town.staff.heard("moderation.raid.card"))
    assert town.driver.freedom() == before
    await mo.commands("raid", place=town.staff)
    await mo.told("moderation.raid.none")


@pytest.mark.settings({"moderation": {"raids": {"joins": 3, "mode": "review"}}})
async def test_in_review_nothing_is_closed_until_a_moderator_says_so(town: Town) -> None:
    mo = await town.moderator("Mo")
    before = town.driver.freedom()
    for name in ("Ann", "Bo", "Cy"):
        await newcomer(town, name)
    await town.passes(seconds=5)
    assert town.driver.freedom() == before
    await mo.presses("raid.up", on=await town.staff.heard("moderation.raid.card"))
    assert town.driver.freedom() != before
    await town.passes(minutes=30)
    assert town.driver.freedom() == before


async def test_who_asks_to_join_waits_for_a_human(town: Town) -> None:
    mo = await town.moderator("Mo")
    ann, bo, cy = [await town.member(name) for name in ("Ann", "Bo", "Cy")]
    if town.driver.platform == "discord":
        assert not town.app.platforms.can(town.garden.space, Capability.ANSWER_JOIN)
        assert not await ann.asks_to_join()
        return
    for one in (ann, bo, cy):
        await one.leaves()
        assert await one.asks_to_join()
    assert not any(town.present(one) for one in (ann, bo, cy))
    await town.passes(seconds=5)
    card = await town.staff.heard("moderation.door.card", who="Cy")
    await mo.presses("door.admit", on=card)
    assert town.present(ann)
    await mo.presses("door.admit", on=card)
    await mo.told("moderation.door.settled")
    await ann.presses("door.refuse_all", on=card)
    await mo.presses("door.refuse_all", on=card)
    await mo.told("moderation.door.all_refused")
    assert not town.present(bo)
    await town.staff.heard("moderation.door.empty")
    await mo.commands("door", place=town.staff)
    await mo.told("moderation.door.nobody")


@pytest.mark.settings({"moderation": {"door": {"requests": "admit"}}})
async def test_an_open_door_closes_while_a_raid_runs(town: Town) -> None:
    mo, ann, bo = await town.moderator("Mo"), await town.member("Ann"), await town.member("Bo")
    await ann.leaves()
    await bo.leaves()
    if not await ann.asks_to_join():
        return
    assert town.present(ann)
    await mo.commands("raid", "gate", place=town.staff)
    await bo.asks_to_join()
    assert not town.present(bo)
    await town.passes(seconds=5)
    await town.staff.heard("moderation.door.card", who="Bo")


@pytest.mark.settings(FEW)
async def test_whom_a_human_lets_in_all_at_once_is_no_raid(town: Town) -> None:
    mo = await town.moderator("Mo")
    people = [await town.member(name) for name in ("Ann", "Bo", "Cy", "Di")]
    before = town.driver.freedom()
    for one in people:
        await one.leaves()
        if not await one.asks_to_join():
            assert town.driver.platform == "discord"
            return
    await town.passes(seconds=5)
    await mo.presses("door.admit_all")
    await town.passes(seconds=5)
    assert all(town.present(one) for one in people)
    assert await cards(town) == []
    assert town.driver.freedom() == before
