"""What the town knows of the internet: a few pages, each under its address."""

from __future__ import annotations

from collections.abc import Mapping

from chat.ports import Reply, Unreachable


class Pages:
    """The Outside port over pages that a story writes; everything else cannot be reached."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}

    async def check(self, url: str) -> None:
        if url not in self.pages:
            raise Unreachable("unknown")

    async def fetch(self, url: str, *, limit: int = 5_000_000) -> Reply:
        await self.check(url)
        body = self.pages[url].encode()
        if len(body) > limit:
            raise Unreachable("large")
        return Reply(status=200, body=body, headers={})

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        await self.check(url)
        return Reply(status=204, body=b"", headers={})
