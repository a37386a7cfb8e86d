"""An adapter, its Discord, and what it received."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from bot.adapters.discord.connect import Discord
from bot.adapters.discord.settings import DiscordSettings
from bot.codec import decode
from bot.commands import Commands
from bot.inbox import Delivery
from bot.markdown import parse
from bot.places import Place
from bot.platform import PlatformRefused
from bot.texts import Texts, load_texts
from chat.actions import Action, Post
from chat.events import Event
from chat.handler import Command, Parameter, ParameterKind
from chat.people import Duty, Space, SpaceKind
from chat.ports import Asked, Errand, Row
from chat.text import Rich
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.clocks import HandClock
from tests.counterparts.discord.community import Community
from tests.counterparts.discord.messages import Message
from tests.counterparts.discord.people import Person
from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.server import DiscordServer

Kind = TypeVar("Kind", bound=Event)
SEND = "/channels/{channel_id}/messages"
_PERSON = Parameter(name="person", kind=ParameterKind.PERSON)
_REASON = Parameter(name="reason", kind=ParameterKind.TEXT, required=False)
COMMANDS = (
    Command(name="faq", zh="常见问题", room="faq", opens_form=True),
    Command(name="help", zh="帮助", room="handlers"),
    Command(
        name="warn",
        zh="警告",
        room="moderation",
        duty=Duty.MODERATOR,
        parameters=(_PERSON, _REASON),
        menu=True,
    ),
)


@dataclass
class Bench:
    """A running adapter: what it stored, decoded; what it is asked to do."""

    server: DiscordServer
    clock: HandClock
    guild: Community
    channel: Channel
    staff: Channel
    ann: Person
    mod: Person
    discord: Discord
    stored: list[Delivery] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    failing: int = 0
    task: asyncio.Task[None] | None = None
    keys: int = 0

    @property
    def space(self) -> Space:
        return Space("discord", str(self.channel.id))

    @property
    def desk(self) -> Space:
        return Space("discord", str(self.staff.id), kind=SpaceKind.STAFF)

    def found(self, platform: str, places: Sequence[Place]) -> None:
        assert platform == "discord"
        self.places = list(places)

    async def receive(self, deliveries: Sequence[Delivery]) -> int:
        if self.failing:
            self.failing -= 1
            raise OSError("the disk is full")
        known = {one.key for one in self.stored}
        fresh = {one.key: one for one in deliveries if one.key not in known}
        self.stored += fresh.values()
        return len(fresh)

    async def run(self) -> None:
        task = self.task = asyncio.create_task(self.discord.run(self.receive))
        await self.server.wait_for(lambda: self.discord.is_ready or task.done(), 20)
        if not task.done():
            await self.settled()

    async def stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)

    async def refused(self) -> PlatformRefused:
        """Why the platform will not have us."""
        assert self.task is not None
        with pytest.raises(PlatformRefused) as caught:
            await asyncio.wait_for(asyncio.shield(self.task), 10)
        return caught.value

    async def settled(self) -> None:
        await self.server.gateway.settled(20)
        await self.server.wait_for(lambda: self.discord.pending == 0, 20)

    async def events(self) -> list[Event]:
        """Everything that arrived so far, in order, but for the bot's own words."""
        await self.settled()
        found = [decode(one.payload) for one in self.stored]
        return [one for one in found if getattr(one, "by", None) is None or one.by.voice.value != "self"]

    async def only(self, kind: type[Kind]) -> Kind:
        """The one event of that kind."""
        found = [one for one in await self.events() if isinstance(one, kind)]
        assert len(found) == 1, found
        return found[0]

    async def none(self) -> None:
        assert await self.events() == []

    def errand(self, action: Action, *, on: Person | None = None, attempt: int = 1, key: str = "") -> Errand:
        self.keys += 1
        return Errand(
            action=action,
            key=key or f"k{self.keys}",
            attempt=attempt,
            first_try=self.clock.now(),
            account=str(on.id) if on else "",
        )

    async def do(self, action: Action, **more: Any) -> Any:
        return await self.discord.perform(self.errand(action, **more))

    def post(self, text: str = "hello", **more: Any) -> Post:
        return Post(to=self.space, body=said(text), **more)

    def ours(self, channel: Channel | None = None) -> list[Message]:
        """What we said, and what is still there of it."""
        return [
            one for one in (channel or self.channel).messages.values() if one.author is self.server.world.bot
        ]


def settings_for(server: DiscordServer, *channels: Channel, **more: Any) -> DiscordSettings:
    values: dict[str, Any] = {
        "token": SecretStr(server.token),
        "channels": tuple(one.id for one in channels),
        "resolve_to": f"127.0.0.1:{server.port}",
        "ca_file": str(server.certificate),
    }
    return DiscordSettings(**(values | more))


class Memory:
    """The one read that the adapter makes: what was stored last."""

    def __init__(self, stored: list[Delivery]) -> None:
        self.stored = stored

    async def row(self, shape: str, **values: object) -> Row | None:
        assert (shape, values) == ("inbox.newest", {"like": "discord:message:%"})
        keys = [one.key for one in self.stored if one.key.startswith("discord:message:")]
        return {"key": max(keys, default=None)}

    async def rows(self, shape: str, **values: object) -> Sequence[Row]:
        raise AssertionError(shape)

    async def together(self, *asked: Asked) -> Sequence[Sequence[Row]]:
        raise AssertionError(asked)

    def version(self, room: str) -> int:
        return 0


def make_discord(settings: DiscordSettings, clock: HandClock, memory: Memory | None = None) -> Discord:
    texts = Texts(load_texts(), ZoneInfo("Asia/Shanghai"))
    adapter = Discord(settings, handbook=Commands(COMMANDS), texts=texts, clock=clock, reader=memory)
    adapter.guild_patience = 0.02
    return adapter


def said(text: str) -> Rich:
    return parse(text)


def at(clock: HandClock) -> datetime:
    return clock.now()


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(HandClock()) as server:
        yield server
        assert [str(one) for one in server.violations] == []


@pytest.fixture
async def still(server: DiscordServer) -> AsyncIterator[Bench]:
    """A bench whose adapter does not run yet."""
    guild = server.guild("Garden")
    staff_role = guild.role("Staff", Right.MODERATE_MEMBERS)
    channel, staff = guild.text_channel("garden"), guild.private_channel("staff", staff_role)
    ann, mod = guild.member("ann"), guild.member("mo", [staff_role], locale="zh-CN")
    clock = server.clock
    assert isinstance(clock, HandClock)
    stored: list[Delivery] = []
    adapter = make_discord(settings_for(server, channel, staff_channel=staff.id), clock, Memory(stored))
    bench = Bench(
        server=server,
        clock=clock,
        guild=guild,
        channel=channel,
        staff=staff,
        ann=ann,
        mod=mod,
        discord=adapter,
        stored=stored,
    )
    adapter.found = bench.found
    yield bench
    await bench.stop()
    await adapter.close()


@pytest.fixture
async def bench(still: Bench) -> Bench:
    """A bench whose adapter runs."""
    await still.run()
    return still
