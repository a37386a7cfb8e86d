"""Coming, going and coming back: nothing is lost that Discord still tells."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Sequence

import pytest
import structlog

from bot.adapters.discord.gateway import Gateway
from bot.inbox import Delivery
from bot.platform import PlatformRefused
from chat.events import MessagePosted, ServiceChanged, TroubleArose
from tests.adapters.discord.conftest import Bench, Memory, make_discord, settings_for
from tests.counterparts.discord.accounts import Privilege


async def texts(bench: Bench) -> list[str]:
    return [one.message.text for one in await bench.events() if isinstance(one, MessagePosted)]


async def test_messages_of_many_people_keep_their_order(bench: Bench) -> None:
    for number in range(250):
        (bench.ann, bench.mod)[number % 2].says(bench.channel, str(number))
    assert await texts(bench) == [str(number) for number in range(250)]


async def test_a_guild_that_is_none_of_ours_is_told_once_and_a_new_one_left(still: Bench) -> None:
    away, later = still.server.guild("Away"), still.server.guild("Later", rights=None)
    lobby, hall = away.text_channel("lobby"), later.text_channel("hall")
    desk = still.server.guild("Office").text_channel("desk")
    update = {"guilds": (still.guild.id,), "staff_channel": desk.id}
    settings = still.discord.settings.model_copy(update=update)
    still.discord = make_discord(settings, still.clock, Memory(still.stored))
    await still.run()
    told = await still.only(TroubleArose)
    assert (told.code, told.detail, told.space.id) == ("unserved", "Away", str(lobby.id))
    later.welcomes_bot()
    added = await still.only(ServiceChanged)
    assert (added.present, added.by, added.space.id) == (True, None, str(hall.id))
    await still.stop()
    still.discord = make_discord(settings, still.clock, Memory(still.stored))
    later.expels_bot()
    await still.run()
    await still.only(TroubleArose)


async def test_a_refused_resume_is_made_up_for_by_the_history(bench: Bench) -> None:
    thread = bench.mod.opens_thread(bench.channel, "aside")
    bench.ann.says(bench.channel, "before")
    await bench.settled()
    bench.server.gateway.forget()
    await bench.server.wait_for(lambda: not bench.discord.is_ready, 20)
    bench.ann.says(bench.channel, "meanwhile")
    bench.mod.says(thread, "aside")
    bench.ann.says(bench.channel, "and again")
    await bench.server.wait_for(lambda: bench.discord.is_ready, 30)
    bench.ann.says(bench.channel, "after")
    assert await texts(bench) == ["before", "meanwhile", "aside", "and again", "after"]


async def test_a_new_process_reads_what_the_old_one_missed_and_nothing_twice(bench: Bench) -> None:
    bench.ann.says(bench.channel, "before")
    await bench.settled()
    await bench.stop()
    bench.clock.passes(hours=1)
    bench.ann.says(bench.channel, "meanwhile")
    bench.discord = make_discord(bench.discord.settings, bench.clock, Memory(bench.stored))
    await bench.run()
    bench.ann.says(bench.channel, "after")
    assert await texts(bench) == ["before", "meanwhile", "after"]
    history = [one for one in bench.server.calls if one.method == "GET" and one.path.endswith("/messages")]
    assert len(history) == 1


async def test_what_is_older_than_a_day_is_left(bench: Bench) -> None:
    bench.ann.says(bench.channel, "before")
    await bench.settled()
    await bench.stop()
    bench.ann.says(bench.channel, "long ago")
    bench.clock.passes(hours=30)
    bench.ann.says(bench.channel, "lately")
    await bench.run()
    assert await texts(bench) == ["before", "lately"]


async def test_a_store_that_fails_gets_the_same_again(bench: Bench) -> None:
    bench.failing = 1
    bench.ann.says(bench.channel, "one")
    bench.ann.says(bench.channel, "two")
    assert await texts(bench) == ["one", "two"]


async def test_nobody_at_the_door_is_a_refusal_and_no_fault(still: Bench) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"127.0.0.1:{closed.getsockname()[1]}"
        away = make_discord(settings_for(still.server, still.channel, resolve_to=nowhere), still.clock)
        with pytest.raises(PlatformRefused, match="network: ClientConnectorError"):
            await away.run(still.receive)


async def test_a_connection_without_news_says_that_all_is_well(still: Bench) -> None:
    told: list[int] = []

    async def receive(deliveries: Sequence[Delivery]) -> int:
        told.append(len(deliveries))
        return 0

    token, still.server.world.application.token = still.server.token, "another"
    for _ in range(2):
        with pytest.raises(PlatformRefused):
            await still.discord.run(receive)
    assert told == [], "nothing is well while it is refused"
    still.server.world.application.token = token
    task = asyncio.create_task(still.discord.run(receive))
    await still.server.wait_for(lambda: bool(told), 20)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert told == [0], "nothing happened there, yet whoever waits for the platform hears that it is back"


async def test_a_bad_token_is_named(still: Bench) -> None:
    from pydantic import SecretStr

    wrong = settings_for(still.server, still.channel, token=SecretStr("not-the-token"))
    still.discord = make_discord(wrong, still.clock)
    await still.run()
    assert (await still.refused()).code == "token.invalid"
    assert not still.discord.is_ready


async def test_a_token_that_dies_while_connected_is_named(bench: Bench) -> None:
    bench.server.gateway.close(4004)
    assert (await bench.refused()).code == "token.invalid"


async def test_missing_intents_are_named(still: Bench) -> None:
    still.server.world.application.privileges = Privilege.GUILD_MEMBERS
    await still.run()
    assert (await still.refused()).code == "intents.missing"


async def test_the_token_is_in_no_log(
    still: Bench, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    structlog.reset_defaults()
    await still.run()
    still.server.gateway.drop()
    await still.server.wait_for(lambda: still.server.gateway.resumes == 1, 20)
    await still.stop()
    out, err = capsys.readouterr()
    assert still.server.token not in caplog.text + out + err + repr(still.discord) + repr(
        still.discord.settings
    )


async def test_what_is_served_is_told_and_told_again(still: Bench) -> None:
    still.discord = make_discord(settings_for(still.server, staff_channel=still.staff.id), still.clock)
    still.discord.found = still.found
    await still.run()
    assert {(one.title, one.space.kind.value) for one in still.places} == {
        ("garden", "group"),
        ("staff", "staff"),
    }
    still.guild.text_channel("news")
    await still.settled()
    assert {one.title for one in still.places} == {"garden", "news", "staff"}


async def test_commands_are_registered_once(bench: Bench) -> None:
    def overwrites() -> list[object]:
        return [one for one in bench.server.calls if one.method == "PUT" and one.path.endswith("/commands")]

    assert {one.name for one in bench.server.commands()} == {"faq", "help", "warn", "Warn"}
    assert len(overwrites()) == 1
    await bench.stop()
    bench.discord = make_discord(bench.discord.settings, bench.clock, Memory(bench.stored))
    await bench.run()
    assert len(overwrites()) == 1


async def test_stopping_ends_every_task(bench: Bench) -> None:
    await bench.stop()
    await bench.discord.close()
    names = {one.get_name() for one in asyncio.all_tasks()}
    assert not {name for name in names if name.startswith("discord")}


async def test_who_is_told_to_end_ends_though_the_library_swallows_it(
    still: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `asyncio.wait_for` does before Python 3.12 in the moment in which the connection stands."""
    swallowed: list[str] = []

    async def start(_gateway: Gateway, token: str) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            swallowed.append(token)
        await asyncio.Event().wait()

    async def receive(_deliveries: Sequence[Delivery]) -> int:
        return 0

    monkeypatch.setattr(Gateway, "start", start)
    running = asyncio.create_task(still.discord.run(receive))
    _, waiting = await asyncio.wait((running,), timeout=0.1)
    assert waiting
    running.cancel()
    done, _ = await asyncio.wait((running,), timeout=10)
    assert done
    assert running.cancelled()
    assert len(swallowed) == 1
