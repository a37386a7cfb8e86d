"""Addresses given in chat are reached only where everybody could, whatever name or redirect leads there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.outside import Outside, is_public
from chat.ports import Unreachable

PRIVATE = (
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fc00::1",
    "::ffff:127.0.0.1",
    "2002:7f00:1::",
    "ff0e::1",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_is_no_public_one(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_an_address_of_everybody_is_one(address: str) -> None:
    assert is_public(address)


async def names(host: str, port: int) -> Sequence[str]:
    """A directory: two names of this machine, one of which counts as public here, and one that leads to both."""
    known = {"shop.example": ["127.0.0.1"], "inside.example": ["127.0.0.2"]}
    known["both.example"] = [*known["shop.example"], *known["inside.example"]]
    if host in known:
        return known[host]
    if host.replace(".", "").isdigit():
        return [host]
    raise OSError("no such name")


@asynccontextmanager
async def shop() -> AsyncIterator[int]:
    """A server on loopback, whose port is given."""

    async def answer(request: web.Request) -> web.StreamResponse:
        to = request.query.get("to")
        if to:
            raise web.HTTPFound(to)
        if request.path == "/circle":
            raise web.HTTPFound("/circle")
        if request.path == "/large":
            return web.Response(body=b"x" * 2_000)
        if request.method == "POST":
            return web.Response(body=await request.read(), headers={"X-Kind": request.headers["X-Kind"]})
        return web.Response(text=f"hello {request.host}")

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    yield site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
    await runner.cleanup()


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with shop() as opened:
        yield opened


def outside() -> Outside:
    """As in the product, but that this machine's first loopback address counts as public."""
    return Outside(resolve=names, permit=lambda address: address == "127.0.0.1")


async def refused(url: str) -> str:
    with pytest.raises(Unreachable) as caught:
        await outside().fetch(url, limit=1_000)
    return caught.value.why


async def test_a_public_address_is_read_under_its_own_name(port: int) -> None:
    reply = await outside().fetch(f"http://shop.example:{port}/")
    assert (reply.status, reply.body) == (200, f"hello shop.example:{port}".encode())


async def test_what_leads_inside_is_refused(port: int) -> None:
    base = f"http://shop.example:{port}"
    for url in (
        f"http://inside.example:{port}/",
        f"http://both.example:{port}/",
        f"http://127.0.0.2:{port}/",
        f"{base}/?to=http://inside.example:{port}/",
        f"{base}/?to=//127.0.0.2:{port}/",
    ):
        assert await refused(url) == "private", url


async def test_what_is_no_address_is_refused(port: int) -> None:
    for url in (
        "",
        "shop.example",
        "ftp://shop.example/",
        "file:///etc/passwd",
        "http://",
        "http://[x/",
        "http://u:p@shop.example/",
    ):
        assert await refused(url) == "address", url
    assert await refused("http://nowhere.example/") == "unknown"


async def test_redirects_are_followed_and_a_circle_ends(port: int) -> None:
    base = f"http://shop.example:{port}"
    assert (await outside().fetch(f"{base}/?to=/there")).status == 200
    assert await refused(f"{base}/circle") == "redirects"


async def test_a_flood_and_a_wall_are_refused(port: int) -> None:
    assert await refused(f"http://shop.example:{port}/large") == "large"
    assert await refused("http://shop.example:9/") == "failed"


async def test_a_post_is_sent_once_and_not_redirected(port: int) -> None:
    url = f"http://shop.example:{port}/hook"
    reply = await outside().post(url, b"{}", {"X-Kind": "ticket"})
    assert (reply.status, reply.body, reply.headers["x-kind"]) == (200, b"{}", "ticket")
    assert (await outside().post(f"{url}?to=http://inside.example/", b"{}", {"X-Kind": "t"})).status == 302
    with pytest.raises(Unreachable):
        await outside().post(f"http://inside.example:{port}/", b"{}", {})
