"""Addresses that people give in chat: reached only where the whole internet could reach them, redirects included."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from urllib.parse import urljoin, urlsplit

from chat.ports import Reply, Unreachable

TIMEOUT = 10.0
"""Seconds for a whole request with all its redirects."""
REDIRECTS = 5
LARGEST = 5_000_000
"""Bytes of a reply that are read when the caller names no limit."""
_MOVED = frozenset({301, 302, 303, 307, 308})

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""A host name and a port → its IP addresses."""
Permit = Callable[[str], bool]
"""Whether an IP address may be spoken to."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """The operating system's answer. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the whole internet (IANA's registries); one wrapped in IPv6 is unwrapped."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return (inner or ip).is_global and not (inner or ip).is_multicast


class Outside:
    """The Outside port over HTTP. The address that was examined is the one that is connected to: no second look-up."""

    def __init__(self, *, resolve: Resolve = resolve, permit: Permit = is_public) -> None:
        self._resolve = resolve
        self._permit = permit

    async def check(self, url: str) -> None:
        """Raises Unreachable unless `url` is http(s) to public addresses only."""
        async with asyncio.timeout(TIMEOUT):
            await self._address(url)

    async def fetch(self, url: str, *, limit: int = LARGEST) -> Reply:
        """Read `url` (GET), following redirects. Raises Unreachable."""
        try:
            async with asyncio.timeout(TIMEOUT):
                for _ in range(REDIRECTS + 1):
                    reply = await self._ask("GET", url, b"", {}, limit)
                    if reply.status not in _MOVED:
                        return reply
                    url = _joined(url, reply.headers.get("location", ""))
        except TimeoutError:
            raise Unreachable("timeout") from None
        raise Unreachable("redirects")

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Send `body` once; a redirect is an answer like any other. Raises Unreachable."""
        try:
            async with asyncio.timeout(TIMEOUT):
                return await self._ask("POST", url, body, headers, 64_000)
        except TimeoutError:
            raise Unreachable("timeout") from None

    async def _address(self, url: str) -> str:
        """The one address to connect to; every address of the name must be public."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise Unreachable("address") from None
        if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
            raise Unreachable("address")
        try:
            found = await self._resolve(host, port or (443 if parts.scheme == "https" else 80))
        except (OSError, UnicodeError):
            raise Unreachable("unknown") from None
        if not found or not all(map(self._permit, found)):
            raise Unreachable("private")
        return found[0]

    async def _ask(self, method: str, url: str, body: bytes, headers: Mapping[str, str], limit: int) -> Reply:
        import httpx  # 60 ms that only those pay who ask something of the outside

        pinned = await self._address(url)
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client:
                there = httpx.URL(url)
                request = client.build_request(
                    method,
                    there.copy_with(host=pinned),
                    content=body or None,
                    headers={**headers, "host": there.netloc.decode("ascii")},
                    extensions={"sni_hostname": there.host},
                )
                reply = await client.send(request, stream=True)
                try:
                    data = await _read(reply.aiter_bytes(), limit)
                finally:
                    await reply.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
            raise Unreachable("failed") from None
        return Reply(status=reply.status_code, body=data, headers=dict(reply.headers))


async def _read(parts: AsyncIterator[bytes], limit: int) -> bytes:
    data = bytearray()
    async for part in parts:
        data += part
        if len(data) > limit:
            raise Unreachable("large")
    return bytes(data)


def _joined(url: str, location: str) -> str:
    if not location:
        raise Unreachable("redirects")
    return urljoin(url, location)
