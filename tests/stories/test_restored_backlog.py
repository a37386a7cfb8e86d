"""After a restore: what people did before it is never acted on a second time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.backup_desk import put_back
from bot.storage.backup import RESTORE, dump, origin_of, read, tables_of
from chat.people import SpaceKind
from tests.stories.test_faq import refund, stocked
from tests.stories.test_rule_warnings import numbers, scam
from tests.world import Person, Said, Town

COUNTED = "bot.trouble.counted"
ANSWER = "faq.answer.sourced"


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "b.gz"


def human(town: Town) -> str:
    return town.pick(zh="转人工", en="I want to talk to a human")


def angry(town: Town) -> str:
    return town.pick(zh="没人管吗？？？钱被扣了两次！", en="Is nobody here??? You charged me twice!")


async def is_put_back(town: Town, backup: Path) -> None:
    """The restore, of a Steward that hears nothing."""
    await put_back(town.app, read(backup, tables_of(town.store)))


async def starts(town: Town, *, kills: int = 1) -> None:
    """Steward starts, is killed at once as often as that, and starts."""
    await town.note()
    await town.app.abandon()
    for _ in range(kills):
        await town.open()
        await town.app.abandon()
    await town.open()
    await town.settles()


async def away(town: Town, who: Person, text: str, *, private: bool = False) -> Said:
    """Something that is said while Steward is not there."""
    space = who.private.space if private else town.garden.space
    return Said(space, await town.driver.say(who.native, space, text, None))


async def counts(town: Town) -> list[str]:
    return [one.text for one in await town.messages(town.staff.space) if one.key == COUNTED]


async def test_what_was_dealt_with_after_the_backup_is_only_counted(town: Town, backup: Path) -> None:
    await stocked(town)
    ann, bob, cleo = await town.member("Ann"), await town.member("Bob"), await town.member("Cleo")
    await dump(town.store, backup)
    await town.passes(minutes=1)
    await ann.says(refund(town))
    await town.garden.heard(ANSWER)
    await bob.says(angry(town))
    await cleo.says(scam(town))
    assert len(await town.rows("support.open")) == len(await numbers(town)) == 1
    await town.app.supervisors.stop()
    await is_put_back(town, backup)
    await starts(town)
    await town.passes(hours=3)
    assert await town.rows("support.open") == []
    assert await numbers(town) == []
    await town.garden.silent()
    if town.driver.platform != "discord":
        assert await counts(town) == [], "what was confirmed to Telegram is not told again"
        return
    (card,) = await counts(town)
    assert " 2 " in card, "the scam is gone"
    assert "Garden (2)" in card
    await starts(town)
    await town.passes(minutes=5)
    assert await counts(town) == [card]


async def test_what_came_while_steward_was_away_is_acted_on_from_the_restore_on(
    town: Town, backup: Path
) -> None:
    if town.driver.platform == "local":
        pytest.skip("the rehearsal's town is Steward's own process: nothing happens there while it is away")
    max_ = await town.manager("Max")
    await stocked(town)
    ann, bob, cleo = await town.member("Ann"), await town.member("Bob"), await town.member("Cleo")
    await dump(town.store, backup)
    await town.passes(minutes=1)
    await town.app.supervisors.stop()
    before, scammed = await away(town, ann, refund(town)), await away(town, cleo, scam(town))
    await away(town, bob, human(town), private=True)
    town.clock.set(town.clock.now() + timedelta(minutes=3))
    await is_put_back(town, backup)
    town.clock.set(town.clock.now() + timedelta(seconds=2))
    since = await away(town, bob, refund(town))
    await starts(town)
    await town.garden.heard(ANSWER, reply_to=since)
    assert [one.key for one in await town.messages(town.garden.space, since_act=True)] == [ANSWER]
    assert not town.deleted(before)
    assert not town.deleted(scammed)
    assert await town.rows("support.open") == []
    await town.passes(minutes=2)
    (card,) = await counts(town)
    assert "Garden (2)" in card
    if town.driver.platform == "telegram":
        alone = await town.staff.heard(
            "bot.trouble.arrived", who="Bob", place=town.pick(zh="私聊", en="a private chat")
        )
        await max_.presses("alarm.ring", on=alone)
        assert len(await town.rows("support.open")) == 1
        await max_.presses("alarm.ring", on=alone)
        await max_.told("bot.trouble.settled")
    await starts(town)
    await town.passes(minutes=5)
    assert await counts(town) == [card]


async def test_after_a_move_what_came_meanwhile_is_dealt_with_as_after_a_stop(
    town: Town, backup: Path
) -> None:
    if town.driver.platform == "local":
        pytest.skip("the rehearsal's town is Steward's own process: nothing happens there while it is away")
    await stocked(town)
    ann, bob, cleo = await town.member("Ann"), await town.member("Bob"), await town.member("Cleo")
    await ann.says(refund(town))
    await town.garden.heard(ANSWER)
    await town.app.supervisors.stop()
    await dump(town.store, backup, at=town.clock.now(), stopped=True)
    asked, scammed = await away(town, bob, refund(town)), await away(town, cleo, scam(town))
    town.clock.set(town.clock.now() + timedelta(minutes=3))
    await put_back(town.app, read(backup, tables_of(town.store)), moved=origin_of(backup))
    await starts(town)
    await town.passes(minutes=2)
    assert town.deleted(scammed)
    answers = [one for one in await town.messages(town.garden.space) if one.key == ANSWER]
    assert len(answers) == 2, "what Ann asked before the backup is answered once"
    assert asked.id
    assert await counts(town) == []


async def test_figures_hold_each_once(town: Town, backup: Path) -> None:
    ann = await town.member("Ann")
    await dump(town.store, backup)
    await town.passes(minutes=1)
    for number in range(3):
        await ann.says(f"{number}!")
    await town.app.supervisors.stop()
    await is_put_back(town, backup)
    await starts(town, kills=3)
    told = 3 if town.driver.platform == "discord" else 0
    assert len([row for row in await town.rows("audit.all") if row["code"] == "arrival.counted"]) == told
    days = await town.rows("analytics.days_of", who=ann.person)
    assert sum(row["messages"] for row in days) == told


async def test_buttons_of_what_is_not_known_any_more_say_so(town: Town, backup: Path) -> None:
    if town.driver.platform == "local":
        pytest.skip("the rehearsal's town goes back with the backup, its buttons too")
    await stocked(town)
    ann, max_ = await town.member("Ann"), await town.manager("Max")
    await dump(town.store, backup)
    await town.passes(minutes=1)
    await ann.says(refund(town))
    await ann.says(scam(town))
    await ann.whispers(human(town))
    shown = [
        one
        for space in (town.garden.space, town.staff.space, ann.private.space)
        for one in await town.messages(space)
        if one.buttons
    ]
    kinds = {button.kind for one in shown for button in one.buttons}
    assert {"faq.unhelpful", "support.claim", "moderation.undo"} <= kinds
    await town.app.supervisors.stop()
    await is_put_back(town, backup)
    town.clock.set(town.clock.now() + timedelta(seconds=2))
    await starts(town)
    for one in shown:
        for button in one.buttons:
            who = max_ if one.space.kind is SpaceKind.STAFF else ann
            if button.payload:
                await town.driver.press(who.native, one.space, one.id, button.payload)
                await town.settles()
    assert [row["handler"] for row in await town.rows("parked.open") if row["handler"] != RESTORE] == []
