"""A model is added by its id from a hub: found, streamed, checked; what the hub does not have is said."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from aiohttp import web

from bot.cli import main
from bot.desk import UnusableFile
from bot.encoder_desk import add_encoder
from bot.hub import is_id
from faq.encoder import UnusableEncoder, load_encoder, read_card
from tests.architecture.tree import ROOT

TINY = ROOT / "tests" / "faq" / "tiny"
MODEL, WORDS = (TINY / "model.onnx").read_bytes(), (TINY / "tokenizer.json").read_bytes()
FILES = {
    "someone/small": {
        "onnx/model.onnx": b"never asked for",
        "onnx/model_quantized.onnx": MODEL,
        "tokenizer.json": WORDS,
        "1_Pooling/config.json": b'{"pooling_mode_cls_token": true}',
    },
    "someone/plain": {"model.onnx": MODEL, "tokenizer.json": WORDS},
    "someone/broken": {"model.onnx": MODEL[:999], "tokenizer.json": WORDS},
    "someone/torch-only": {"pytorch_model.bin": b"weights", "tokenizer.json": WORDS},
    "someone/secret": {"model.onnx": MODEL, "tokenizer.json": WORDS},
}


@asynccontextmanager
async def hub() -> AsyncIterator[tuple[str, list[str]]]:
    """Hugging Face on loopback: large files lie elsewhere, and one model wants a token. What was asked for is noted."""
    asked: list[str] = []

    async def resolve(request: web.Request) -> web.StreamResponse:
        model, name = request.match_info["model"], request.match_info["name"]
        asked.append(f"{model}/{name}")
        if model == "someone/secret" and request.headers.get("authorization") != "Bearer hf_right":
            return web.Response(status=401, text="Access to this model is restricted.")
        if name not in FILES.get(model, {}):
            return web.Response(status=404, text="Entry not found")
        if name.endswith(".onnx"):
            raise web.HTTPFound(f"/cdn/{model}/{name}")
        return web.Response(body=FILES[model][name])

    async def stored(request: web.Request) -> web.StreamResponse:
        return web.Response(body=FILES[request.match_info["model"]][request.match_info["name"]])

    app = web.Application()
    app.router.add_get("/{model:[^/]+/[^/]+}/resolve/main/{name:.+}", resolve)
    app.router.add_get("/cdn/{model:[^/]+/[^/]+}/{name:.+}", stored)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        assert site._server is not None
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        yield f"http://127.0.0.1:{port}", asked
    finally:
        await runner.cleanup()


def left(base: Path) -> list[str]:
    """What lies among the encoders."""
    return [one.name for one in base.glob("data/encoders/*")]


def test_a_machine_without_onnxruntime_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Macs with Intel processors, for which there are no files of it."""
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(UnusableEncoder) as refused:
        load_encoder(TINY)
    assert refused.value.text.key == "faq.encoder.runtime"


async def test_a_ready_file_is_fetched_and_ready_to_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    async with hub() as (address, asked):
        monkeypatch.setenv("HF_ENDPOINT", f"{address}/")
        with pytest.raises(SystemExit) as ended:
            await asyncio.to_thread(main, ["encoder", "add", "someone/small", "--languages", "zh"])
    assert ended.value.code == 0
    said = capsys.readouterr()
    told = json.loads(said.out.strip().splitlines()[-1])
    assert told == {"encoder": "someone--small", "languages": ["zh"], "dimensions": 32}
    assert "[####################] onnx/model_quantized.onnx" in said.err
    assert "someone/small/onnx/model.onnx" not in asked
    folder = tmp_path / "data/encoders/someone--small"
    assert read_card(folder)["name"] == "someone/small"
    assert read_card(folder)["pooling"] == "cls"
    vector = load_encoder(folder).vector("怎么退款")
    assert float(np.linalg.norm(vector)) == pytest.approx(1.0, abs=1e-5)
    assert left(tmp_path) == ["someone--small"], "and nothing else"


@pytest.mark.parametrize(
    ("model", "why"),
    [
        ("someone/torch-only", "ready ONNX file"),
        ("someone/broken", "cannot be read"),
        ("someone/secret", "401"),
    ],
)
async def test_what_cannot_be_had_is_said_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, why: str
) -> None:
    if model == "someone/torch-only" and find_spec("transformers"):
        pytest.skip("the extra hf would export it")
    monkeypatch.chdir(tmp_path)
    async with hub() as (address, _):
        monkeypatch.setenv("HF_ENDPOINT", address)
        with pytest.raises(UnusableFile, match=why):
            await asyncio.to_thread(add_encoder, model, ["en"], print)
    assert left(tmp_path) == []


async def test_a_token_opens_what_is_not_public(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with hub() as (address, _):
        monkeypatch.setenv("HF_ENDPOINT", address)
        monkeypatch.setenv("HF_TOKEN", "hf_right")
        assert await asyncio.to_thread(add_encoder, "someone/secret", ["en"], print) == 0
    with pytest.raises(UnusableFile, match="is there already"):
        add_encoder("someone/secret", ["en"], print)
    monkeypatch.setenv("HF_ENDPOINT", "http://somebody:word@127.0.0.1:9")
    with pytest.raises(UnusableFile, match=r"127\.0\.0\.1:9/someone/plain") as away:
        await asyncio.to_thread(add_encoder, "someone/plain", ["en"], print)
    assert "word" not in str(away.value)


def test_a_name_of_a_hub_has_an_owner() -> None:
    assert is_id("BAAI/bge-small-zh-v1.5")
    assert not any(map(is_id, ("small", "a/b/c", "../small", "a b/c", "/small", "a/../b")))
