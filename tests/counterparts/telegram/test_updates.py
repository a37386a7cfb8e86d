"""Polling, acknowledgement, expiry, webhook and injected updates of the Telegram counterpart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from telegram import BotCommand, BotCommandScopeChat, Update
from telegram.error import BadRequest, Conflict

from tests.counterparts.telegram.faults import Fault
from tests.counterparts.telegram.sdk import listening


async def poll(town, **params):
    """A bare getUpdates: status and body."""
    url = f"{town.url}{town.token}/getUpdates"
    async with aiohttp.ClientSession() as session, session.get(url, params=params) as response:
        return response.status, await response.json()


def texts(body):
    return [update["message"]["text"] for update in body["result"]]


async def test_an_update_stays_until_a_later_offset_confirms_it(town):
    ann = town.user(3, "Ann")
    for text in ("a", "b", "c"):
        ann.says(None, text)
    _, first = await poll(town, limit=2)
    _, again = await poll(town, limit=2)
    assert texts(first) == texts(again) == ["a", "b"]
    _, rest = await poll(town, offset=first["result"][-1]["update_id"] + 1)
    assert (texts(rest), town.updates.acknowledged) == (["c"], 2)


async def test_a_negative_offset_forgets_all_but_the_last(town):
    ann = town.user(3, "Ann")
    for text in ("a", "b", "c"):
        ann.says(None, text)
    _, body = await poll(town, offset=-1)
    assert (texts(body), town.updates.pending) == (["c"], 1)


async def test_updates_older_than_a_day_are_gone(town, clock):
    ann = town.user(3, "Ann")
    ann.says(None, "old")
    clock.passes(hours=24)
    ann.says(None, "new")
    _, body = await poll(town)
    assert (texts(body), town.updates.expired) == (["new"], 1)


async def test_a_long_poll_ends_with_the_first_update(town):
    ann = town.user(3, "Ann")
    waiting = asyncio.create_task(poll(town, timeout=20))
    await town.wait_for(lambda: town.calls.of("getUpdates"))
    ann.says(None, "hello")
    async with asyncio.timeout(2):
        _, body = await waiting
    assert texts(body) == ["hello"]


async def test_the_wanted_kinds_are_kept_until_they_are_named_again(town):
    await poll(town, allowed_updates='["message","nonsense"]')
    assert town.updates.allowed == {"message"}
    await poll(town)
    assert town.updates.allowed == {"message"}
    await poll(town, allowed_updates="[]")
    assert "callback_query" in town.updates.allowed
    assert "chat_member" not in town.updates.allowed


async def test_the_same_update_can_come_twice_and_out_of_order(town):
    ann = town.user(3, "Ann")
    async with listening(town) as steward:
        ann.says(None, "first")
        await town.wait_for(lambda: steward.updates and not town.updates.pending)
        repeated = steward.updates[0]
        town.inject(repeated.to_dict())
        await town.wait_for(lambda: len(steward.updates) == 2)
        assert steward.updates[1].update_id == repeated.update_id
        ann.says(None, "second")
        await town.wait_for(lambda: steward.messages() == ["first", "first", "second"])


async def test_a_poll_that_is_cut_or_garbled_loses_nothing(town):
    ann = town.user(3, "Ann")
    for text in ("a", "b"):
        ann.says(None, text)
    for fault in (Fault.RESET_AFTER, Fault.GARBAGE):
        town.faults.next("getUpdates", fault)
    async with listening(town) as steward:
        await town.wait_for(lambda: steward.messages() == ["a", "b"], timeout=10)
        assert len(steward.errors) == 2
    assert town.faults.waiting == []


@asynccontextmanager
async def receiver(received: list, answers: list) -> AsyncIterator[str]:
    """A small web server that takes webhook posts; `answers` are its next statuses or bodies, then 200."""

    async def take(request: web.Request) -> web.Response:
        received.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        answer = answers.pop(0) if answers else 200
        if isinstance(answer, dict):
            return web.json_response(answer)
        return web.json_response({}, status=answer)

    app = web.Application()
    app.add_routes([web.post("/hook", take)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


async def test_a_webhook_gets_each_update_with_the_secret_until_it_accepts(town, bot):
    ann = town.user(3, "Ann")
    received: list = []
    async with receiver(received, [500, 200]) as url:
        await bot.set_webhook(url, secret_token="s3cret-_", allowed_updates=Update.ALL_TYPES)
        ann.says(None, "hello")
        await town.wait_for(lambda: town.updates.acknowledged == 1)
        assert [secret for secret, _ in received] == ["s3cret-_"] * 2
        assert {body["message"]["text"] for _, body in received} == {"hello"}
        info = await bot.get_webhook_info()
        assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
        assert (await bot.get_webhook_info()).url == ""
        assert await bot.get_updates() == ()


async def test_a_webhook_may_answer_with_a_method_call(town, bot):
    ann = town.user(3, "Ann")
    reply = {"method": "sendMessage", "chat_id": ann.id, "text": "by return"}
    async with receiver([], [reply]) as url:
        await bot.set_webhook(url)
        ann.says(None, "hello")
        await town.wait_for(ann.heard)
    assert ann.heard()[0].text == "by return"


async def test_a_bad_webhook_secret_is_refused(town, bot):
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook("https://example.com/hook", secret_token="no spaces")


async def test_commands_are_kept_by_scope_and_language_and_checked(town, bot):
    garden = town.supergroup("Garden")
    scope = BotCommandScopeChat(garden.id)
    await bot.set_my_commands([BotCommand("help", "帮助")], scope=scope, language_code="zh")
    assert (await bot.get_my_commands(scope=scope, language_code="zh"))[0].description == "帮助"
    assert await bot.get_my_commands() == ()
    with pytest.raises(BadRequest, match="Invalid language code specified"):
        await bot.set_my_commands([BotCommand("help", "x")], language_code="zh-hans")
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("客服", "x")])
