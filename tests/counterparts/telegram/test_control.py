"""The server in a process of its own, steered over its control API."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[3]


@asynccontextmanager
async def served() -> AsyncIterator[tuple[dict[str, str], aiohttp.ClientSession]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.counterparts.telegram",
        "--token",
        "42:bench",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        addresses = json.loads(await process.stdout.readline())
        async with aiohttp.ClientSession() as session:
            yield addresses, session
    finally:
        process.stdin.close()
        assert await process.wait() == 0


def recorded(number: int) -> dict:
    chat = {"id": -1001000000000 - number % 3, "type": "supergroup", "title": "Recorded"}
    sender = {"id": 100 + number, "is_bot": False, "first_name": "A"}
    message = {"message_id": number + 1, "date": 0, "chat": chat, "from": sender, "text": "hi"}
    return {"update_id": 10 + number, "message": message}


async def test_recorded_updates_are_handed_out_and_counted():
    async with served() as (addresses, session):
        control, api = addresses["control"], addresses["url"] + "42:bench/"
        updates = [recorded(number) for number in range(250)]
        async with session.post(control + "preload", json=updates) as response:
            assert await response.json() == {"preloaded": 250}
        offset, seen = 0, 0
        while seen < 250:
            async with session.get(f"{api}getUpdates?offset={offset}") as response:
                batch = (await response.json())["result"]
            seen, offset = seen + len(batch), batch[-1]["update_id"] + 1
        reply = {"chat_id": -1001000000001, "text": "hello", "reply_parameters": {"message_id": 2}}
        async with session.post(api + "sendMessage", json=reply) as response:
            assert (await response.json())["result"]["reply_to_message"]["text"] == "hi"
        async with session.get(f"{api}getUpdates?offset={offset}") as response:
            assert (await response.json())["result"] == []
        async with session.get(f"{control}wait?acknowledged=250&calls=1&timeout=5") as response:
            counters = await response.json()
        assert (counters["reached"], counters["pending"], counters["calls"]["sendmessage"]) == (True, 0, 1)
        async with session.get(control + "sends") as response:
            (sent,) = (await response.json())["sends"]
        assert (sent["chat_id"], sent["text"], sent["reply_to"]) == (-1001000000001, "hello", 2)
        async with session.get(control + "deliveries") as response:
            deliveries = (await response.json())["deliveries"]
        assert deliveries["11"] <= sent["at"] <= counters["now"]
        async with session.post(control + "reset") as response:
            assert response.status == 200
        async with session.get(control + "counters") as response:
            assert (await response.json())["acknowledged"] == 0
