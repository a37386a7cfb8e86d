"""Telegram's limits are kept, and what protects people never waits behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.adapters.telegram.connect import LIMITS
from bot.app import App
from bot.markdown import parse
from bot.settings import Settings
from chat.actions import Action, Ban, Delete, Mute, Post
from chat.people import PersonId
from tests.towns.telegram import TelegramDriver
from tests.world import Town


class PacedDriver(TelegramDriver):
    """The driver with Telegram's own limits in force."""

    async def open(self, app: App) -> None:
        await super().open(app)
        assert self.telegram is not None
        self.telegram.limits = LIMITS
        app.serve(self.telegram)


@pytest.fixture
async def paced(tmp_path: Path) -> AsyncIterator[Town]:
    settings = {"community": {"name": "Garden", "language": "en", "timezone": "Asia/Shanghai"}}
    town = Town(PacedDriver(), "en", tmp_path, Settings.model_validate(settings))
    await town.open()
    yield town
    await town.close()


async def send(town: Town, *actions: Action) -> None:
    """Put actions into the outbox, as a decision would."""
    writes = []
    for number, action in enumerate(actions):
        person: PersonId | None = getattr(action, "person", None)
        writes += town.app.rows.add(f"test/{town.clock.now().timestamp()}/{number}", action, person=person)
    await town.app.committer.commit(writes)
    await town.app.outbox.feed(writes)
    await town.settles()


async def test_a_ban_leaves_at_once_while_200_deletes_wait(paced: Town) -> None:
    ann, bob = await paced.member("Ann"), await paced.member("Bob")
    garden = paced.garden.space
    said = [await paced.driver.say(bob.native, garden, f"spam {number}", None) for number in range(200)]
    await paced.settles()
    deletes = [Delete(to=garden, messages=(one,)) for one in said]
    until = paced.clock.now() + timedelta(hours=1)
    last = (Ban(to=garden, person=ann.person), Mute(to=garden, person=bob.person, until=until))
    await send(paced, *deletes, *last)
    waiting = [one for one in said if paced.driver.text(garden, one) is not None]
    assert len(waiting) > 100
    assert paced.banned(ann)
    assert paced.muted(bob)
    await paced.passes(seconds=30)
    assert not [one for one in said if paced.driver.text(garden, one) is not None]


async def test_posts_keep_a_second_apart_in_one_chat_and_not_between_chats(paced: Town) -> None:
    ann, bob = await paced.member("Ann"), await paced.member("Bob")
    await send(
        paced,
        *(Post(to=paced.garden.space, body=parse(f"number {number}")) for number in range(3)),
        Post(to=ann.private.space, body=parse("to Ann")),
        Post(to=bob.private.space, body=parse("to Bob")),
    )
    assert len(await paced.messages(paced.garden.space)) == 1
    assert len(await paced.messages(ann.private.space)) == len(await paced.messages(bob.private.space)) == 1
    await paced.passes(seconds=1)
    assert len(await paced.messages(paced.garden.space)) == 2
    await paced.passes(seconds=1)
    assert [one.text for one in await paced.messages(paced.garden.space)] == [
        "number 0",
        "number 1",
        "number 2",
    ]


async def test_at_most_twenty_posts_a_minute_in_a_group(paced: Town) -> None:
    await send(paced, *(Post(to=paced.garden.space, body=parse(f"number {number}")) for number in range(25)))
    await paced.passes(seconds=58)
    assert len(await paced.messages(paced.garden.space)) == 20
    await paced.passes(seconds=30)
    assert len(await paced.messages(paced.garden.space)) == 25


async def test_a_flood_wait_holds_its_chat_back_and_no_other(paced: Town) -> None:
    assert isinstance(paced.driver, TelegramDriver)
    ann = await paced.member("Ann")
    garden = paced.driver.garden_chat.id
    paced.driver.server.faults.next(
        "sendMessage", "flood", retry_after=40, matching=lambda params: params.integer("chat_id") == garden
    )
    garden_post = Post(to=paced.garden.space, body=parse("later"))
    await send(paced, garden_post, Post(to=ann.private.space, body=parse("now")))
    assert len(await paced.messages(ann.private.space)) == 1
    await paced.passes(seconds=39)
    assert not await paced.messages(paced.garden.space)
    await paced.passes(seconds=2)
    assert len(await paced.messages(paced.garden.space)) == 1
