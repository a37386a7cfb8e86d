"""A changed configuration file is applied while Steward runs, or refused as a whole and the managers told."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from tests.bot.running import Program, free_port

GOOD = """
[web]
port = {port}
[platforms.local]
enabled = true
[community]
name = "{name}"
"""


async def test_a_changed_file_is_applied_or_refused_as_a_whole(tmp_path: Path) -> None:
    file, port = tmp_path / "config.toml", free_port()
    file.write_text(GOOD.format(port=port, name="Old"), "utf-8")
    program = await Program(tmp_path, "run", "--empty", "--config", "config.toml").start()
    try:
        await program.says("steward.started")
        file.write_text(GOOD.format(port=port, name="New") + "[comunity]\nlanguage = 'zh'\n", "utf-8")
        await program.says("config.refused")
        told = await staff_hears(port, "comunity")
        assert "community" in told
        file.write_text(GOOD.format(port=port, name="New"), "utf-8")
        await program.says("config.applied")
        program.asked_to_stop()
        assert await program.ends() == 0
    finally:
        await program.kill()


async def staff_hears(port: int, word: str) -> str:
    """What a manager reads in the staff space, once it holds the word."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as page, asyncio.timeout(30):
        while True:
            town = (await page.get("/api/town", params={"who": "manager", "language": "en"})).json()
            said = [
                "".join(span["text"] for block in one["blocks"] for span in block["spans"])
                for one in town["messages"]
                if one["place"] == "staff" and not one.get("deleted")
            ]
            for text in said:
                if word in text:
                    return text
            await asyncio.sleep(0.1)
