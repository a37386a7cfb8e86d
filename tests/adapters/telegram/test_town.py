"""Telegram and the whole of Steward together: rights without a person, crashes, moves, lost rights."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.places import Place
from bot.settings import Settings
from chat.actions import Post, Repeat
from chat.people import Identity, Space
from tests.adapters.telegram.conftest import said
from tests.adapters.telegram.test_pace import send
from tests.counterparts.telegram.sdk import bot_of
from tests.stories.test_faq import refund, stocked
from tests.towns.telegram import TelegramDriver
from tests.world import Person, Said, Town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    settings = {"community": {"name": "Garden", "language": "en", "timezone": "Asia/Shanghai"}}
    town = Town(TelegramDriver(), "en", tmp_path, Settings.model_validate(settings))
    await town.open()
    yield town
    await town.close()


def driver_of(town: Town) -> TelegramDriver:
    assert isinstance(town.driver, TelegramDriver)
    return town.driver


async def test_an_anonymous_administrator_confirms_with_a_press_of_their_own(town: Town) -> None:
    mia, ann = await town.manager("Mia"), await town.member("Ann")
    driver = driver_of(town)
    user = driver.server.users[int(mia.native)]
    driver.garden_chat.promote(user)
    async with town.act():
        words = "/role @Ann moderator"
        user.says(driver.garden_chat, words, entities=driver._mentions(words), anonymous=True)
    await town.garden.heard("bot.confirm.ask")
    assert not [row for row in await town.rows("role.all") if row["person"] == ann.person]
    await ann.presses("confirm")
    await ann.told("bot.press.not_yours")
    await mia.presses("confirm")
    assert [row["role"] for row in await town.rows("role.all") if row["person"] == ann.person] == [
        "moderator"
    ]


async def test_an_anonymous_administrator_may_ask_for_help_like_anybody(town: Town) -> None:
    mia = await town.manager("Mia")
    driver = driver_of(town)
    user = driver.server.users[int(mia.native)]
    driver.garden_chat.promote(user)
    async with town.act():
        user.says(driver.garden_chat, "/help", anonymous=True)
    await town.garden.heard("bot.confirm.ask", command="/help")
    await mia.presses("confirm")
    await mia.told("handlers.help.row")


async def answers_anonymously(town: Town, admin: Person, asked: Said, text: str) -> None:
    """Somebody of the staff answers as the group."""
    garden = driver_of(town).garden_chat
    user = driver_of(town).server.users[int(admin.native)]
    garden.promote(user)
    async with town.act():
        user.says(garden, text, reply_to=garden.messages[int(asked.id)], anonymous=True)


async def test_an_anonymous_administrator_who_is_answering_is_not_talked_over(town: Town) -> None:
    await stocked(town)
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    said = await ann.says("something is odd with my order")
    await answers_anonymously(town, mo, said, "which one is it?")
    await ann.says(refund(town))
    await town.garden.silent()
    await town.passes(minutes=4)
    await ann.says(refund(town))
    await town.garden.heard("faq.answer.sourced")


async def test_a_question_that_an_anonymous_administrator_answered_goes_to_nobody_else(town: Town) -> None:
    ann, mo = await town.member("Ann"), await town.moderator("Mo")
    asked = await ann.says("support, how do I change a wrong address?")
    await answers_anonymously(town, mo, asked, "under your profile")
    await town.passes(minutes=30)
    await town.garden.not_heard("support.opened.unanswered")


async def test_a_channel_gives_no_orders(town: Town) -> None:
    ann = await town.member("Ann")
    driver = driver_of(town)
    channel = driver.server.channel("Away", bot=False)
    async with town.act():
        driver.server.users[int(ann.native)].says(driver.garden_chat, "/role @Ann owner", as_channel=channel)
    await town.garden.silent()
    assert not await town.rows("role.all")


async def test_an_administrator_of_the_chat_is_staff_there(town: Town) -> None:
    ann = await town.member("Ann")
    driver = driver_of(town)
    async with town.act():
        driver.garden_chat.promote(driver.server.users[int(ann.native)])
    standing = await town.app.people.standing(ann.person, town.garden.space)
    assert standing.rank.name == "STAFF"
    elsewhere = await town.app.people.standing(ann.person, ann.private.space)
    assert elsewhere.rank.name == "MEMBER"


async def test_a_crash_between_the_effect_and_its_record_posts_no_official_word_twice(town: Town) -> None:
    driver = driver_of(town)
    await town.member("Ann")
    driver.server.faults.next("sendMessage", "reset_after")
    await send(town, Post(to=town.garden.space, body=said("the winner is …"), repeat_as=Repeat.PARK))
    assert driver.garden_chat.says_bot() == ["the winner is …"]
    await town.crash()
    assert driver.garden_chat.says_bot() == ["the winner is …"]


async def test_a_reminder_is_rather_said_twice_than_never(town: Town) -> None:
    driver = driver_of(town)
    await town.member("Ann")
    driver.server.faults.next("sendMessage", "reset_before")
    await send(town, Post(to=town.garden.space, body=said("remember")))
    await town.passes(minutes=1)
    assert driver.garden_chat.says_bot() == ["remember"]


async def test_a_group_that_moves_stays_served_under_its_new_id(town: Town) -> None:
    driver = driver_of(town)
    ann = await town.member("Ann")
    user = driver.server.users[int(ann.native)]
    group = driver.server.group("Small", members=(user,))
    old = Space("telegram", str(group.id))
    town.app.places.configure([Place(space=old), Place(space=town.garden.space)])
    async with town.act():
        grown = group.migrate()
        user.says(grown, "/lnk")
    new = Space("telegram", str(grown.id))
    assert town.app.places.known(new) is not None
    assert town.app.places.known(old) is None
    stored = [(row["platform"], row["id"], row["kind"]) for row in await town.rows("place.all")]
    assert ("telegram", str(grown.id), "group") in stored
    await send(town, Post(to=old, body=said("still here")))
    await town.passes(minutes=1)
    assert "still here" in grown.says_bot()


async def test_a_stranger_group_is_left_with_a_line(town: Town) -> None:
    driver = driver_of(town)
    ann = await town.member("Ann")
    user = driver.server.users[int(ann.native)]
    away = driver.server.supergroup("Elsewhere", members=(user,), bot=False)
    async with town.act():
        away.join(driver.server.bot, by=user)
    assert len(away.says_bot()) == 1
    assert not away.bot.present


async def test_the_staff_hear_once_of_a_group_that_is_not_served(town: Town) -> None:
    driver = driver_of(town)
    mia, ann = await town.manager("Mia"), await town.member("Ann")
    user = driver.server.users[int(ann.native)]
    away = driver.server.supergroup("Elsewhere", members=(user,))
    async with town.act():
        user.says(away, "anybody here?")
    card = await town.staff.heard("bot.place.unserved", place="Elsewhere")
    for again in ("hello", "/help", "spam spam spam"):
        async with town.act():
            user.says(away, again)
        await town.staff.silent()
    await town.crash()
    async with town.act():
        user.says(away, "still nobody?")
    await town.staff.silent()
    assert not away.says_bot()
    assert not await town.rows("support.open")
    await mia.presses("place.leave", on=card)
    await mia.told("bot.place.leaving")
    await town.staff.heard("bot.place.left_by", name="Mia", place="Elsewhere")
    assert len(away.says_bot()) == 1
    assert not away.bot.present
    await mia.presses("place.leave", on=card)
    await mia.told("bot.trouble.settled")
    assert len(away.says_bot()) == 1


async def test_a_group_that_was_adopted_meanwhile_is_not_left(town: Town) -> None:
    driver = driver_of(town)
    olga = await town.owner("Olga")
    user = driver.server.users[int(olga.native)]
    ours = driver.server.supergroup("Ours", members=(user,))
    async with town.act():
        user.says(ours, "is it on?")
    card = await town.staff.heard("bot.place.unserved", place="Ours")
    async with town.act():
        user.says(ours, "/adopt")
    await olga.presses("place.leave", on=card)
    await olga.told("bot.place.served_by_now")
    assert ours.bot.present


async def test_who_added_it_as_an_owner_is_asked_there_and_not_in_the_staff_space(town: Town) -> None:
    driver = driver_of(town)
    olga = await town.owner("Olga")
    user = driver.server.users[int(olga.native)]
    ours = driver.server.supergroup("Ours", members=(user,), bot=False)
    async with town.act():
        ours.join(driver.server.bot, by=user)
    assert len(ours.says_bot()) == 1
    async with town.act():
        user.says(ours, "there it is")
    await town.staff.not_heard("bot.place.unserved")


async def test_names_follow_the_account(town: Town) -> None:
    ann = await town.member("Ann")
    await ann.says("hello")
    person = await town.app.people.person(Identity("telegram", ann.native))
    assert person == ann.person
    assert await town.app.people.name(person) == "Ann"


async def test_another_poller_is_reported_and_survived(town: Town) -> None:
    driver = driver_of(town)
    ann = await town.member("Ann")
    keeper = town.app.supervisors["telegram"]
    async with bot_of(driver.server) as other:
        waiting = asyncio.create_task(other.get_updates(timeout=1))
        await driver.server.wait_for(lambda: keeper.trouble == "poller.other")
        assert not keeper.is_ready
        await asyncio.gather(waiting, return_exceptions=True)
    polls = driver.server.calls.count("getUpdates")
    await driver.server.wait_for(lambda: driver.server.calls.count("getUpdates") > polls, timeout=10)
    await ann.whispers("/lnk")
    await ann.private.heard("bot.command.unknown_near")
    assert keeper.is_ready
