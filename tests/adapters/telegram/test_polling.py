"""Updates are stored before they are acknowledged; a refusal is told; nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.platform import PlatformRefused
from tests.adapters.telegram.conftest import Bench, make_telegram, settings_for
from tests.counterparts.telegram.clock import HandClock
from tests.counterparts.telegram.sdk import bot_of
from tests.counterparts.telegram.server import TelegramServer

WANTED = {"chat_member", "message_reaction", "chat_join_request", "my_chat_member", "edited_message"}


async def test_every_kind_is_asked_for(bench: Bench) -> None:
    asked = bench.server.calls.last("getUpdates").params["allowed_updates"]
    assert set(asked) >= WANTED
    await bench.server.wait_for(lambda: bench.telegram.is_ready)


async def test_nothing_is_acknowledged_while_the_store_fails(bench: Bench) -> None:
    bench.failing = 2
    for number in range(5):
        bench.ann.says(bench.garden, f"message {number}")
    await bench.server.wait_for(lambda: bench.failing == 0, timeout=10)
    found = await bench.events(5)
    assert [one.message.text for one in found] == [f"message {number}" for number in range(5)]


async def test_a_crash_between_storing_and_acknowledging_doubles_nothing(bench: Bench) -> None:
    lost = bench.server.faults.next("getUpdates", "reset_after", times=1)
    bench.ann.says(bench.garden, "one")
    await bench.server.wait_for(lambda: bench.stored or lost.met)
    await bench.stop()
    bench.ann.says(bench.garden, "two")
    await bench.run()
    found = await bench.events(2)
    assert [one.message.text for one in found] == ["one", "two"]


async def test_what_waited_while_we_were_away_arrives(idle: Bench) -> None:
    await idle.run()
    await idle.stop()
    for number in range(250):
        idle.ann.says(idle.garden, f"{number}")
    await idle.run()
    found = await idle.events(250)
    assert [one.message.text for one in found] == [f"{number}" for number in range(250)]


async def test_an_outage_is_survived(bench: Bench) -> None:
    async with bench.server.outage():
        await bench.server.wait_for(lambda: not bench.telegram.is_ready)
    bench.ann.says(bench.garden, "back again")
    await bench.server.wait_for(lambda: bool(bench.stored), timeout=10)
    assert bench.telegram.is_ready


@pytest.mark.parametrize("status", [500, 502])
async def test_server_errors_of_the_poll_are_tried_again(bench: Bench, status: int) -> None:
    bench.server.faults.next("getUpdates", "server_error", status=status)
    bench.ann.says(bench.garden, "hello")
    await bench.events(1)


async def test_a_second_poller_is_told(bench: Bench) -> None:
    async with bot_of(bench.server) as other:
        polling = asyncio.create_task(other.get_updates(timeout=2))
        assert (await bench.refused()).code == "poller.other"
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)


async def test_a_bad_token_is_told_without_the_token(
    server: TelegramServer, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "4200:a-token-that-nobody-may-see-AAAAAAAAAA"
    settings = settings_for(server).model_copy(update={"token": type(settings_for(server).token)(secret)})
    telegram = make_telegram(settings, clock)

    async def receive(deliveries: object) -> int:
        raise AssertionError("nothing can arrive")

    with pytest.raises(PlatformRefused) as caught:
        await telegram.run(receive)
    assert caught.value.code == "token.invalid"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert secret not in str(caught.value) + repr(telegram) + repr(settings)
    await telegram.close()


async def test_a_token_that_is_taken_back_is_told(bench: Bench) -> None:
    bench.server.token = "4200:another"
    bench.ann.says(bench.garden, "hello")
    assert (await bench.refused()).code == "token.invalid"
    assert not bench.telegram.is_ready


async def test_our_own_logs_hold_no_token(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        bench.server.faults.next("getUpdates", "garbage", times=2)
        bench.server.faults.next("getUpdates", "reset_before", times=1)
        bench.ann.says(bench.garden, "hello")
        await bench.server.wait_for(lambda: bool(bench.stored), timeout=10)
    assert bench.server.token not in caplog.text
    assert bench.server.token not in repr(vars(bench.telegram)["_settings"])


async def test_a_webhook_left_from_earlier_does_not_keep_us_out(idle: Bench) -> None:
    async with bot_of(idle.server) as other:
        await other.set_webhook("https://old.example/hook")
    await idle.run()
    idle.ann.says(idle.garden, "hello")
    await idle.events(1)


async def test_the_menu_differs_by_place_rank_and_language(bench: Bench) -> None:
    calls = [one.params for one in bench.server.calls.done("setMyCommands")]
    menus = {(one["scope"]["type"], one.get("language_code", "")): one["commands"] for one in calls}
    names = {place: [one["command"] for one in commands] for place, commands in menus.items()}
    assert names["all_private_chats", ""] == names["all_private_chats", "zh"] == ["link"]
    assert names["all_group_chats", ""] == []
    assert names["all_chat_administrators", "zh"] == ["role"]
    english, chinese = (menus["all_private_chats", code][0]["description"] for code in ("", "zh"))
    assert english != chinese
