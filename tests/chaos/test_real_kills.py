"""Kills of the real program on real python-telegram-bot: every message is answered in the end."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bot.running import Program, free_port
from tests.conftest import count, pieces
from tests.counterparts.telegram.clock import system_clock
from tests.counterparts.telegram.server import TelegramServer

KILLS = 20
A_LIFE = 4
CONFIG = """
[community]
language = "en"
[web]
port = {port}
[platforms.telegram]
base_url = "{url}"
base_file_url = "{files}"
"""
ANSWER = re.compile(r"/nosuch(\d+)")


def delay(life: int) -> float:
    """Seconds that a life lasts after its first poll: from none to about half a second, spread evenly."""
    return (life * 37 % 53) / 100


@pieces(count(1, 3))
async def test_no_kill_of_the_real_program_loses_a_message(
    piece: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    async with TelegramServer(clock=system_clock) as server:
        values = {"url": server.url, "files": server.file_url, "port": free_port()}
        (tmp_path / "config.toml").write_text(CONFIG.format(**values), "utf-8")
        environment = {"STEWARD_PLATFORMS__TELEGRAM__TOKEN": server.token}
        asked = 0
        for life in range(piece * KILLS, (piece + 1) * KILLS):
            polls = server.calls.count("getUpdates")
            program = await Program(
                tmp_path, "run", "--config", "config.toml", environment=environment
            ).start()
            for _ in range(A_LIFE):
                asked += 1
                person = server.user(600_000_000 + asked, f"P{asked}", language_code="en", started=True)
                person.says(None, f"/nosuch{asked}")
            await server.wait_for(partial(has_polled, server, polls), timeout=60)
            await asyncio.sleep(delay(life))
            await program.kill()
        program = await Program(tmp_path, "run", "--config", "config.toml", environment=environment).start()
        await server.wait_for(lambda: len(answers(server)) == asked, timeout=90)
        await program.says("steward.started")
        program.asked_to_stop()
        assert await program.ends() == 0
        found = answers(server)
        doubled = sum(found.values()) - asked
        assert doubled <= KILLS
        assert server.violations == []
    record_property(
        "says", f"kills of python -m bot: {KILLS}; messages {asked}, lost 0, answered twice {doubled}"
    )


def has_polled(server: TelegramServer, before: int) -> bool:
    """Whether the program of this life has asked for updates."""
    return server.calls.count("getUpdates") > before


def answers(server: TelegramServer) -> Counter[str]:
    """How often each numbered message was answered."""
    said = [str(call.params.get("text", "")) for call in server.calls.done("sendMessage")]
    return Counter(number for text in said for number in set(ANSWER.findall(text)))
