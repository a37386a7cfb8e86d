"""A language model behind any OpenAI-compatible endpoint: one question, one text, or nothing in time."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

import structlog

from faq.settings import FaqSettings

LARGEST_REPLY = 64_000

log = structlog.get_logger()


class Endpoint:
    """The Completion port over the `[faq.compose]` section. Nothing that goes wrong here is raised."""

    def __init__(self, settings: FaqSettings) -> None:
        self.settings = settings
        self._resting = asyncio.Semaphore(4)

    async def complete(self, task: str, question: str) -> str | None:
        """What the model says to a question under a task; None when it does not answer well or in time."""
        compose = self.settings.compose
        if not compose.url.get_secret_value():
            return None
        import httpx  # a community without a model does not pay for it

        seconds = compose.timeout.total_seconds()
        try:
            async with asyncio.timeout(seconds), self._resting:
                return await self._ask(task, question, seconds)
        except (
            TimeoutError,
            httpx.HTTPError,
            httpx.InvalidURL,
            ValueError,
            KeyError,
            TypeError,
            IndexError,
            RecursionError,
        ) as trouble:
            log.warning("completion.failed", why=type(trouble).__name__)
            return None

    async def _ask(self, task: str, question: str, seconds: float) -> str | None:
        import httpx

        compose = self.settings.compose
        key = compose.key.get_secret_value()
        body = {
            "model": compose.model,
            "messages": [{"role": "system", "content": task}, {"role": "user", "content": question}],
            "temperature": 0,
            "max_tokens": 2 * compose.longest,
        }
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        there = urlsplit(compose.url.get_secret_value())
        address = there._replace(path=f"{there.path.rstrip('/')}/chat/completions").geturl()
        async with (
            httpx.AsyncClient(timeout=seconds, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", address, json=body, headers=headers) as reply,
        ):
            reply.raise_for_status()
            data = bytearray()
            async for part in reply.aiter_bytes():
                data += part
                if len(data) > LARGEST_REPLY:
                    raise ValueError("the reply is too long")
        return _text(httpx.Response(200, content=bytes(data)).json())


def _text(reply: Any) -> str | None:
    said = reply["choices"][0]["message"]["content"]
    return said if isinstance(said, str) else None
