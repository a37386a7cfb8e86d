"""The way from an unmodified client to the town: a resolver that sends every host name to one port."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult


class ToLoopback(AbstractResolver):
    """Every name is this machine, at one port."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The one address."""
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=self._port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        """Nothing to give back."""


def loopback_connector(port: int, certificate: Path) -> aiohttp.TCPConnector:
    """What discord.py takes as `connector=`; to be made inside the running loop."""
    trust = ssl.create_default_context(cafile=str(certificate))
    return aiohttp.TCPConnector(resolver=ToLoopback(port), ssl=trust, limit=0)
