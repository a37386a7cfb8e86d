"""The world: every account, guild and channel, and the one place from which events leave."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from tests.counterparts.discord.accounts import ALL_PRIVILEGES, Account, Application, Privilege
from tests.counterparts.discord.attachments import Attachment
from tests.counterparts.discord.channels import Channel, Kind
from tests.counterparts.discord.clocks import Clock
from tests.counterparts.discord.commands import CommandBook
from tests.counterparts.discord.events import Event
from tests.counterparts.discord.guilds import Guild
from tests.counterparts.discord.rights import Right, channel_rights
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.snowflakes import Snowflakes
from tests.counterparts.discord.threads import Thread
from tests.counterparts.discord.webhooks import Invite, Webhook

if TYPE_CHECKING:
    from tests.counterparts.discord.interactions import Interaction
    from tests.counterparts.discord.messages import Message

ACCOUNT_AGE = timedelta(days=400)
"""How old accounts are unless told otherwise."""
NONCE_WINDOW = timedelta(minutes=3)
"""Discord says "the past few minutes"; the true length is not published."""
POLL_SECONDS = 0.004
T = TypeVar("T")


class World:
    """All state, changed by plain functions; whoever listens hears every event that the bot may know of."""

    def __init__(self, clock: Clock, *, token: str, privileges: Privilege = ALL_PRIVILEGES) -> None:
        self.clock = clock
        self.snowflakes = Snowflakes(clock)
        self.accounts: dict[int, Account] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.private_channels: dict[int, Channel] = {}
        self.webhooks: dict[int, Webhook] = {}
        self.invites: dict[str, Invite] = {}
        self.files: dict[str, Attachment] = {}
        self.interactions: dict[str, Interaction] = {}
        self.nonces: dict[tuple[int, str], tuple[Message, datetime]] = {}
        self.nonce_window = NONCE_WINDOW
        self.listeners: list[Callable[[Event], None]] = []
        self.application = self._application(token, privileges)
        self.commands = CommandBook(self.snowflakes, self.application.id)

    def _application(self, token: str, privileges: Privilege) -> Application:
        owner = self.account("owner")
        bot = self.account("steward", bot=True)
        return Application(id=bot.id, bot=bot, owner=owner, token=token, privileges=privileges)

    @property
    def bot(self) -> Account:
        """The account of the bot under test."""
        return self.application.bot

    def now(self) -> datetime:
        """The town's time."""
        return self.clock.now()

    def account(
        self,
        name: str,
        *,
        bot: bool = False,
        locale: str = "en-US",
        shown_as: str | None = None,
        made_at: datetime | None = None,
    ) -> Account:
        """A new account."""
        made = made_at or self.clock.now() - ACCOUNT_AGE
        account = Account(
            id=self.snowflakes.dated(made), username=name, global_name=shown_as, bot=bot, locale=locale
        )
        self.accounts[account.id] = account
        return account

    def private_channel(self, account: Account) -> Channel:
        """The private channel between the bot and an account, made when first needed."""
        known = self.private_channels.get(account.id)
        if known is None:
            known = Channel(id=self.snowflakes.new(), kind=Kind.PRIVATE, recipient=account)
            self.private_channels[account.id] = self.channels[known.id] = known
        return known

    def shares_guild_with_bot(self, account: Account) -> bool:
        """Whether the bot meets the account anywhere: without that it may not write to it."""
        return any(guild.me is not None and account.id in guild.members for guild in self.guilds.values())

    def rights(self, account: Account, channel: Channel) -> Right:
        """What an account may do in a channel; none at all when it is no member."""
        if channel.guild is None:
            return ~Right.NONE
        member = channel.guild.members.get(account.id)
        if member is None:
            return Right.NONE
        rights = channel_rights(channel, member, self.now())
        hidden = isinstance(channel, Thread) and channel.is_private and account.id not in channel.joined
        return Right.NONE if hidden and Right.MANAGE_THREADS not in rights else rights

    def sees(self, account: Account, channel: Channel) -> bool:
        """Whether an account can look into a channel."""
        return Right.VIEW_CHANNEL in self.rights(account, channel)

    def bot_sees(self, channel: Channel) -> bool:
        """Whether the bot can."""
        return self.sees(self.bot, channel)

    def emit(
        self, name: str, data: Json, *, guild: Guild | None = None, channel: Channel | None = None
    ) -> None:
        """Sends an event to the bot, unless it is not in the guild or cannot see the channel."""
        where = guild if channel is None else channel.guild
        if where is not None and (where.me is None or not where.available):
            return
        if channel is not None and not self.bot_sees(channel):
            return
        event = Event(name=name, data=data, guild_id=None if where is None else where.id, bot_id=self.bot.id)
        for listener in self.listeners:
            listener(event)

    async def wait_for(self, found: Callable[[], T], timeout: float = 5.0) -> T:
        """Asks again until the answer is true; TimeoutError when it never is within `timeout` real seconds."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while not (answer := found()):
            if loop.time() > deadline:
                raise TimeoutError(f"not seen within {timeout} s")
            await asyncio.sleep(POLL_SECONDS)
        return answer
