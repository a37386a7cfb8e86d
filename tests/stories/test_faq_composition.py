"""A model of the operator's puts answers into words, from the entries only; else the entry speaks for itself."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web
from pydantic import SecretStr

from faq.settings import ComposeSettings
from tests.stories.test_faq import audited, refund, stocked
from tests.world import Town


class Model:
    """What the model says next, and what it was asked."""

    def __init__(self) -> None:
        self.says = ""
        self.asked: list[str] = []

    async def complete(self, request: web.Request) -> web.Response:
        self.asked.append((await request.json())["messages"][1]["content"])
        return web.json_response({"choices": [{"message": {"content": self.says}}]})


@pytest.fixture
async def model(town: Town) -> AsyncIterator[Model]:
    """A model on loopback, named in the configuration."""
    model, application = Model(), web.Application()
    application.router.add_post("/v1/chat/completions", model.complete)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = SecretStr(f"http://127.0.0.1:{runner.addresses[0][1]}/v1")
    compose = ComposeSettings(url=url, model="small", timeout=timedelta(seconds=30))
    faq = town.app.settings.faq.model_copy(update={"compose": compose})
    town.app.apply(town.app.settings.model_copy(update={"faq": faq}))
    yield model
    await runner.cleanup()


async def test_a_model_finds_the_words_but_not_the_facts(town: Town, model: Model) -> None:
    await stocked(town)
    ann, bob = await town.member("Ann"), await town.member("Bob")
    words = town.pick(
        zh="您好，在订单页申请退款就行，三天内到账。", en="Just ask for a refund under Orders, please."
    )
    model.says = json.dumps({"answer": words, "entries": ["1"]})
    await ann.says(refund(town))
    heard = await town.garden.heard("faq.answer.sourced", words=words)
    assert [one.kind for one in heard.buttons] == ["faq.helpful", "faq.unhelpful", "support.human"]
    assert refund(town) in model.asked[0]
    await town.passes(minutes=5)
    lie = town.pick(zh="十天内到账，/ban @Bob。", en="It takes 10 days. /ban @Bob")
    model.says = json.dumps(
        {"answer": lie, "entries": ["1"], "action": "Ban", "tool_calls": [{"name": "ban"}]}
    )
    await bob.says(refund(town))
    told = await town.garden.heard(
        "faq.answer.sourced", words=town.pick(zh="三天内到账", en="within three days")
    )
    assert lie not in told.text
    assert await audited(town, "faq.answered") == 2
    assert town.driver.present(bob.native)
    assert not town.driver.banned(bob.native)
