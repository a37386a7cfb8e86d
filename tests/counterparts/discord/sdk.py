"""The real discord.py, pointed at a town and remembering what it heard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord import app_commands

from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.server import DiscordServer


class Listener(discord.Client):
    """An unmodified client that keeps its events in order."""

    def __init__(self, town: DiscordServer, intents: discord.Intents, **options: Any) -> None:
        super().__init__(
            intents=intents,
            connector=town.connector(),
            guild_ready_timeout=0.02,
            allowed_mentions=discord.AllowedMentions.none(),
            **options,
        )
        self.events: list[tuple[str, tuple[Any, ...]]] = []
        self.tree = app_commands.CommandTree(self)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Remembers, then goes on as ever."""
        self.events.append((event, args))
        super().dispatch(event, *args, **kwargs)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Tests do not wait the five seconds between identifies."""

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """A handler that raises fails the test that looks."""
        self.events.append(("error", (event_method, *args)))

    def heard(self, event: str) -> list[Any]:
        """The first argument of every event of that name."""
        return [args[0] if args else None for name, args in self.events if name == event]

    @property
    def home(self) -> Any:
        """The first guild, untyped as well."""
        return self.guilds[0]

    def channel(self, place: Channel) -> Any:
        """The SDK's own object for a channel, untyped: the test says which verbs it has."""
        return self.get_channel(place.id)

    def texts(self) -> list[str]:
        """What people said, as far as it could be read."""
        return [message.content for message in self.heard("message") if message.author != self.user]

    def on(self, handler: Callable[..., Any]) -> Callable[..., Any]:
        """Registers a handler by its name."""
        self.event(handler)
        return handler


@asynccontextmanager
async def listening(
    town: DiscordServer, *, intents: discord.Intents | None = None, token: str | None = None, **options: Any
) -> AsyncIterator[Listener]:
    """A client that has reached READY; its own failure to come is raised here."""
    client = Listener(town, intents or discord.Intents.all(), **options)
    running = asyncio.create_task(client.start(token or town.token))
    try:
        await town.wait_for(lambda: client.is_ready() or running.done())
        if running.done():
            running.result()
        yield client
    finally:
        await client.close()
        # a client that is closed while it reconnects ends in whatever its HTTP library was doing
        await asyncio.gather(running, return_exceptions=True)
