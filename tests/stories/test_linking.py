"""Two accounts, one person: a code from one side, redeemed on the other, confirmed on both."""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from chat.actions import Button, Post
from chat.decision import Write
from chat.events import ButtonPressed, CommandGiven
from chat.messages import Message
from chat.people import Identity, PersonId, Rank, Space, SpaceKind, Speaker
from tests.bot.desk import GARDEN, Desk, desk
from tests.bot.recorder import Recorder, name_of


class Side:
    """One account of Ann's (or another's) on one of two platforms."""

    numbers = itertools.count(1)

    def __init__(self, one: Desk, platform: Recorder, native: str) -> None:
        self.one, self.platform, self.native = one, platform, native
        self.private = Space(platform.name, native, kind=SpaceKind.PRIVATE)
        self.speaker = Speaker(identity=Identity(platform.name, native), name="Ann", locale="en")

    async def person(self) -> PersonId:
        return await self.one.app.people.person(self.speaker.identity)

    async def commands(self, name: str, words: str = "") -> str:
        """Give a command in private; what was answered."""
        key, now = f"{self.platform.name}:{next(self.numbers)}", self.one.clock.now()
        message = Message(id=key, space=self.private, text=f"/{name} {words}")
        event = CommandGiven(
            key=key, at=now, space=self.private, by=self.speaker, name=name, words=words, message=message
        )
        before = len(self.platform.done)
        await self.one.hears(event)
        answers = [each for each in self.platform.done[before:] if each.action.to == self.private]
        return name_of(answers[0]) if answers else ""

    async def offers(self) -> str:
        """The code that /link gives."""
        found = re.search(r"\b[2-9a-z]{10}\b", await self.commands("link"))
        assert found is not None
        return found[0]

    async def presses(self, kind: str) -> None:
        """Press the newest button of that kind in this private chat."""
        buttons: list[Button] = [
            button
            for errand in self.platform.done
            if isinstance(errand.action, Post) and errand.action.to == self.private
            for line in errand.action.buttons
            for button in line
            if button.kind == kind
        ]
        number = next(self.numbers)
        press = ButtonPressed(
            key=f"{self.platform.name}:{number}",
            at=self.one.clock.now(),
            space=self.private,
            by=self.speaker,
            payload=buttons[-1].payload,
            interaction=str(number),
        )
        await self.one.hears(press)


@pytest.fixture
async def sides(tmp_path: Path) -> AsyncIterator[tuple[Side, Side]]:
    """The same human on two platforms, unknown as such."""
    mill = Recorder("mill")
    async with desk(tmp_path, "handlers", more=[mill]) as one:
        tower, other = Side(one, one.tower, "7"), Side(one, mill, "70")
        for side in (tower, other):
            await side.commands("help")
        yield tower, other


async def is_one(tower: Side, mill: Side) -> bool:
    return await tower.person() == await mill.person()


async def test_both_confirm_and_are_one(sides: tuple[Side, Side]) -> None:
    tower, mill = sides
    await mill.commands("link", await tower.offers())
    await mill.presses("link.yes")
    assert not await is_one(tower, mill)
    await mill.presses("link.yes")
    assert not await is_one(tower, mill), "one side alone can never confirm twice"
    await tower.presses("link.yes")
    assert await is_one(tower, mill)
    await tower.presses("link.yes")
    assert await is_one(tower, mill)


@pytest.mark.parametrize("who", [0, 1])
async def test_a_no_of_either_ends_it(sides: tuple[Side, Side], who: int) -> None:
    tower, mill = sides
    await mill.commands("link", await tower.offers())
    await sides[1 - who].presses("link.yes")
    await sides[who].presses("link.no")
    await sides[1 - who].presses("link.yes")
    assert not await is_one(tower, mill)
    assert not await tower.one.rows("people.link", code="")


async def test_a_code_ends_after_ten_minutes(sides: tuple[Side, Side]) -> None:
    tower, mill = sides
    code = await tower.offers()
    await tower.one.passes(timedelta(minutes=11))
    await mill.commands("link", code)
    assert [row["said"] for row in await tower.one.rows("outbox.all")][-1] == "bot.link.wrong"


async def test_five_wrong_codes_close_the_door_for_ten_minutes_each_time(sides: tuple[Side, Side]) -> None:
    tower, mill = sides
    for _ in range(2):
        for number in range(5):
            await mill.commands("link", f"wrong{number}")
            assert [row["said"] for row in await mill.one.rows("outbox.all")][-1] == "bot.link.wrong"
        code = await tower.offers()
        await mill.commands("link", code)
        assert [row["said"] for row in await mill.one.rows("outbox.all")][-1] == "bot.link.too_many"
        await mill.one.passes(timedelta(minutes=11))
    code = await tower.offers()
    await mill.commands("link", code)
    await mill.presses("link.yes")
    await tower.presses("link.yes")
    assert await is_one(tower, mill)


async def test_rank_never_travels_and_the_language_is_kept(sides: tuple[Side, Side]) -> None:
    tower, mill = sides
    given = {
        "person": await mill.person(),
        "role": "manager",
        "given_by_person": None,
        "at": mill.one.clock.now(),
    }
    await mill.one.app.committer.commit([Write("role.give", given)])
    assert (await mill.one.app.people.standing(await mill.person(), mill.private)).rank is Rank.MANAGER
    await mill.commands("link", await tower.offers())
    await mill.presses("link.yes")
    await tower.presses("link.yes")
    assert await is_one(tower, mill)
    for space in (GARDEN, tower.private, mill.private):
        assert (await tower.one.app.people.standing(await tower.person(), space)).rank is Rank.MEMBER


async def test_nobody_links_to_themselves_or_twice_on_one_platform(sides: tuple[Side, Side]) -> None:
    tower, _ = sides
    code = await tower.offers()
    await tower.commands("link", code)
    assert [row["said"] for row in await tower.one.rows("outbox.all")][-1] == "bot.link.same"
    stranger = Side(tower.one, tower.platform, "8")
    await stranger.commands("link", code)
    assert [row["said"] for row in await tower.one.rows("outbox.all")][-1] == "bot.link.same"
