"""Sanctions and ranks: kick, ban, timeout, nickname, roles; with the events and lines that they leave."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.audit import Deed, change, record
from tests.counterparts.discord.guilds import Ban, Guild
from tests.counterparts.discord.joining import leave
from tests.counterparts.discord.members import Member
from tests.counterparts.discord.refusals import invalid_form, missing_permissions, unknown
from tests.counterparts.discord.removal import sweep
from tests.counterparts.discord.rights import EVERY_RIGHT, Right, guild_rights, outranks
from tests.counterparts.discord.roles import Role
from tests.counterparts.discord.shapes import Json, optional_moment
from tests.counterparts.discord.world import World

LONGEST_TIMEOUT = timedelta(days=28)
LONGEST_SWEEP = 604_800


def check_power(actor: Member, right: Right, target: Member | None) -> None:
    """The right itself, and the hierarchy: nobody acts on an equal or a higher."""
    if right not in guild_rights(actor.guild, actor):
        raise missing_permissions()
    if target is not None and not outranks(actor, target):
        raise missing_permissions()


def kick(world: World, member: Member, *, by: int, reason: str | None = None) -> None:
    """Removes a member."""
    leave(world, member.guild, member.account)
    record(member.guild, Deed.MEMBER_KICK, by=by, target=member.id, reason=reason)


def ban(
    world: World,
    guild: Guild,
    account: Account,
    *,
    by: int,
    sweep_seconds: int = 0,
    reason: str | None = None,
) -> None:
    """Bans an account, member or not, and deletes what it said lately."""
    if not 0 <= sweep_seconds <= LONGEST_SWEEP:
        text = f"int value should be between 0 and {LONGEST_SWEEP}."
        raise invalid_form("delete_message_seconds", "NUMBER_TYPE_RANGE", text)
    guild.bans[account.id] = Ban(account=account, reason=reason)
    event = {"guild_id": str(guild.id), "user": account.json()}
    world.emit("GUILD_BAN_ADD", event, guild=guild)
    if account.id in guild.members:
        leave(world, guild, account)
    if sweep_seconds:
        since = world.now() - timedelta(seconds=sweep_seconds)
        for channel in (*guild.channels.values(), *guild.threads.values()):
            said = [one for one in channel.messages.values() if one.author is account and one.at >= since]
            sweep(world, channel, said)
    record(guild, Deed.MEMBER_BAN_ADD, by=by, target=account.id, reason=reason)


def unban(world: World, guild: Guild, account_id: int, *, by: int, reason: str | None = None) -> None:
    """Lifts a ban."""
    lifted = guild.bans.pop(account_id, None)
    if lifted is None:
        raise unknown("Ban")
    event = {"guild_id": str(guild.id), "user": lifted.account.json()}
    world.emit("GUILD_BAN_REMOVE", event, guild=guild)
    record(guild, Deed.MEMBER_BAN_REMOVE, by=by, target=account_id, reason=reason)


def check_timeout(world: World, target: Member, until: datetime | None) -> None:
    """At most 28 days, and never on the owner or an administrator."""
    if until is None:
        return
    if until - world.now() > LONGEST_TIMEOUT:
        text = "Cannot time out a member for more than 28 days."
        raise invalid_form(
            "communication_disabled_until", "USER_COMMUNICATION_DISABLED_TIMESTAMP_RANGE", text
        )
    if guild_rights(target.guild, target) == EVERY_RIGHT:
        raise missing_permissions()


def time_out(
    world: World, member: Member, until: datetime | None, *, by: int, reason: str | None = None
) -> None:
    """Silences a member until a moment; None lifts it."""
    old, new = optional_moment(member.timed_out_until), optional_moment(until)
    member.timed_out_until = until
    changes = [change("communication_disabled_until", old, new)]
    record(member.guild, Deed.MEMBER_UPDATE, by=by, target=member.id, reason=reason, changes=changes)
    announce_member(world, member)


def rename(world: World, member: Member, nick: str | None, *, by: int, reason: str | None = None) -> None:
    """Sets or clears the nickname."""
    changes = [change("nick", member.nick, nick)]
    member.nick = nick or None
    record(member.guild, Deed.MEMBER_UPDATE, by=by, target=member.id, reason=reason, changes=changes)
    announce_member(world, member)


def set_roles(world: World, member: Member, roles: list[Role], *, by: int, reason: str | None = None) -> None:
    """Gives exactly these roles."""
    gained = [role for role in roles if role not in member.roles]
    lost = [role for role in member.roles if role not in roles]
    if not gained and not lost:
        return
    member.roles = list(roles)
    changes = [change("$add", None, [_named(role) for role in gained])] if gained else []
    changes += [change("$remove", None, [_named(role) for role in lost])] if lost else []
    record(member.guild, Deed.MEMBER_ROLE_UPDATE, by=by, target=member.id, reason=reason, changes=changes)
    announce_member(world, member)


def _named(role: Role) -> Json:
    return {"id": str(role.id), "name": role.name}


def announce_member(world: World, member: Member) -> None:
    """Tells the bot how a membership stands."""
    event = member.json() | {"guild_id": str(member.guild.id)}
    world.emit("GUILD_MEMBER_UPDATE", event, guild=member.guild)
