"""A counterpart in a process of its own, spoken to over loopback."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from tests.conftest import ROOT


class Counterpart:
    """Its addresses, and its control."""

    def __init__(self, addresses: dict[str, Any], client: httpx.AsyncClient) -> None:
        self.addresses = addresses
        self._client = client

    async def post(self, name: str, body: object = None) -> Any:
        """Say something to its control."""
        answer = await self._client.post(name, content=json.dumps(body) if body is not None else "")
        answer.raise_for_status()
        return answer.json()

    async def get(self, name: str) -> Any:
        """Ask its control."""
        answer = await self._client.get(name)
        answer.raise_for_status()
        return answer.json()


@asynccontextmanager
async def counterpart(module: str) -> AsyncIterator[Counterpart]:
    """`python -m module` until the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    addresses = json.loads(await process.stdout.readline())
    try:
        async with httpx.AsyncClient(base_url=addresses["control"], timeout=120) as client:
            yield Counterpart(addresses, client)
    finally:
        process.stdin.close()
        await process.wait()
