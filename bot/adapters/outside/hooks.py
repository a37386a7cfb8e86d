"""Calls a program outside: a signed POST to an address that was looked up, checked and then kept to."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

TIMEOUT = 10.0
"""Seconds for each step of a call."""


class NotPublic(Exception):
    """The address is one of this machine or its network, or no address at all."""


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, whatever the name says by now."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self._address = address
        self._context = context

    def connect(self) -> None:
        """To the checked address; the certificate must be the name's."""
        self.sock = socket.create_connection((self._address, self.port), TIMEOUT)
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)


def signature(secret: str, moment: int, body: bytes) -> str:
    """`t=…,v1=…`: the moment in seconds, and HMAC-SHA256 over `moment.body`."""
    signed = hmac.new(secret.encode(), b"%d.%s" % (moment, body), hashlib.sha256).hexdigest()
    return f"t={moment},v1={signed}"


def look_up(host: str, port: int, *, allow_private: bool) -> str:
    """The first address of a host. Raises NotPublic, also when only one of several is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise OSError(f"{host} was not found") from error
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not allow_private and not all(_is_public(one) for one in addresses):
        raise NotPublic(host)
    return addresses[0]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None)
    found = inner or found
    return found.is_global and not found.is_multicast


def call(url: str, body: bytes, headers: Mapping[str, str], *, allow_private: bool) -> int:
    """The status of the answer; redirects are not followed. Raises OSError, HTTPException or NotPublic."""
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = look_up(host, port, allow_private=allow_private)
    context = ssl.create_default_context() if secure else None
    connection = _Pinned(host, port, address, context)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, dict(headers))
        return connection.getresponse().status
    finally:
        connection.close()
