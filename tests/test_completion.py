"""The endpoint of a language model on loopback: one question, one text, or nothing in time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.completion import LARGEST_REPLY, Endpoint
from faq.settings import ComposeSettings, FaqSettings

Behave = Callable[[web.Request], object]


class Model:
    """An OpenAI-compatible server that says what it is told to."""

    def __init__(self) -> None:
        self.asked: list[dict[str, object]] = []
        self.keys: list[str] = []
        self.queries: list[str] = []
        self.reply: web.Response | None = None
        self.held = asyncio.Event()
        self.held.set()

    async def complete(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        self.keys.append(request.headers.get("Authorization", ""))
        self.queries.append(request.query_string)
        await self.held.wait()
        if self.reply is not None:
            return self.reply
        return self.says("hello")

    def says(self, words: object) -> web.Response:
        return web.json_response({"choices": [{"message": {"role": "assistant", "content": words}}]})


@pytest.fixture
async def model() -> AsyncIterator[tuple[Model, str]]:
    model = Model()
    application = web.Application()
    application.router.add_post("/v1/chat/completions", model.complete)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    [address] = runner.addresses
    yield model, f"http://127.0.0.1:{address[1]}/v1"
    model.held.set()
    await runner.cleanup()


def endpoint(url: str, timeout: float = 30) -> Endpoint:
    compose = ComposeSettings(
        url=SecretStr(url), model="small", key=SecretStr("k"), timeout=timedelta(seconds=timeout), longest=200
    )
    return Endpoint(FaqSettings(compose=compose))


async def test_it_asks_as_the_protocol_says(model: tuple[Model, str]) -> None:
    server, url = model
    assert await endpoint(url).complete("the task", "the question") == "hello"
    [body] = server.asked
    assert body["model"] == "small"
    assert body["messages"] == [
        {"role": "system", "content": "the task"},
        {"role": "user", "content": "the question"},
    ]
    assert server.keys == ["Bearer k"]


@pytest.mark.parametrize(
    "reply",
    [
        lambda: web.Response(status=500),
        lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}),
        lambda: web.Response(text="no json"),
        lambda: web.Response(text="[" * 60_000),
        lambda: web.Response(body=b"\xff\xfe\x00\x01"),
        lambda: web.Response(body=b"no gzip", headers={"Content-Encoding": "gzip"}),
        lambda: web.json_response("choices"),
        lambda: web.json_response([]),
        lambda: web.json_response({"choices": []}),
        lambda: web.json_response({"choices": [{"message": {"content": None}}]}),
        lambda: web.json_response({"choices": [{"message": {"content": "x" * LARGEST_REPLY}}]}),
    ],
)
async def test_whatever_goes_wrong_is_nothing(
    model: tuple[Model, str], reply: Callable[[], web.Response]
) -> None:
    server, url = model
    server.reply = reply()
    assert await endpoint(url).complete("task", "question") is None


async def test_a_slow_model_is_not_waited_for_and_blocks_nobody(model: tuple[Model, str]) -> None:
    server, url = model
    server.held.clear()
    asking = asyncio.create_task(endpoint(url, timeout=0.5).complete("task", "question"))
    breaths = 0
    while not asking.done():
        await asyncio.sleep(0.01)
        breaths += 1
    assert await asking is None
    assert breaths > 3


async def test_an_address_may_carry_a_key_behind_its_path(model: tuple[Model, str]) -> None:
    server, url = model
    assert await endpoint(f"{url}/?key=k1").complete("task", "question") == "hello"
    assert server.queries == ["key=k1"]


async def test_without_an_address_nobody_is_asked(model: tuple[Model, str]) -> None:
    assert await Endpoint(FaqSettings()).complete("task", "question") is None
    assert await endpoint("http://127.0.0.1:1/v1").complete("task", "question") is None
    assert json.loads(json.dumps(model[0].asked)) == []
