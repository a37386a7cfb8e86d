"""The way to Discord: as everybody goes, or for a rehearsal to one address that stands for every host."""

from __future__ import annotations

import socket
import ssl

import aiohttp
import aiohttp.abc

from bot.adapters.discord.settings import DiscordSettings


class ToOneAddress(aiohttp.abc.AbstractResolver):
    """Every host is at one address: for rehearsals against a counterpart."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[aiohttp.abc.ResolveResult]:
        """The one address."""
        return [
            aiohttp.abc.ResolveResult(
                hostname=host,
                host=self._host,
                port=self._port,
                family=socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    async def close(self) -> None:
        """Nothing is held."""


def make_connector(settings: DiscordSettings) -> aiohttp.BaseConnector | None:
    """None for the real Discord; for a rehearsal everything goes to `resolve_to`, trusting `ca_file`."""
    if not settings.resolve_to:
        return None
    host, _, port = settings.resolve_to.rpartition(":")
    trust = ssl.create_default_context(cafile=settings.ca_file or None)
    return aiohttp.TCPConnector(resolver=ToOneAddress(host, int(port)), ssl=trust, limit=0)
