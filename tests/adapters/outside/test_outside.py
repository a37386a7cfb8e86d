"""Deliveries are signed, repeated until they are taken, replayable, and never go to an address that is not public."""

from __future__ import annotations

import hashlib
import hmac
import json
import socketserver
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.adapters.outside.connect import Deliveries
from bot.app import App
from bot.changes import secrets_of
from bot.settings import Settings
from support.hooks import HookSettings
from tests.support.office import OfficeDriver
from tests.world import Town

SECRET = "a key of sixteen or more"


@dataclass
class Receiver:
    """A program on loopback that follows tickets; it answers with `statuses` first, then 204."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    taken: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)

    @property
    def events(self) -> list[dict[str, Any]]:
        """What it took, as JSON."""
        return [json.loads(body) for _, body in self.taken]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Listens until the end."""
    here = Receiver()

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = here.statuses.pop(0) if here.statuses else 204
            if status < 300:
                here.taken.append((dict(self.headers), body))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Takes)
    here.url = f"http://127.0.0.1:{server.server_port}/hook?from=garden"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class FollowedDriver(OfficeDriver):
    """The local platform with a program that follows its tickets."""

    async def open(self, app: App) -> None:
        """Attach both."""
        await super().open(app)
        app.serve(
            Deliveries(lambda: app.settings.support.hooks, lambda: app.settings.feedback, app.system.clock)
        )


@asynccontextmanager
async def followed(folder: Path, **support: object) -> AsyncIterator[Town]:
    values = {"community": {"name": "Garden", "language": "en"}, **support}
    town = Town(FollowedDriver(), "en", folder, Settings.model_validate(values))
    await town.open()
    try:
        yield town
    finally:
        await town.close()


def hooks(url: str, **changes: object) -> dict[str, object]:
    return {"support": {"hooks": {"addresses": [url], "secret": SECRET, "allow_private": True, **changes}}}


async def test_every_step_is_told_signed_without_names_or_words(tmp_path: Path) -> None:
    with receiver() as program:
        async with followed(tmp_path, **hooks(program.url)) as town:
            ann, rae = await town.member("Ann"), await town.representative("Rae")
            await ann.commands("human", "my secret order")
            await rae.presses("support.claim")
            await town.settles()
            assert [one["event"] for one in program.events] == ["ticket.opened", "ticket.claimed"]
            headers, body = program.taken[0]
            moment, _, signed = headers["Steward-Signature"].partition(",")
            expected = hmac.new(
                SECRET.encode(), moment[2:].encode() + b"." + body, hashlib.sha256
            ).hexdigest()
            assert signed == f"v1={expected}"
            assert headers["Steward-Delivery"] == program.events[0]["id"]
            assert not any(word in body.decode() for word in ("Ann", "secret order", ann.person, ann.native))


async def test_what_was_not_taken_comes_again_and_what_was_missed_is_replayed(tmp_path: Path) -> None:
    with receiver() as program:
        program.statuses += [503, 429, 302]
        async with followed(tmp_path, **hooks(program.url, events=["ticket.opened"])) as town:
            ann, mia = await town.member("Ann"), await town.manager("Mia")
            await ann.commands("human", "x1")
            assert program.taken == []
            await town.passes(minutes=2)
            assert program.taken == [], "a redirect is a refusal: it is not followed"
            await mia.commands("replay_hooks", "1h", place=town.staff)
            await mia.told("support.hooks.replayed", count=1)
            await town.passes(seconds=5)
            await mia.commands("replay_hooks", "1h", place=town.staff)
            await town.passes(seconds=5)
            assert len(program.taken) == 2
            assert len({one["id"] for one in program.events}) == 1


async def test_a_program_named_later_is_told_from_then_on(tmp_path: Path) -> None:
    with receiver() as program:
        async with followed(tmp_path) as town:
            ann, rae = await town.member("Ann"), await town.representative("Rae")
            await ann.commands("human", "x1")
            values = {"community": {"name": "Garden", "language": "en"}, **hooks(program.url)}
            town.app.apply(Settings.model_validate(values))
            await rae.presses("support.claim")
            await town.settles()
            assert [one["event"] for one in program.events] == ["ticket.claimed"]
            town.app.apply(Settings.model_validate({"community": {"name": "Garden", "language": "en"}}))
            await rae.presses("support.release")
            await town.settles()
            assert len(program.events) == 1


async def test_what_a_drill_plays_is_told_to_nobody(tmp_path: Path) -> None:
    with receiver() as program:
        async with followed(tmp_path, **hooks(program.url)) as town:
            rae, mia = await town.representative("Rae"), await town.manager("Mia")
            await rae.commands("drill", "1", place=town.staff)
            await rae.presses("support.claim")
            await rae.commands("drill", "0", place=town.staff)
            await town.settles()
            assert not await town.rows("support.on_stage", stage="drill")
            assert program.taken == []
            await mia.commands("replay_hooks", "1h", place=town.staff)
            await mia.told("support.hooks.replayed", count=0)


async def test_a_private_address_is_refused_by_default(tmp_path: Path) -> None:
    with receiver() as program:
        url = program.url.replace("http://", "https://")
        async with followed(tmp_path, **hooks(url, allow_private=False)) as town:
            await (await town.member("Ann")).commands("human", "x1")
            await town.passes(minutes=1)
            rows = [row for row in await town.rows("outbox.all") if row["verb"] == "Deliver"]
            assert [(row["state"], row["why"]) for row in rows] == [("failed", "hook.private")]
            assert program.taken == []


def test_hooks_that_cannot_hold_are_refused() -> None:
    for wrong in (
        {"addresses": ["https://example.org"]},
        {"addresses": ["ftp://example.org"], "secret": SECRET},
        {"addresses": ["http://example.org"], "secret": SECRET},
    ):
        with pytest.raises(ValidationError):
            HookSettings.model_validate(wrong)


def test_logs_never_show_an_address_or_the_key() -> None:
    values = hooks("https://example.org/token") | {"feedback": {"notices": ["product json://u:p@h"]}}
    found = secrets_of(Settings.model_validate(values))
    assert {"https://example.org/token", SECRET, "product json://u:p@h"} <= set(found)


async def test_a_department_gets_its_digest_through_apprise(tmp_path: Path) -> None:
    with receiver() as program:
        address = program.url.replace("http://", "json://").partition("?")[0]
        async with followed(tmp_path, feedback={"notices": [f"product {address}"]}) as town:
            rae = await town.representative("Rae")
            await rae.commands("feedback", "product idea low please add a dark mode", place=town.staff)
            await town.passes(hours=8)
            (notice,) = program.events
            assert "product" in notice["title"]
            assert "please add a dark mode" in notice["message"]


class Post(socketserver.StreamRequestHandler):
    """A mail server that takes one letter at a time and keeps it."""

    def handle(self) -> None:
        self._says("220 garden")
        while line := self.rfile.readline():
            match line[:4].upper().strip():
                case b"DATA":
                    self._says("354 go on")
                    letter = b""
                    while not letter.endswith(b"\r\n.\r\n"):
                        letter += self.rfile.readline()
                    self.server.letters.append(letter)  # type: ignore[attr-defined]
                    self._says("250 kept")
                case b"QUIT":
                    self._says("221 bye")
                    return
                case _:
                    self._says("250 good")

    def _says(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def post_office() -> Iterator[tuple[int, list[bytes]]]:
    """A mail server on loopback: its port, and the letters that it took."""
    letters: list[bytes] = []
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post) as server:
        server.letters = letters  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1], letters
        finally:
            server.shutdown()
            thread.join()


async def test_a_department_gets_its_digest_as_mail(tmp_path: Path) -> None:
    with post_office() as (port, letters):
        address = (
            f"mailto://127.0.0.1:{port}?mode=insecure&from=steward@garden.example&to=service@garden.example"
        )
        async with followed(tmp_path, feedback={"notices": [f"service {address}"]}) as town:
            rae = await town.representative("Rae")
            await rae.commands("feedback", "service praise low the helpers are quick", place=town.staff)
            await town.passes(hours=8)
        letter = message_from_bytes(letters[0], policy=policy.default)
        body = letter.get_body(("plain", "html"))
        assert len(letters) == 1
        assert "service@garden.example" in letter["to"]
        assert "service" in letter["subject"]
        assert body is not None
        assert "the helpers are quick" in body.get_content()


async def test_mail_that_nobody_takes_is_tried_again(tmp_path: Path) -> None:
    address = "mailto://127.0.0.1:1?mode=insecure&from=steward@garden.example&to=service@garden.example"
    async with followed(tmp_path, feedback={"notices": [f"service {address}"]}) as town:
        rae = await town.representative("Rae")
        await rae.commands("feedback", "service praise low the helpers are quick", place=town.staff)
        await town.passes(hours=7, minutes=30, seconds=1)
        rows = [row for row in await town.rows("outbox.all") if row["platform"] == "outside"]
        assert [row["why"] for row in rows] == ["notice.refused"]
        assert rows[0]["state"] != "done"
