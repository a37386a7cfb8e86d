"""Calls of the Bot API: a flood wait is told as a length of time."""

from __future__ import annotations

import json
import ssl
from datetime import timedelta
from functools import cache
from typing import Any

import httpx
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

TOO_MANY = 429
UNSAID = timedelta(seconds=5)


class FloodWait(TelegramError):
    """Nothing more of this kind for `wait`; the SDK's own class changes its type with the environment."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"wait {wait.total_seconds():.0f} s")
        self.wait = wait


class CallingRequest(HTTPXRequest):
    """The SDK's request, with our own reading of 429; up to `connections` run at a time."""

    def __init__(self, connections: int) -> None:
        super().__init__(connection_pool_size=connections, httpx_kwargs={"verify": _trust()})

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """One call. Raises FloodWait."""
        code, body = await super().do_request(*args, **kwargs)
        if code == TOO_MANY:
            raise FloodWait(_wait(body))
        return code, body


@cache
def _trust() -> ssl.SSLContext:
    """Whom httpx trusts by itself: reading all those certificates takes 40 ms, which every connection may share."""
    return httpx.create_ssl_context()


def _wait(body: bytes) -> timedelta:
    try:
        return timedelta(seconds=float(json.loads(body)["parameters"]["retry_after"]))
    except (KeyError, TypeError, ValueError):
        return UNSAID
