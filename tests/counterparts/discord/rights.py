"""Permissions: the bits, and which of them a member has in a guild and in a channel."""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tests.counterparts.discord.channels import Channel
    from tests.counterparts.discord.guilds import Guild
    from tests.counterparts.discord.members import Member


class Right(IntFlag):
    """One permission bit each, named as Discord names it."""

    NONE = 0
    CREATE_INSTANT_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38
    MODERATE_MEMBERS = 1 << 40
    SEND_POLLS = 1 << 49
    PIN_MESSAGES = 1 << 51
    BYPASS_SLOWMODE = 1 << 52


EVERY_RIGHT = Right((1 << 53) - 1)

EVERYONE = (
    Right.CREATE_INSTANT_INVITE
    | Right.ADD_REACTIONS
    | Right.VIEW_CHANNEL
    | Right.SEND_MESSAGES
    | Right.EMBED_LINKS
    | Right.ATTACH_FILES
    | Right.READ_MESSAGE_HISTORY
    | Right.USE_EXTERNAL_EMOJIS
    | Right.CHANGE_NICKNAME
    | Right.USE_APPLICATION_COMMANDS
    | Right.CREATE_PUBLIC_THREADS
    | Right.CREATE_PRIVATE_THREADS
    | Right.SEND_MESSAGES_IN_THREADS
    | Right.SEND_POLLS
)
"""What a new guild gives to everyone."""

MODERATOR = (
    Right.KICK_MEMBERS
    | Right.BAN_MEMBERS
    | Right.MANAGE_CHANNELS
    | Right.MANAGE_GUILD
    | Right.VIEW_AUDIT_LOG
    | Right.MANAGE_MESSAGES
    | Right.MENTION_EVERYONE
    | Right.MANAGE_NICKNAMES
    | Right.MANAGE_ROLES
    | Right.MANAGE_WEBHOOKS
    | Right.MANAGE_THREADS
    | Right.MODERATE_MEMBERS
    | Right.PIN_MESSAGES
    | Right.BYPASS_SLOWMODE
)
"""What the bot's own role has unless a test takes something away."""

LEFT_TO_THE_TIMED_OUT = Right.VIEW_CHANNEL | Right.READ_MESSAGE_HISTORY


def guild_rights(guild: Guild, member: Member) -> Right:
    """Rights by roles alone."""
    if guild.owner_id == member.id:
        return EVERY_RIGHT
    rights = guild.everyone.permissions
    for role in member.roles:
        rights |= role.permissions
    return EVERY_RIGHT if Right.ADMINISTRATOR in rights else rights


def channel_rights(channel: Channel, member: Member, now: datetime) -> Right:
    """Rights in one channel: roles, then overwrites of everyone, of roles, of the member; a thread has its parent's."""
    rights = guild_rights(member.guild, member)
    if rights == EVERY_RIGHT:
        return rights
    home = channel.home
    denied, allowed = Right.NONE, Right.NONE
    for overwrite in home.overwrites.values():
        if overwrite.target == member.guild.id:
            rights = (rights & ~overwrite.deny) | overwrite.allow
        elif any(role.id == overwrite.target for role in member.roles):
            denied |= overwrite.deny
            allowed |= overwrite.allow
    rights = (rights & ~denied) | allowed
    own = home.overwrites.get(member.id)
    if own is not None:
        rights = (rights & ~own.deny) | own.allow
    if Right.VIEW_CHANNEL not in rights:
        return Right.NONE
    if channel.is_thread:
        rights = _as_in_thread(rights)
    return rights & LEFT_TO_THE_TIMED_OUT if member.is_timed_out(now) else rights


def _as_in_thread(rights: Right) -> Right:
    speaks = Right.SEND_MESSAGES_IN_THREADS in rights
    return rights | Right.SEND_MESSAGES if speaks else rights & ~Right.SEND_MESSAGES


def outranks(actor: Member, target: Member) -> bool:
    """Whether the actor's highest role stands above the target's; the owner stands above all."""
    if target.guild.owner_id == target.id:
        return False
    return actor.guild.owner_id == actor.id or actor.top_role.position > target.top_role.position
