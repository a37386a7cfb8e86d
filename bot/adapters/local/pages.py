"""The web chat: one page, its state, its live stream, and what people do there."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response, Router, get, post
from litestar.exceptions import NotFoundException, PermissionDeniedException
from litestar.response import ServerSentEvent

from bot.adapters.local.connect import Local
from bot.adapters.local.receive import Refusal
from bot.adapters.local.town import GARDEN, STAFF, Change, Farewell, Resident, Town, private_of
from bot.adapters.local.views import Views
from bot.app import App
from chat.actions import Document
from chat.people import Language, Space

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
PROOF = "x-steward-token"
"""The header in which an act brings back what the page was given."""

STATIC = resources.files("bot.adapters.local").joinpath("static")
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
"""What the page is made of, by how a file's name ends; anything else in the folder is not served."""

HEADERS = {
    "content-security-policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
LONGEST = 20_000
LARGEST = 1_000_000
"""Bytes of a file that comes with words."""
MOST = 1_000
MARK = 64
"""Characters of the mark by which words sent twice are said once."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the routes of one running town share; `token` must come back with every act."""

    local: Local
    views: Views
    token: str

    @property
    def town(self) -> Town:
        """Who lives here and what was said."""
        return self.local.town

    def resident(self, name: str) -> Resident:
        """Somebody by id. Raises NotFoundException."""
        found = self.town.residents.get(name)
        if found is None:
            raise NotFoundException(detail="nobody of that name")
        return found

    def place(self, who: Resident, name: str) -> Space:
        """A place that this resident may be in. Raises PermissionDeniedException."""
        if name == GARDEN.id:
            return GARDEN
        if name == who.id:
            return private_of(who.id)
        thread = self.town.threads.get(name)
        if who.roles and (name == STAFF.id or thread is not None):
            return Space(STAFF.platform, STAFF.id, thread.id if thread else None, STAFF.kind)
        raise PermissionDeniedException(detail="not your place")


def is_local_host(host: str, port: int) -> bool:
    """Whether a Host header names this machine's loopback and our port (a page of another name may not reach us)."""
    return host in {f"{name}:{port}" for name in LOOPBACK} or (port == 80 and host in LOOPBACK)


async def only_from_here(request: Request[Any, Any, Any]) -> None:
    """Refuse every request whose Host is not loopback, or whose Origin is another than that host."""
    host = request.headers.get("host", "")
    origin = request.headers.get("origin")
    server = request.scope["server"]
    if server is None or not is_local_host(host, server[1] or 0):
        raise PermissionDeniedException(detail="this page lives on loopback only")
    if origin is not None and urlsplit(origin).netloc != host:
        raise PermissionDeniedException(detail="another page may not act here")


@get("/", sync_to_thread=False)
def page(desk: Desk) -> Response[str]:
    """The page itself."""
    source = STATIC.joinpath("page.html").read_text("utf-8")
    return Response(source.replace("{token}", desk.token), media_type="text/html", headers=HEADERS)


@get("/static/{name:str}", sync_to_thread=False)
def static(name: str) -> Response[bytes]:
    """Its style, scripts and icon."""
    kind = KINDS.get(name.rpartition(".")[2])
    if kind is None or name not in {one.name for one in STATIC.iterdir()}:
        raise NotFoundException
    return Response(STATIC.joinpath(name).read_bytes(), media_type=kind, headers=HEADERS)


@get("/api/town", sync_to_thread=False)
def town_state(desk: Desk, who: str, language: str = "zh") -> Response[dict[str, Any]]:
    """Everything that somebody sees now."""
    state = desk.views.page(desk.resident(who), _language(language))
    return Response(state, headers=HEADERS)


@get("/api/people", sync_to_thread=False)
def people(desk: Desk) -> Response[list[dict[str, Any]]]:
    """Who may be picked."""
    return Response([desk.views.resident(one) for one in desk.town.residents.values()], headers=HEADERS)


@get("/api/live")
async def live(desk: Desk, who: str) -> ServerSentEvent:
    """Every change that somebody may see, as it happens."""
    desk.resident(who)
    return ServerSentEvent(_changes(desk, who), headers=HEADERS)


async def _changes(desk: Desk, who: str) -> AsyncIterator[dict[str, str]]:
    queue: asyncio.Queue[Change] = asyncio.Queue()
    stop = desk.town.listen(queue.put_nowait)
    try:
        yield {"event": "hello", "data": json.dumps({"token": desk.token})}
        while queue.qsize() < MOST:  # whoever reads too slowly connects anew and reads everything
            try:
                async with asyncio.timeout(15):
                    change = await queue.get()
            except TimeoutError:
                yield {"event": "still", "data": "{}"}
                continue
            if isinstance(change, Farewell):
                return
            view = desk.views.change(change, desk.resident(who))
            if view is not None:
                yield {"event": "change", "data": json.dumps(view, ensure_ascii=False)}
    finally:
        stop()


@get("/api/file/{message:int}", sync_to_thread=False)
def file(desk: Desk, message: int, who: str) -> Response[bytes]:
    """The picture or document of a message that somebody may see."""
    saying = desk.town.sayings.get(message)
    if saying is None or saying.deleted or saying.file is None:
        raise NotFoundException
    desk.place(desk.resident(who), saying.space.thread or saying.space.id)
    kind = "image/png" if saying.file.name.endswith(".png") else "application/octet-stream"
    headers = dict(HEADERS)
    if kind != "image/png":
        headers["content-disposition"] = f'attachment; filename="{_plain_name(saying.file.name)}"'
    return Response(saying.file.data, media_type=kind, headers=headers)


@post("/api/act", status_code=200)
async def act(desk: Desk, request: Request[Any, Any, Any], data: dict[str, Any]) -> Response[dict[str, str]]:
    """Somebody does something; 409 with a code when the town does not let them."""
    if not hmac.compare_digest(request.headers.get(PROOF, "").encode(), desk.token.encode()):
        raise PermissionDeniedException(detail="the page's token is missing")
    try:
        await _do(desk, data)
    except Refusal as refusal:
        return Response({"refused": refusal.code}, status_code=409, headers=HEADERS)
    except (KeyError, TypeError, ValueError) as error:
        return Response(
            {"refused": "bad_request", "why": type(error).__name__}, status_code=400, headers=HEADERS
        )
    return Response({"done": "yes"}, headers=HEADERS)


async def _do(desk: Desk, data: dict[str, Any]) -> None:
    if data["act"] == "settle":
        await _settle(desk, str(data["name"]).strip()[:40], str(data.get("language", "zh")))
        return
    who = await _speaking(desk, desk.resident(str(data["who"])), str(data.get("language", "")))
    doorway = desk.local.doorway
    match data["act"]:
        case "say":
            text, file = str(data["text"]).strip()[:LONGEST], _file(data.get("file"))
            if text or file:
                reply_to = str(int(data["reply_to"])) if data.get("reply_to") else None
                once, place = str(data.get("once", ""))[:MARK], desk.place(who, str(data["place"]))
                await doorway.says(who.id, place, text, reply_to, file=file, once=once)
        case "edit":
            await doorway.edits(who.id, str(int(data["message"])), str(data["text"])[:LONGEST])
        case "press":
            await doorway.presses(who.id, str(int(data["message"])), str(data["payload"]))
        case "fill":
            values = {str(key): str(value) for key, value in dict(data["values"]).items()}
            await doorway.fills(who.id, str(data["interaction"]), values)
        case "dismiss":
            doorway.dismisses(who.id, str(data["interaction"]))
        case "react":
            await _react(desk, who, int(data["message"]), str(data["emoji"])[:8])
        case "join":
            await doorway.joins(who)
        case other:
            raise ValueError(other)


async def _speaking(desk: Desk, who: Resident, language: str) -> Resident:
    """The resident with the page's language for theirs: it is what a platform's app would tell of them."""
    if not language or _language(language) == _language(who.locale):
        return who
    speaking = replace(who, locale=_locale(language))
    await desk.town.settle_in(speaking)
    return speaking


async def _react(desk: Desk, who: Resident, message: int, emoji: str) -> None:
    """The first press puts a reaction there, the second takes it away."""
    is_there = who.id in desk.town.reactions.get(message, {}).get(emoji, set())
    given = {"removed": emoji} if is_there else {"added": emoji}
    await desk.local.doorway.reacts(who.id, str(message), **given)


async def _settle(desk: Desk, name: str, language: str) -> None:
    """A new member moves in."""
    if not name:
        raise ValueError(name)
    number = len(desk.town.residents) + 1
    await desk.local.doorway.joins(Resident(id=f"visitor{number}", name=name, locale=_locale(language)))


def make_routes(app: App, local: Local) -> Sequence[Any]:
    """All routes of the page, for the web application."""
    views = Views(local.town, app.texts, app.commands, app.system.clock)
    desk = Desk(local, views, app.system.chance.token(24).hex())

    async def provide_desk() -> Desk:
        return desk

    router = Router(
        "/",
        route_handlers=[page, static, town_state, people, live, file, act],
        dependencies={"desk": provide_desk},
        before_request=only_from_here,
        exception_handlers={UnicodeDecodeError: _unreadable},
    )
    return [router]


def _unreadable(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, str]]:
    """Bytes that are no UTF-8."""
    del request
    body = {"refused": "bad_request", "why": type(error).__name__}
    return Response(body, status_code=400, headers=HEADERS)


def _file(given: dict[str, str] | None) -> Document | None:
    """What was sent along, its bytes in base64. Raises Refusal, or ValueError for what is no base64."""
    if given is None:
        return None
    data, name = base64.b64decode(given["data"], validate=True), _plain_name(given["name"])[:MARK]
    if len(data) > LARGEST:
        raise Refusal("too_large")
    return Document(data=data, name=name or "file")


def _language(tag: str) -> Language:
    return "zh" if tag.startswith("zh") else "en"


def _locale(tag: str) -> str:
    return "zh-CN" if _language(tag) == "zh" else "en"


def _plain_name(name: str) -> str:
    return "".join(letter for letter in name if letter.isalnum() or letter in "-_.")
