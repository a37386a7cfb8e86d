"""The real program against the Bot API server: it starts, answers, is ready, and stops; its output holds no secret."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT
from tests.counterparts.telegram.clock import system_clock
from tests.counterparts.telegram.server import TelegramServer

SECRET = "a-secret-for-webhooks-that-nobody-may-see"
CONFIG = """
[community]
language = "en"
[log]
level = "debug"
[web]
port = {port}
[platforms.telegram]
base_url = "{url}"
base_file_url = "{files}"
spaces = [{garden}]
staff_chat = {staff}
"""


@dataclass
class Running:
    """`steward run` in its own process, against a server that knows `token`."""

    server: TelegramServer
    folder: Path
    token: str
    port: int
    process: asyncio.subprocess.Process

    def output(self) -> str:
        return (self.folder / "output.txt").read_text("utf-8")

    async def says(self, words: str) -> None:
        """Wait until a word stands in the output."""
        await self.server.wait_for(lambda: words in self.output() or self.process.returncode, timeout=40)
        assert self.process.returncode is None, self.output()

    async def ends(self) -> None:
        """It stops when asked to, in time and cleanly, and has told no secret."""
        self.process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(self.process.wait(), 15) == 0, self.output()
        said, files = self.output(), list((self.folder / "data").iterdir())
        assert files
        for secret in (self.token, self.token.partition(":")[2], SECRET):
            assert secret not in said
            for file in files:
                assert secret.encode() not in file.read_bytes(), file.name

    async def kill(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


async def start(server: TelegramServer, folder: Path, token: str) -> Running:
    garden, staff = server.supergroup("Garden"), server.supergroup("Staff", forum=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    values = {
        "url": server.url,
        "files": server.file_url,
        "garden": garden.id,
        "staff": staff.id,
        "port": port,
    }
    (folder / "config.toml").write_text(CONFIG.format(**values), "utf-8")
    environment = {
        **os.environ,
        "STEWARD_PLATFORMS__TELEGRAM__TOKEN": token,
        "STEWARD_PLATFORMS__TELEGRAM__WEBHOOK_SECRET": SECRET,
        "PYTHONPATH": str(ROOT),
    }
    with (folder / "output.txt").open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "--config", "config.toml",
            cwd=folder, env=environment, stdout=output, stderr=output,
        )  # fmt: skip
    return Running(server, folder, token, port, process)


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(clock=system_clock) as server:
        yield server
        assert server.violations == []


async def test_it_answers_and_stops_and_keeps_its_secrets(server: TelegramServer, tmp_path: Path) -> None:
    running = await start(server, tmp_path, server.token)
    try:
        await running.says("steward.started")
        await server.wait_for(lambda: server.calls.count("getUpdates"), timeout=40)
        ann = server.user(500_000_001, "Ann", "annie", language_code="en", started=True)
        ann.says(None, "/help")
        await server.wait_for(ann.heard, timeout=20)
        server.faults.next("getUpdates", "garbage")
        server.faults.next("sendMessage", "server_error")
        ann.says(None, "/nonsense")
        await server.wait_for(lambda: len(ann.heard()) > 1, timeout=20)
        await running.ends()
        assert "Traceback" not in running.output()
    finally:
        await running.kill()


async def test_a_bad_token_leaves_it_running_and_not_ready(server: TelegramServer, tmp_path: Path) -> None:
    running = await start(server, tmp_path, "4200:a-token-that-is-not-taken-AAAAAAAAAAA")
    try:
        await running.says("platform.refused")
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"http://127.0.0.1:{running.port}/readyz")
        assert answer.status_code == 503
        assert answer.json()["platforms"]["telegram"] == "token.invalid"
        await running.ends()
    finally:
        await running.kill()
