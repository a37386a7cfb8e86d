"""An ask: one authorised request with its place, its body and the short ways to what it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.content import Upload
from tests.counterparts.discord.guilds import Guild
from tests.counterparts.discord.members import Member
from tests.counterparts.discord.messages import Message
from tests.counterparts.discord.refusals import Refusal, invalid_form, missing_access, unknown
from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.roles import Role
from tests.counterparts.discord.shapes import Json
from tests.counterparts.discord.threads import Thread
from tests.counterparts.discord.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is answered."""

    status: int
    body: object = None


def ok(body: object) -> Reply:
    """200 with a body."""
    return Reply(status=200, body=body)


NOTHING = Reply(status=204)


@dataclass(slots=True, kw_only=True)
class Ask:
    """One request after its route was found and its token accepted."""

    world: World
    named: Mapping[str, str]
    query: Mapping[str, str]
    body: Json
    items: list[Json] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)
    reason: str | None = None

    @property
    def me(self) -> Account:
        """The bot that asks."""
        return self.world.bot

    def number(self, name: str) -> int:
        """A snowflake of the path."""
        text = self.named[name]
        if not text.isdecimal():
            raise invalid_form(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')
        return int(text)

    def channel(self) -> Channel:
        """The channel of the path, which the bot must see."""
        channel = self.world.channels.get(self.number("channel_id"))
        if channel is None:
            raise unknown("Channel")
        if not self.world.bot_sees(channel):
            raise missing_access()
        return channel

    def guild_channel(self) -> tuple[Channel, Guild]:
        """The same with its guild; private channels have none."""
        channel = self.channel()
        if channel.guild is None:
            raise Refusal(403, 50003, "Cannot execute action on a DM channel")
        return channel, channel.guild

    def thread(self) -> Thread:
        """The thread of the path."""
        channel = self.channel()
        if not isinstance(channel, Thread):
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        return channel

    def message(self, channel: Channel) -> Message:
        """The message of the path; ephemeral ones are not found here."""
        message = channel.messages.get(self.number("message_id"))
        if message is None:
            raise unknown("Message")
        return message

    def guild(self) -> Guild:
        """The guild of the path, in which the bot must be."""
        guild = self.world.guilds.get(self.number("guild_id"))
        if guild is None:
            raise unknown("Guild")
        if guild.me is None:
            raise missing_access()
        return guild

    def mine(self, guild: Guild) -> Member:
        """The bot's own membership."""
        if guild.me is None:
            raise missing_access()
        return guild.me

    def member(self, guild: Guild) -> Member:
        """The member of the path."""
        member = guild.members.get(self.number("user_id"))
        if member is None:
            known = self.number("user_id") in self.world.accounts
            raise unknown("Member" if known else "User")
        return member

    def role(self, guild: Guild) -> Role:
        """The role of the path."""
        role = guild.roles.get(self.number("role_id"))
        if role is None:
            raise unknown("Role")
        return role

    def account(self, name: str = "user_id") -> Account:
        """The user of the path."""
        account = self.world.accounts.get(self.number(name))
        if account is None:
            raise unknown("User")
        return account

    def needs(self, channel: Channel, *rights: Right) -> None:
        """Every right named, in that channel."""
        held = self.world.rights(self.me, channel)
        if any(right not in held for right in rights):
            raise Refusal(403, 50013, "Missing Permissions")

    def shown(self, message: Message) -> Json:
        """A message for the bot's eyes."""
        return message.json(reader=self.me.id)


Handler = Callable[[Ask], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """One operation; the template is spelled as in Discord's description."""

    method: str
    template: str
    handler: Handler
    open_to_all: bool = False
