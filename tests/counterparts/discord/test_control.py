"""A town in a process of its own, steered over its control API."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import discord

from tests.counterparts.discord.loopback import loopback_connector

ROOT = Path(__file__).parents[3]


@asynccontextmanager
async def served() -> AsyncIterator[dict]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.counterparts.discord",
        "--validate",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield json.loads(await process.stdout.readline())
    finally:
        process.stdin.close()
        assert await process.wait() == 0


class Echo(discord.Client):
    """Counts messages and joins, and answers what is pressed or asked."""

    def __init__(self, addresses: dict) -> None:
        connector = loopback_connector(addresses["port"], Path(addresses["certificate"]))
        super().__init__(intents=discord.Intents.all(), connector=connector, guild_ready_timeout=0.02)
        self.read = 0
        self.joined = 0

    async def on_message(self, message: discord.Message) -> None:
        self.read += message.author != self.user
        if message.content == "ping":
            await message.reply("pong")

    async def on_member_join(self, member: discord.Member) -> None:
        self.joined += 1

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pressed", ephemeral=True)


@asynccontextmanager
async def connected(addresses: dict) -> AsyncIterator[Echo]:
    client = Echo(addresses)
    running = asyncio.create_task(client.start(addresses["token"]))
    try:
        yield client
    finally:
        await client.close()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_prepared_crowd_is_blasted_and_counted():
    async with (
        served() as addresses,
        aiohttp.ClientSession(addresses["control"]) as session,
        connected(addresses) as client,
    ):

        async def post(path: str, body: object) -> dict:
            async with session.post(path, json=body) as answer:
                assert answer.status == 200, await answer.text()
                return await answer.json()

        async def get(path: str) -> dict:
            async with session.get(path) as answer:
                return await answer.json()

        (guild,) = (await post("found", {"guilds": 1, "channels": 3, "members": 5}))["guilds"]
        assert (await get("wait?connections=1"))["reached"]
        shows = {
            "act": "shows",
            "channel": guild["channels"][0],
            "buttons": [{"label": "In", "custom_id": "in"}],
        }
        board = (await post("act", shows))["id"]
        says = [
            {
                "act": "says",
                "channel": guild["channels"][n % 3],
                "by": guild["members"][n % 5],
                "text": f"第 {n} 条",
            }
            for n in range(200)
        ]
        acts = [
            *says,
            {"act": "joins", "guild": guild["id"]},
            {"act": "presses", "message": board, "button": "In", "by": guild["members"][0]},
        ]
        prepared = await post("prepare", acts)
        assert prepared["prepared"] == 202
        assert client.read == 0
        blast = await post("blast", {})
        assert blast["sent"] == 202
        callback = "POST /interactions/{interaction_id}/{interaction_token}/callback"
        assert (await get(f"wait?calls=1&operation={callback}"))["reached"]
        await post(
            "act", {"act": "says", "channel": guild["channels"][0], "by": guild["members"][0], "text": "ping"}
        )
        counters = await get("wait?calls=1")
        assert (client.read, client.joined) == (201, 1)
        assert counters["violations"] == 0
        (reply,) = (await get("calls?operation=POST /channels/{channel_id}/messages"))["calls"]
        assert reply["content"] == "pong"
        assert blast["begun"] <= blast["written"] <= reply["at"] <= counters["now"]
        await post("fault", {"kind": "STATUS", "status": 503, "method": "GET"})
        await post("gateway", {"do": "drop"})
        assert (await get("wait?resumes=1"))["reached"]
        await post("reset", {})
        assert (await get("counters"))["calls"] == {}
