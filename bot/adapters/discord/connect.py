"""Discord as the runtime sees it: one gateway connection, its events stored in order."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import aiohttp
import aiohttp.abc
import discord
import structlog

from bot.adapters.discord.capabilities import PRIVATE, of_permissions
from bot.adapters.discord.catchup import Catchup
from bot.adapters.discord.commands import definitions, menu_names
from bot.adapters.discord.doctor import findings
from bot.adapters.discord.interactions import Interactions
from bot.adapters.discord.perform import Hands
from bot.adapters.discord.receive import NAME, Receiver
from bot.adapters.discord.settings import DiscordSettings
from bot.codec import encode
from bot.inbox import EVENTS, Delivery
from bot.platform import Finding, PlatformRefused, Receive
from bot.texts import Texts
from chat.actions import Capability, NotNow, Outcome
from chat.events import Event
from chat.people import Identity, Space
from chat.ports import Clock, Errand, Handbook, Limit

GROUP = 100

log = structlog.get_logger()


class Discord:
    """The Discord platform; every run has a client of its own, because a closed one cannot be used again."""

    name = NAME
    limits: Sequence[Limit] = (
        Limit(count=45, per=timedelta(seconds=1), per_space=False),
        Limit(count=5, per=timedelta(seconds=5), per_space=True, verbs=frozenset({"Post"})),
        Limit(count=5, per=timedelta(seconds=5), per_space=True, verbs=frozenset({"Edit"})),
    )

    def __init__(self, settings: DiscordSettings, *, handbook: Handbook, texts: Texts, clock: Clock) -> None:
        self.settings = settings
        self._handbook = handbook
        self._texts = texts
        self._clock = clock
        self._receiver = Receiver(clock, menu_names(handbook, texts))
        self._openers = frozenset(one.name for one in handbook.commands() if one.opens_form)
        self._interactions = Interactions()
        self._arrived: asyncio.Queue[Event] = asyncio.Queue()
        self._client: _Client | None = None
        self._hands: Hands | None = None
        self._synced = False
        self.found: Callable[[Sequence[Space], Space | None], None] = lambda spaces, staff: None

    def __repr__(self) -> str:
        return "Discord(…)"

    @property
    def private_link(self) -> str:
        """Opens the direct messages with us."""
        user = self._client.user if self._client else None
        return f"https://discord.com/users/{user.id}" if user else ""

    @property
    def is_ready(self) -> bool:
        """Whether the gateway is connected and the guilds are known."""
        return self._client is not None and self._client.is_ready() and not self._client.is_closed()

    async def run(self, receive: Receive) -> None:
        """Connect and store events until cancelled. Raises PlatformRefused."""
        client = _Client(self, _connector(self.settings))
        self._client = client
        self._hands = Hands(client, self._interactions, self._clock)
        storing = asyncio.create_task(self._store(receive), name="discord-store")
        try:
            await client.start(self.settings.token.get_secret_value())
        except discord.LoginFailure as error:
            raise PlatformRefused("token.invalid") from error
        except discord.PrivilegedIntentsRequired as error:
            raise PlatformRefused("intents.missing") from error
        except discord.ConnectionClosed as error:
            raise PlatformRefused(f"gateway.{error.code}") from error
        finally:
            storing.cancel()
            await asyncio.shield(client.close())

    async def close(self) -> None:
        """Close the connection."""
        if self._client is not None and not self._client.is_closed():
            await self._client.close()

    async def perform(self, errand: Errand) -> Outcome:
        """Do it, once connected."""
        if self._hands is None or not self.is_ready:
            return NotNow(timedelta(seconds=1), whole_platform=True, why="not_connected")
        return await self._hands.perform(errand)

    async def recover(self, errand: Errand) -> Outcome | None:
        """Look for it."""
        return await self._hands.recover(errand) if self._hands and self.is_ready else None

    def capabilities(self, space: Space) -> frozenset[Capability]:
        """By our live permissions in the channel; unknown channels allow nothing."""
        if space.is_private:
            return PRIVATE
        channel = self._client.get_channel(int(space.id)) if self._client and space.id.isdigit() else None
        if not isinstance(channel, discord.abc.GuildChannel):
            return frozenset()
        return of_permissions(channel.permissions_for(channel.guild.me))

    async def roles(self, space: Space, identity: Identity) -> frozenset[str]:
        """Role ids of a member, from the cache, else asked for."""
        guild = self._guild(space)
        if guild is None or not identity.id.isdigit():
            return frozenset()
        member = guild.get_member(int(identity.id))
        if member is None:
            try:
                member = await guild.fetch_member(int(identity.id))
            except discord.HTTPException:
                return frozenset()
        return frozenset(str(role.id) for role in member.roles)

    async def staff(self, space: Space) -> Mapping[str, frozenset[str]]:
        """Everybody in the guild who holds a role."""
        guild = self._guild(space)
        members = guild.members if guild else []
        found = {str(one.id): frozenset(str(role.id) for role in one.roles) for one in members if not one.bot}
        return {native: roles for native, roles in found.items() if len(roles) > 1}

    def decode(self, payload: str) -> Sequence[Event]:
        """Discord's events are stored as our own."""
        raise ValueError("Discord delivers no payloads of its own")

    async def examine(self) -> Sequence[Finding]:
        """Log in, look at every served channel, log out."""
        return await findings(self.settings, _connector)

    def _guild(self, space: Space) -> discord.Guild | None:
        channel = self._client.get_channel(int(space.id)) if self._client and space.id.isdigit() else None
        return getattr(channel, "guild", None)

    def served(self) -> list[discord.TextChannel]:
        """The public channels that are served, main one first."""
        assert self._client is not None
        found: list[discord.TextChannel] = []
        for guild in self._client.guilds:
            if self.settings.guilds and guild.id not in self.settings.guilds:
                continue
            for channel in guild.text_channels:
                listed = not self.settings.channels or channel.id in self.settings.channels
                if listed and channel.id != self.settings.staff_channel and _readable(channel):
                    found.append(channel)
        return found

    async def begin(self, client: _Client) -> None:
        """After the guilds are known: who we are, what we serve, our commands, what we missed."""
        assert client.user is not None
        self._receiver.me = str(client.user.id)
        channels = self.served()
        for channel in reversed(channels):
            self._receiver.main[channel.guild.id] = Space(NAME, str(channel.id))
        staff = self.settings.staff_channel
        self.found([Space(NAME, str(one.id)) for one in channels], Space(NAME, str(staff)) if staff else None)
        if not self._synced:
            await self._sync(client)
            self._synced = True
        await Catchup(client, self._receiver, self._clock).read(channels, staff, self.put)

    async def _sync(self, client: _Client) -> None:
        """Overwrite our commands where they differ from the Handbook's (new ones are counted by Discord)."""
        wanted = definitions(self._handbook, self._texts)
        application = client.application_id
        assert application is not None
        there = await client.http.get_global_commands(application)
        if _shape(there) != _shape(wanted):
            await client.http.bulk_upsert_global_commands(application, payload=wanted)

    def put(self, event: Event | None) -> None:
        """Queue an event to be stored, in the order in which it is put."""
        if event is not None:
            self._arrived.put_nowait(event)

    def arrived(self, interaction: Any) -> None:
        """An interaction: its token is kept, its event queued."""
        data = interaction.data or {}
        opens = str(data.get("name", "")) in self._openers and data.get("target_id") is None
        name = self._interactions.keep(interaction, opens_form=opens)
        self.put(self._receiver.interaction(interaction, name))

    async def _store(self, receive: Receive) -> None:
        """Take what is queued, in groups, and store it; a failing store is tried again, nothing is dropped."""
        while True:
            events = [await self._arrived.get()]
            while not self._arrived.empty() and len(events) < GROUP:
                events.append(self._arrived.get_nowait())
            await receive([Delivery(one.key, EVENTS, one.space.lane, encode(one)) for one in events])


class _Client(discord.Client):
    """Hands every gateway event on at once, in order, instead of in a task of its own."""

    def __init__(self, platform: Discord, connector: aiohttp.BaseConnector | None) -> None:
        intents = discord.Intents.default()
        intents.message_content = True
        intents.members = True
        options: dict[str, Any] = {"connector": connector} if connector else {}
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            enable_debug_events=False,
            **options,
        )
        self._platform = platform
        self._from = platform._receiver
        self._beginning: asyncio.Task[None] | None = None

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """discord.py calls this for every event, in the order of the gateway."""
        super().dispatch(event, *args, **kwargs)
        try:
            self._hand_on(event, args)
        except Exception:
            log.exception("discord.unreadable", kind=event)

    def _hand_on(self, event: str, args: tuple[Any, ...]) -> None:
        put, receiver = self._platform.put, self._from
        match event:
            case "message":
                put(receiver.posted(args[0]))
            case "raw_message_edit":
                put(receiver.edited(args[0].message, args[0].cached_message))
            case "raw_message_delete":
                put(receiver.removed(args[0].message_id, self.get_channel(args[0].channel_id)))
            case "raw_bulk_message_delete":
                for one in sorted(args[0].message_ids):
                    put(receiver.removed(one, self.get_channel(args[0].channel_id)))
            case "member_join":
                put(receiver.joined(args[0]))
            case "raw_member_remove":
                put(receiver.left(args[0].guild_id, args[0].user))
            case "member_update":
                if args[0].roles != args[1].roles:
                    put(receiver.roles_changed(args[1]))
            case "raw_reaction_add" | "raw_reaction_remove":
                payload = args[0]
                user = payload.member or self.get_user(payload.user_id)
                put(receiver.reacted(payload, self.get_channel(payload.channel_id), user))
            case "interaction":
                self._platform.arrived(args[0])
            case "ready":
                self._beginning = asyncio.create_task(self._begin(), name="discord-begin")

    async def _begin(self) -> None:
        try:
            await self._platform.begin(self)
        except Exception:
            log.exception("discord.begin")


def _readable(channel: discord.TextChannel) -> bool:
    permissions = channel.permissions_for(channel.guild.me)
    return permissions.view_channel and permissions.send_messages


def _shape(commands: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """What matters of a list of commands, for telling whether it changed."""
    return sorted(
        (
            int(one.get("type", 1)),
            str(one["name"]),
            str(one.get("description", "")),
            str((one.get("name_localizations") or {}).get("zh-CN", "")),
            str(
                [
                    (option["name"], option["type"], bool(option.get("required")))
                    for option in one.get("options", ())
                ]
            ),
        )
        for one in commands
    )


class _ToOneAddress(aiohttp.abc.AbstractResolver):
    """Every host is at one address: for rehearsals against a counterpart."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[aiohttp.abc.ResolveResult]:
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


def _connector(settings: DiscordSettings) -> aiohttp.BaseConnector | None:
    """None for the real Discord; for a rehearsal everything goes to `resolve_to`, trusting `ca_file`."""
    if not settings.resolve_to:
        return None
    host, _, port = settings.resolve_to.rpartition(":")
    trust = ssl.create_default_context(cafile=settings.ca_file or None)
    return aiohttp.TCPConnector(resolver=_ToOneAddress(host, int(port)), ssl=trust, limit=0)
