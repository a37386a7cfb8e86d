"""The audit log: who did what to whom, and the reason given."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from tests.counterparts.discord.rights import Right, guild_rights
from tests.counterparts.discord.shapes import Json, optional_id

if TYPE_CHECKING:
    from tests.counterparts.discord.guilds import Guild


class Deed(IntEnum):
    """Audit log action types by Discord's numbers."""

    CHANNEL_CREATE = 10
    CHANNEL_UPDATE = 11
    CHANNEL_DELETE = 12
    OVERWRITE_CREATE = 13
    OVERWRITE_UPDATE = 14
    OVERWRITE_DELETE = 15
    MEMBER_KICK = 20
    MEMBER_BAN_ADD = 22
    MEMBER_BAN_REMOVE = 23
    MEMBER_UPDATE = 24
    MEMBER_ROLE_UPDATE = 25
    ROLE_CREATE = 30
    ROLE_UPDATE = 31
    ROLE_DELETE = 32
    INVITE_CREATE = 40
    INVITE_DELETE = 42
    WEBHOOK_CREATE = 50
    WEBHOOK_DELETE = 52
    MESSAGE_DELETE = 72
    MESSAGE_BULK_DELETE = 73
    MESSAGE_PIN = 74
    MESSAGE_UNPIN = 75
    THREAD_CREATE = 110
    THREAD_UPDATE = 111
    THREAD_DELETE = 112
    AUTOMOD_RULE_CREATE = 140
    AUTOMOD_RULE_UPDATE = 141
    AUTOMOD_RULE_DELETE = 142
    AUTOMOD_BLOCK_MESSAGE = 143


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the log."""

    id: int
    deed: Deed
    by: int
    target: int | None
    reason: str | None = None
    changes: list[Json] = field(default_factory=list)
    options: Json = field(default_factory=dict)

    def json(self) -> Json:
        """The audit log entry object."""
        shown: Json = {
            "id": str(self.id),
            "action_type": int(self.deed),
            "user_id": str(self.by),
            "target_id": optional_id(self.target),
        }
        if self.reason is not None:
            shown["reason"] = self.reason
        if self.changes:
            shown["changes"] = self.changes
        if self.options:
            shown["options"] = self.options
        return shown


def change(key: str, old: object, new: object) -> Json:
    """One changed property; null sides are left out."""
    shown: Json = {"key": key}
    if old is not None:
        shown["old_value"] = old
    if new is not None:
        shown["new_value"] = new
    return shown


def record(
    guild: Guild,
    deed: Deed,
    *,
    by: int,
    target: int | None,
    reason: str | None = None,
    changes: list[Json] | None = None,
    options: Json | None = None,
) -> AuditEntry:
    """Writes a line and tells the bot, when it may read the log."""
    entry = AuditEntry(
        id=guild.world.snowflakes.new(),
        deed=deed,
        by=by,
        target=target,
        reason=reason or None,
        changes=changes or [],
        options=options or {},
    )
    guild.audit_log.append(entry)
    if guild.me is not None and Right.VIEW_AUDIT_LOG in guild_rights(guild, guild.me):
        event = entry.json() | {"guild_id": str(guild.id)}
        guild.world.emit("GUILD_AUDIT_LOG_ENTRY_CREATE", event, guild=guild)
    return entry
