"""Discord as the runtime sees it: one gateway connection, its events stored in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import discord
import structlog

from bot.adapters.discord.arrivals import Arrivals
from bot.adapters.discord.asked import Asked
from bot.adapters.discord.capabilities import EVERYTHING, PRIVATE, of_permissions
from bot.adapters.discord.catchup import Catchup
from bot.adapters.discord.commands import definitions, menu_names, registered, shape
from bot.adapters.discord.doctor import findings
from bot.adapters.discord.errors import refusal_of
from bot.adapters.discord.gateway import Gateway
from bot.adapters.discord.interactions import Interactions
from bot.adapters.discord.members import account, leaders, roles_of
from bot.adapters.discord.perform import Hands
from bot.adapters.discord.places import main_channel, served_channels, staff_channel
from bot.adapters.discord.receive import NAME, Receiver
from bot.adapters.discord.rehearsal import make_connector
from bot.adapters.discord.settings import DiscordSettings
from bot.adapters.discord.wall import Walls
from bot.places import Place
from bot.platform import Finding, Receive
from bot.texts import Texts
from chat.actions import Capability, NotNow, Outcome
from chat.events import Event
from chat.messages import Attachment, MessageRef
from chat.people import Identity, Space, SpaceKind, Speaker
from chat.ports import Clock, Errand, Handbook, Limit, Reader

PATIENCE = 10.0
"""How long an action waits for the connection before it is put back."""

log = structlog.get_logger()


class Discord:
    """The Discord platform; every run has a client of its own, because a closed one cannot be used again."""

    name = NAME
    limits: Sequence[Limit] = (
        Limit(count=45, per=timedelta(seconds=1), per_space=False),
        Limit(count=5, per=timedelta(seconds=5), per_space=True, verbs=frozenset({"Post"})),
        Limit(count=5, per=timedelta(seconds=5), per_space=True, verbs=frozenset({"Edit"})),
    )
    guild_patience = 2.0
    """How many seconds after a guild was told we wait for a further one."""

    def __init__(
        self,
        settings: DiscordSettings,
        *,
        handbook: Handbook,
        texts: Texts,
        clock: Clock,
        reader: Reader | None = None,
    ) -> None:
        self.settings = settings
        self.found: Callable[[str, Sequence[Place]], None] = lambda platform, places: None
        self._handbook = handbook
        self._texts = texts
        self._clock = clock
        self._reader = reader
        self._receiver = Receiver(clock, settings)
        self._asked = Asked(self._receiver, menu_names(handbook))
        self._receiver.main = self._main
        self._openers = frozenset(one.name for one in handbook.commands() if one.opens_form)
        self.interactions = Interactions(texts)
        self._queue = Arrivals()
        self._online = asyncio.Event()
        self._client: Gateway | None = None
        self._hands: Hands | None = None
        self._beginning: asyncio.Task[None] | None = None
        self._synced = False

    def __repr__(self) -> str:
        return "Discord(…)"

    @property
    def private_link(self) -> str:
        """Opens the direct messages with us."""
        user = self._client.user if self._client else None
        return f"https://discord.com/users/{user.id}" if user else ""

    def message_link(self, message: MessageRef) -> str:
        """Opens the message in its guild."""
        channel = self._client.get_channel(int(message.space.id)) if self._client else None
        guild = getattr(channel, "guild", None)
        if guild is None:
            return ""
        return (
            f"https://discord.com/channels/{guild.id}/{message.space.thread or message.space.id}/{message.id}"
        )

    @property
    def is_ready(self) -> bool:
        """Whether the gateway is connected and the guilds are known."""
        return self._online.is_set()

    @property
    def pending(self) -> int:
        """How many events arrived, or are being looked for, that are not stored yet."""
        looking = self._beginning is not None and not self._beginning.done()
        return self._queue.pending + int(looking)

    async def run(self, receive: Receive) -> None:
        """Connect and store events until cancelled. Raises PlatformRefused."""
        client = Gateway(self, self._receiver, make_connector(self.settings), self.guild_patience)
        self._client = client
        self._hands = Hands(client, self.interactions, self._clock, self._speakers(), self.settings)
        self._walls: Walls = self._hands.walls
        self._receiver.wall = self._walls.rule
        storing = asyncio.create_task(self._queue.store(receive), name="discord-store")
        try:
            await client.keep_connected(self.settings.token.get_secret_value())
        except Exception as error:
            refused = refusal_of(error)
            if refused is None:
                raise
            raise refused from error
        finally:
            await self._end(client, storing, receive)

    async def _end(self, client: Gateway, storing: asyncio.Task[None], receive: Receive) -> None:
        """Hang up first; then store what was heard until then."""
        self._online.clear()
        if self._beginning is not None:
            self._beginning.cancel()
        await asyncio.shield(client.close())
        storing.cancel()
        await asyncio.gather(storing, return_exceptions=True)
        await self._queue.drain(receive)

    async def close(self) -> None:
        """Close the connection."""
        self.interactions.close()
        if self._client is not None and not self._client.is_closed():
            await self._client.close()

    async def perform(self, errand: Errand) -> Outcome:
        """Do it, once connected."""
        if not await self._connected() or self._hands is None:
            return NotNow(timedelta(seconds=1), whole_platform=True, why="not_connected")
        return await self._hands.perform(errand)

    async def recover(self, errand: Errand) -> Outcome | None:
        """Look for it."""
        if not await self._connected() or self._hands is None:
            return None
        return await self._hands.recover(errand)

    async def _connected(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._online.wait()
        except TimeoutError:
            return False
        return True

    def capabilities(self, space: Space) -> frozenset[Capability]:
        """By our live permissions in the channel; until they are known, what Discord can do at all."""
        if space.is_private:
            return PRIVATE
        if self._client is None or not self._client.is_ready():
            return EVERYTHING
        channel = self._client.get_channel(int(space.id)) if space.id.isdigit() else None
        if not isinstance(channel, discord.abc.GuildChannel):
            return frozenset()
        return of_permissions(channel.permissions_for(channel.guild.me))

    async def fetch(self, attachment: Attachment) -> bytes | None:
        """The bytes of an attachment."""
        return await self._hands.fetch(attachment) if self._hands else None

    async def speaker(self, identity: Identity) -> Speaker | None:
        """The member, or the account, of that number."""
        found = await account(self._client, identity.id) if self._client else None
        return self._receiver.speaker(found) if found else None

    async def roles(self, space: Space, identity: Identity) -> frozenset[str]:
        """Role ids of a member, from the cache, else asked for."""
        guild = self._guild(space)
        return await roles_of(guild, identity.id) if guild else frozenset()

    async def staff(self, space: Space) -> Mapping[str, frozenset[str]]:
        """Everybody in the guild who holds a role."""
        guild = self._guild(space)
        return leaders(guild) if guild else {}

    def decode(self, payload: str) -> Sequence[Event]:
        """Discord's events are stored as our own."""
        raise ValueError("Discord delivers no payloads of its own")

    async def examine(self) -> Sequence[Finding]:
        """Log in, look at every served channel, log out."""
        return await findings(self.settings, make_connector(self.settings), self.guild_patience)

    def _guild(self, space: Space) -> discord.Guild | None:
        channel = self._client.get_channel(int(space.id)) if self._client and space.id.isdigit() else None
        return getattr(channel, "guild", None)

    def _main(self, guild: int) -> Space | None:
        """Where a guild's own events are told."""
        found = self._client.get_guild(guild) if self._client else None
        channel = main_channel(found, self.settings) if found else None
        return Space(NAME, str(channel.id)) if channel else None

    def _speakers(self) -> frozenset[int]:
        """Roles that may speak where everybody else is locked out."""
        roles = self.settings.roles
        return frozenset((*roles.moderator, *roles.representative, *roles.manager))

    def put(self, event: Event | None) -> None:
        """Queue an event to be stored, in the order in which it is put."""
        if event is not None:
            self._queue.put(event)

    def arrived(self, interaction: Any) -> None:
        """An interaction: its token is kept, its event queued; it never waits for a catch-up."""
        data = interaction.data or {}
        opens = str(data.get("name", "")) in self._openers and data.get("target_id") is None
        event = self._asked.event(interaction)
        if event is not None:
            self.interactions.keep(interaction, opens_form=opens)
            self._queue.put(event, at_once=True)

    def online(self, *, yes: bool) -> None:
        """The connection is back, or gone."""
        if yes:
            self._online.set()
        else:
            self._online.clear()

    def connecting(self) -> None:
        """A new session: what it tells comes after what was missed."""
        if self._beginning is not None:
            self._beginning.cancel()
        self._queue.hold()
        if self._client is not None and self._client.user is not None:
            self._receiver.me = str(self._client.user.id)

    def ready(self) -> None:
        """The guilds are known."""
        self._beginning = asyncio.create_task(self._begin(), name="discord-begin")

    def places_changed(self) -> None:
        """Tell the runtime which channels are served, by the rights that we have now."""
        if self._client is None or not self._client.is_ready():
            return
        channels = served_channels(self._client.guilds, self.settings)
        places = [Place(space=Space(NAME, str(one.id)), title=one.name) for one in channels]
        staff = staff_channel(self._client, self.settings)
        if staff is not None:
            places.append(Place(space=Space(NAME, str(staff.id), kind=SpaceKind.STAFF), title=staff.name))
        self.found(NAME, places)

    async def _begin(self) -> None:
        """Who we serve, our commands, what we missed; a failure of one does not stop the others."""
        client = self._client
        assert client is not None
        self.places_changed()
        self.online(yes=True)
        try:
            await self._sync(client)
            await self._walls.learn()
            channels = served_channels(client.guilds, self.settings)
            staff = staff_channel(client, self.settings)
            catchup = Catchup(client, self._receiver, self._clock, self._reader)
            missed = await catchup.read([*channels, *([staff] if staff else [])])
            self._queue.put_first(missed)
        except Exception:
            log.exception("discord.begin")
        self._queue.begin()

    async def _sync(self, client: Gateway) -> None:
        """Overwrite our commands where they differ from the Handbook's (new ones are counted by Discord)."""
        application = client.application_id
        if self._synced or application is None:
            return
        wanted = definitions(self._handbook, self._texts)
        try:
            there = await registered(client, application)
            if shape(there) != shape(wanted):
                await client.http.bulk_upsert_global_commands(application, payload=wanted)
            self._synced = True
        except (discord.HTTPException, OSError) as error:
            log.warning("discord.commands", why=type(error).__name__, status=getattr(error, "status", None))
