"""The server: a town on one TLS port of loopback, with everything that a test wants to hold in its hand."""

from __future__ import annotations

import asyncio
import ssl
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Self, TypeVar

import aiohttp
import trustme
from aiohttp import web

from tests.counterparts.discord.accounts import ALL_PRIVILEGES, Account, Privilege
from tests.counterparts.discord.calls import Calls
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.clocks import Clock, HandClock
from tests.counterparts.discord.commands import Command
from tests.counterparts.discord.community import Community
from tests.counterparts.discord.door import Door
from tests.counterparts.discord.embeds import shown_embed
from tests.counterparts.discord.events import Event
from tests.counterparts.discord.faults import Faults
from tests.counterparts.discord.gateway import Gateway
from tests.counterparts.discord.loopback import loopback_connector
from tests.counterparts.discord.messages import Message
from tests.counterparts.discord.pace import Pace
from tests.counterparts.discord.posting import announce_change
from tests.counterparts.discord.rights import EVERYONE, MODERATOR, Right
from tests.counterparts.discord.roles import Role
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.validation import SPECIFICATION, Validation, Violation
from tests.counterparts.discord.world import World

HOSTS = ("discord.com", "*.discord.com", "*.discord.gg", "cdn.discordapp.com", "media.discordapp.net")
TOKEN = "town-token"
LARGEST_REQUEST = 64 * 1024 * 1024
T = TypeVar("T")


@cache
def identity() -> tuple[trustme.CA, ssl.SSLContext]:
    """The authority that signs for Discord's names, and what proves the town to be these; one for all towns."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*HOSTS).configure_cert(context)
    return authority, context


class DiscordServer:
    """`async with DiscordServer(clock) as town:` and the bot can come, by `town.connector()`."""

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        token: str = TOKEN,
        privileges: Privilege = ALL_PRIVILEGES,
        validate: bool = True,
        specification: Path = SPECIFICATION,
        keep_calls: int | None = None,
    ) -> None:
        self.clock = clock or HandClock()
        self.world = World(self.clock, token=token, privileges=privileges)
        self.gateway = Gateway(self.world)
        self.calls = Calls(keep_calls)
        self.faults = Faults()
        self.validation = Validation(specification, wanted=validate)
        self.pace = Pace(time=lambda: asyncio.get_running_loop().time())
        self._door = Door(self.world, self.calls, self.faults, self.validation, self.pace)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._runner: web.AppRunner | None = None
        self.port = 0
        self.world.listeners += [self._checked, self.gateway.publish]

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Opens the port."""
        self._folder = tempfile.TemporaryDirectory(prefix="discord-town-")
        application = web.Application(client_max_size=LARGEST_REQUEST)
        application.router.add_route("*", "/{anything:.*}", self._serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._tls())
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Hangs up and closes the port."""
        self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()
        if self._folder is not None:
            self._folder.cleanup()

    def _tls(self) -> ssl.SSLContext:
        authority, context = identity()
        authority.cert_pem.write_to_path(str(self.certificate))
        return context

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self.gateway.connect(request)
        if request.path.startswith("/attachments/"):
            return self._file(request)
        return await self._door.knock(request)

    def _file(self, request: web.Request) -> web.Response:
        found = self.world.files.get(request.path)
        query = request.query
        if found is None or not found.is_open(query.get("ex", "0"), query.get("hm", "")):
            return web.Response(status=404, text="This content is no longer available.")
        return web.Response(body=found.content)

    def _checked(self, event: Event) -> None:
        self.validation.event(event.name, event.data)

    @property
    def certificate(self) -> Path:
        """The authority that the client must trust; there is one once the town is open."""
        assert self._folder is not None
        return Path(self._folder.name) / "authority.pem"

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.world.application.token

    @property
    def bot(self) -> Account:
        """The bot's account."""
        return self.world.bot

    @property
    def violations(self) -> list[Violation]:
        """What Discord's own description does not allow, on either side; empty in a good test."""
        return self.validation.violations

    @property
    def validates(self) -> bool:
        """Whether the description is there; without it a test should say so."""
        return self.validation.active

    def connector(self) -> aiohttp.TCPConnector:
        """For `discord.Client(connector=…)`, inside the running loop."""
        return loopback_connector(self.port, self.certificate)

    def guild(
        self, name: str = "Garden", *, locale: str = "en-US", rights: Right | None = MODERATOR
    ) -> Community:
        """A new guild with the bot in it (`rights=None`: without it), owned by a person `<name> owner`."""
        owner = self.world.account(f"{name} owner")
        number = self.world.snowflakes.new()
        guild = Community(
            world=self.world,
            id=number,
            name=name,
            owner_id=owner.id,
            made_at=self.clock.now(),
            locale=locale,
        )
        guild.roles[number] = Role(id=number, guild=guild, name="@everyone", permissions=EVERYONE, position=0)
        self.world.guilds[number] = guild
        guild.stranger_joins(owner)
        if rights is not None:
            guild.welcomes_bot(rights)
        return guild

    def channel(self, number: int | str) -> Channel:
        """A channel, thread or private chat by its id."""
        return self.world.channels[int(number)]

    def message(self, number: int | str) -> Message | None:
        """A live message by its id, wherever it is; ephemeral ones too."""
        shown = (one for made in self.world.interactions.values() for one in made.messages)
        places = (channel.messages.get(int(number)) for channel in self.world.channels.values())
        found = (one for one in (*places, *shown) if one is not None and one.id == int(number))
        return next(found, None)

    def commands(self, guild: Community | None = None) -> list[Command]:
        """What the bot has registered, globally or in one guild."""
        return self.world.commands.of(None if guild is None else guild.id)

    def refreshes(self, message: Message, *, embed: Json | None = None) -> None:
        """A MESSAGE_UPDATE without new content: nothing new at all, or the preview of a link."""
        if embed is not None:
            message.embeds.append(shown_embed({"type": "link"} | embed))
        announce_change(self.world, message)

    async def wait_for(self, found: Callable[[], T], timeout: float = 5.0) -> T:
        """Asks again until the answer is true."""
        return await self.world.wait_for(found, timeout)
