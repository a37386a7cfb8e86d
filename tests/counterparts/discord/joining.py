"""Joining and leaving a guild."""

from __future__ import annotations

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.guilds import Guild
from tests.counterparts.discord.members import Member
from tests.counterparts.discord.messages import Message, MessageKind
from tests.counterparts.discord.posting import deliver
from tests.counterparts.discord.refusals import NotAllowed
from tests.counterparts.discord.roles import Role
from tests.counterparts.discord.world import World


def join(world: World, guild: Guild, account: Account, roles: tuple[Role, ...] = ()) -> Member:
    """Makes the account a member; who is banned cannot."""
    if account.id in guild.bans:
        raise NotAllowed(f"{account.username} is banned from {guild.name}")
    member = Member(guild=guild, account=account, joined_at=world.now(), roles=list(roles))
    guild.members[account.id] = member
    if account is not world.bot:
        world.emit("GUILD_MEMBER_ADD", member.json() | {"guild_id": str(guild.id)}, guild=guild)
        _welcome(world, guild, account)
    return member


def _welcome(world: World, guild: Guild, account: Account) -> None:
    """The line that Discord itself writes, where a channel for it is chosen."""
    channel = guild.channels.get(guild.system_channel_id or 0)
    if channel is not None:
        kind, now = MessageKind.JOIN, world.now()
        deliver(world, Message(id=world.snowflakes.new(), channel=channel, author=account, at=now, kind=kind))


def leave(world: World, guild: Guild, account: Account) -> None:
    """Ends a membership; when it is the bot's own, the guild is gone for it."""
    if account is world.bot:
        world.emit("GUILD_DELETE", {"id": str(guild.id)}, guild=guild)
        del guild.members[account.id]
        return
    del guild.members[account.id]
    for thread in guild.threads.values():
        thread.joined.pop(account.id, None)
    event = {"guild_id": str(guild.id), "user": account.json()}
    world.emit("GUILD_MEMBER_REMOVE", event, guild=guild)
