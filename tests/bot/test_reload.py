"""A changed configuration file is applied while Steward runs, or refused as a whole and the managers told."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import httpx

from bot.adapters.local.pages import PROOF
from tests.adapters.outside.test_outside import SECRET, Receiver, receiver
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
    with receiver() as follower:
        await changes(tmp_path, follower)


async def changes(tmp_path: Path, follower: Receiver) -> None:
    """To nonsense, then to another name and a program that follows the tickets."""
    file, port = tmp_path / "config.toml", free_port()
    file.write_text(GOOD.format(port=port, name="Old"), "utf-8")
    program = await Program(tmp_path, "run", "--empty", "--config", "config.toml").start()
    try:
        await program.says("steward.started")
        file.write_text(GOOD.format(port=port, name="New") + "[comunity]\nlanguage = 'zh'\n", "utf-8")
        await program.says("config.refused")
        told = await staff_hears(port, "comunity")
        assert "community" in told
        hooks = (
            f"[support.hooks]\naddresses = ['{follower.url}']\nsecret = '{SECRET}'\nallow_private = true\n"
        )
        file.write_text(GOOD.format(port=port, name="New") + hooks, "utf-8")
        await program.says("config.applied")
        assert "needs_restart=[]" in program.said, "nothing but what can be applied was changed"
        assert follower.url not in program.said
        heard = await staff_hears(port, "support.hooks.addresses")
        assert follower.url not in heard
        await member_asks_for_a_human(port)
        async with asyncio.timeout(30):
            while not follower.taken:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert follower.events[0]["event"] == "ticket.opened"
        later = GOOD.format(port=port + 1, name="New")
        file.write_text(later + hooks, "utf-8")
        heard = await staff_hears(port, "web.port")
        assert "hooks" not in heard, "what did not change is not told"
        file.write_text(later + "language = 'zh'\n" + hooks, "utf-8")
        await staff_hears(port, "community.language")
        await program.says("keys=\"['community.language']\" needs_restart=\"['web.port']\"")
        file.write_text("[web]\nport = 8080\n[platforms.local]\nenabled = false\n", "utf-8")
        await staff_hears(port, "no platform is configured")
        program.asked_to_stop()
        assert await program.ends() == 0
    finally:
        await program.kill()


async def member_asks_for_a_human(port: int) -> None:
    """Over the page, as anybody would in the browser."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as page:
        proof = re.search(r'"([0-9a-f]{48})"', (await page.get("/")).text)
        assert proof
        people = (await page.get("/api/people")).json()
        who = people[0]["id"]
        act = {"act": "say", "who": who, "place": "garden", "text": "/human my order"}
        assert (await page.post("/api/act", json=act, headers={PROOF: proof[1]})).status_code == 200


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
