"""The gateway connection: every event is handed on at once, in the order in which it came."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Protocol

import aiohttp
import discord
import structlog

from bot.adapters.discord.receive import Receiver
from chat.events import Event

LONGEST_NAP = timedelta(seconds=30)
"""A rate limit that asks for a longer wait is told to the outbox instead of being slept through."""

AGAIN = 0.5
"""Seconds until who was told to end, and goes on, is told once more."""

BEGINNINGS = frozenset(("READY", "RESUMED"))
"""Events without which there is no session."""

log = structlog.get_logger()


class Listening(Protocol):
    """Who wants to know what the gateway tells."""

    def put(self, event: Event | None) -> None:
        """Something happened."""

    def arrived(self, interaction: Any) -> None:
        """Somebody waits for an answer."""

    def connecting(self) -> None:
        """A new session begins: what was said before it is not known yet."""

    def ready(self) -> None:
        """The guilds of the new session are known."""

    def online(self, *, yes: bool) -> None:
        """The connection was resumed, or lost."""

    def places_changed(self) -> None:
        """Channels or our rights in them are other than before."""


class Gateway(discord.Client):
    """discord.py runs each handler in a task of its own; here the order of the gateway is kept."""

    def __init__(
        self,
        listening: Listening,
        receiver: Receiver,
        connector: aiohttp.BaseConnector | None,
        guild_patience: float,
    ) -> None:
        options: dict[str, Any] = {"connector": connector} if connector else {}
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks aloud here
        super().__init__(
            intents=wanted_intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=guild_patience,
            max_ratelimit_timeout=LONGEST_NAP.total_seconds(),
            **options,
        )
        self._listening = listening
        self._receiver = receiver
        receiver.find = self.get_channel
        self._ears: dict[str, Callable[..., None]] = {
            "message": lambda message: self._put(receiver.posted(message)),
            "raw_message_edit": lambda raw: self._put(receiver.edited(raw.message, raw.cached_message)),
            "raw_message_delete": lambda raw: self._gone(raw.channel_id, [raw.message_id]),
            "raw_bulk_message_delete": lambda raw: self._gone(raw.channel_id, sorted(raw.message_ids)),
            "member_join": lambda member: self._put(receiver.joined(member)),
            "member_ban": lambda guild, user: receiver.banned(guild.id, user.id),
            "raw_member_remove": lambda raw: self._put(receiver.left(raw.guild_id, raw.user)),
            "member_update": self._member,
            "raw_reaction_add": self._reaction,
            "raw_reaction_remove": self._reaction,
            "automod_action": self._blocked,
            "interaction": listening.arrived,
            "connect": listening.connecting,
            "ready": self._introduced,
            "guild_join": self._invited,
            "resumed": lambda: listening.online(yes=True),
            "disconnect": lambda: listening.online(yes=False),
        }
        places = ("guild_channel_create", "guild_channel_delete", "guild_channel_update")
        self._ears |= dict.fromkeys(places, lambda *_: listening.places_changed())
        parsers = self._connection.parsers
        self._connection.parsers = {name: self._careful(name, parse) for name, parse in parsers.items()}

    async def keep_connected(self, token: str) -> None:
        """Log in and listen until closed or cancelled; raises what breaks the connection.

        Before Python 3.12 `asyncio.wait_for`, in which discord.py connects, swallows a cancellation that comes in the
        moment of success: `start` would then listen on for ever, and whoever waits for its end with it.
        """
        listening = asyncio.create_task(self.start(token), name="discord-gateway")
        try:
            await asyncio.wait((listening,))
            await listening
        finally:
            while not listening.done():
                listening.cancel()
                await asyncio.wait((listening,), timeout=AGAIN)
            await asyncio.gather(listening, return_exceptions=True)

    def _careful(self, kind: str, parse: Callable[[Any], None]) -> Callable[[Any], None]:
        """An event that discord.py cannot read would tear the line, and what is said until the next one be lost.

        Only what begins a session may: there is nothing to go on with.
        """
        if kind in BEGINNINGS:
            return parse

        def careful(data: Any) -> None:
            try:
                parse(data)
            except Exception as error:
                self._skip(kind, error)

        return careful

    def _skip(self, kind: str, error: Exception) -> None:
        log.warning("discord.unreadable", kind=kind, exc_info=error)
        self._put(self._receiver.unreadable(kind, type(error).__name__))

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """discord.py calls this for every event, in the order of the gateway."""
        ear = self._ears.get(event)
        if ear is not None:
            try:
                ear(*args)
            except Exception as error:
                self._skip(event, error)
        super().dispatch(event, *args, **kwargs)

    def _introduced(self) -> None:
        self._listening.ready()
        for guild in self.guilds:
            self._put(self._receiver.strangers.found(guild))

    def _invited(self, guild: discord.Guild) -> None:
        self._listening.places_changed()
        self._put(self._receiver.strangers.added(guild))

    def _put(self, event: Event | None) -> None:
        self._listening.put(event)

    def _gone(self, channel_id: int, messages: list[int]) -> None:
        for one in messages:
            self._put(self._receiver.removed(one, channel_id, self.get_channel(channel_id)))

    def _member(self, before: discord.Member, after: discord.Member) -> None:
        if before.roles != after.roles:
            self._put(self._receiver.roles_changed(after))
        if self.user is not None and after.id == self.user.id:
            self._listening.places_changed()

    def _blocked(self, action: discord.AutoModAction) -> None:
        if action.action.type is discord.AutoModRuleActionType.block_message:
            self._put(self._receiver.blocked(action))

    def _reaction(self, raw: discord.RawReactionActionEvent) -> None:
        user = raw.member or self.get_user(raw.user_id)
        self._put(self._receiver.reacted(raw, self.get_channel(raw.channel_id), user))


def wanted_intents() -> discord.Intents:
    """The ordinary ones, and the two that must be granted: members and the content of messages."""
    intents = discord.Intents.default()
    intents.message_content = True
    intents.members = True
    return intents
