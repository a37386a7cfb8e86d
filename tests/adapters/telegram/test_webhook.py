"""Updates by webhook: the right secret, 200 only once they are stored."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import uvicorn
from litestar import Litestar
from pydantic import SecretStr

from tests.adapters.telegram.conftest import Bench, make_telegram, settings_for
from tests.counterparts.telegram.clock import HandClock
from tests.counterparts.telegram.server import TelegramServer

SECRET = "a-secret-of-the-webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def called(server: TelegramServer, clock: HandClock) -> AsyncIterator[tuple[Bench, str]]:
    """A bench that is called, and its address."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}/hook/telegram"
    ann = server.user(500_000_001, "Ann", "annie", started=True)
    garden = server.supergroup("Garden", members=(ann,))
    settings = settings_for(server, garden.id, webhook_url=url, webhook_secret=SecretStr(SECRET))
    telegram = make_telegram(settings, clock)
    bench = Bench(server, clock, garden, ann, telegram)
    routes: list[Any] = [*telegram.routes]
    web = uvicorn.Server(uvicorn.Config(Litestar(routes), log_config=None, lifespan="off"))
    serving = asyncio.create_task(web.serve(sockets=[listening]))
    await server.wait_for(lambda: web.started)
    bench.task = asyncio.create_task(telegram.run(bench.receive))
    await server.wait_for(lambda: bool(server.webhook.url))
    yield bench, url
    await bench.stop()
    web.should_exit = True
    await serving
    await telegram.close()


async def test_updates_arrive_and_every_kind_is_asked_for(called: tuple[Bench, str]) -> None:
    bench, _ = called
    bench.ann.says(bench.garden, "hello")
    assert [one.message.text for one in await bench.events()] == ["hello"]
    assert "chat_member" in bench.server.calls.last("setWebhook").params["allowed_updates"]
    assert bench.telegram.is_ready


async def test_what_cannot_be_stored_is_sent_again(called: tuple[Bench, str]) -> None:
    bench, _ = called
    bench.failing = 2
    bench.ann.says(bench.garden, "hello")
    await bench.events(1)
    assert bench.server.webhook.attempts == 3


@pytest.mark.parametrize("given", [{}, {HEADER: "wrong"}, {HEADER: SECRET[:-1]}])
async def test_strangers_are_turned_away(called: tuple[Bench, str], given: dict[str, str]) -> None:
    bench, url = called
    async with httpx.AsyncClient() as client:
        answer = await client.post(url, json={"update_id": 1}, headers=given)
    assert answer.status_code == 401
    assert not bench.stored


async def test_a_body_that_is_no_update_is_kept_to_be_looked_at(called: tuple[Bench, str]) -> None:
    bench, url = called
    async with httpx.AsyncClient() as client:
        answer = await client.post(url, content=b"{broken", headers={HEADER: SECRET})
    assert answer.status_code == 200
    with pytest.raises(ValueError):
        bench.telegram.decode(bench.stored[0].payload)


async def test_nobody_receives_yet(called: tuple[Bench, str]) -> None:
    bench, url = called
    await bench.stop()
    async with httpx.AsyncClient() as client:
        answer = await client.post(url, json={"update_id": 1}, headers={HEADER: SECRET})
    assert answer.status_code == 503
