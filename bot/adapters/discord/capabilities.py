"""What Discord and our live permissions in a channel allow."""

from __future__ import annotations

import discord

from chat.actions import Capability

PRIVATE = frozenset(
    {
        Capability.POST,
        Capability.TYPING,
        Capability.EDIT,
        Capability.DELETE,
        Capability.ACKNOWLEDGE,
        Capability.FORM,
        Capability.PRIVATE,
        Capability.READ_ALL,
        Capability.REACTIONS,
    }
)
ALWAYS = frozenset({Capability.ACKNOWLEDGE, Capability.FORM, Capability.PRIVATE, Capability.LEAVE})
BY_PERMISSION = {
    Capability.POST: "send_messages",
    Capability.TYPING: "send_messages",
    Capability.EDIT: "send_messages",
    Capability.DELETE: "manage_messages",
    Capability.PIN: "pin_messages",
    Capability.MUTE: "moderate_members",
    Capability.REMOVE: "kick_members",
    Capability.REMOVE_ALONE: "kick_members",
    Capability.BAN: "ban_members",
    Capability.SLOW_MODE: "manage_channels",
    Capability.LOCK: "manage_roles",
    Capability.GATE: "manage_guild",
    Capability.WALL: "manage_guild",
    Capability.THREAD: "create_public_threads",
    Capability.READ_ALL: "view_channel",
    Capability.REACTIONS: "read_message_history",
    Capability.MEMBER_EVENTS: "view_channel",
}
"""Each capability and the permission that it needs."""
EVERYTHING = ALWAYS | frozenset(BY_PERMISSION)
"""What Discord can do at all: what is thought possible until our permissions are known."""


def of_permissions(permissions: discord.Permissions) -> frozenset[Capability]:
    """Of a channel in which we have these permissions."""
    if permissions.administrator:
        return EVERYTHING
    return ALWAYS | {capability for capability, name in BY_PERMISSION.items() if getattr(permissions, name)}
