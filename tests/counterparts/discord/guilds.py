"""Guilds: roles, members, channels, bans and the audit log of one community."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.audit import AuditEntry
from tests.counterparts.discord.automod import AutomodRule
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.members import Member
from tests.counterparts.discord.roles import Role
from tests.counterparts.discord.shapes import Json, moment, optional_id
from tests.counterparts.discord.threads import Thread

if TYPE_CHECKING:
    from tests.counterparts.discord.world import World


LARGE = 250
"""The `large_threshold` that discord.py asks for."""


@dataclass(slots=True, kw_only=True, eq=False)
class Ban:
    """One banned account."""

    account: Account
    reason: str | None

    def json(self) -> Json:
        """The ban object."""
        return {"user": self.account.json(), "reason": self.reason}


@dataclass(slots=True, kw_only=True, eq=False)
class Guild:
    """One guild as Discord keeps it."""

    world: World
    id: int
    name: str
    owner_id: int
    made_at: datetime
    locale: str = "en-US"
    features: list[str] = field(default_factory=list)
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Thread] = field(default_factory=dict)
    bans: dict[int, Ban] = field(default_factory=dict)
    audit_log: list[AuditEntry] = field(default_factory=list)
    automod_rules: dict[int, AutomodRule] = field(default_factory=dict)
    incidents: Json | None = None
    system_channel_id: int | None = None
    demands_second_factor: bool = False
    available: bool = True

    @property
    def everyone(self) -> Role:
        """The role of all members."""
        return self.roles[self.id]

    @property
    def me(self) -> Member | None:
        """Our bot's membership."""
        return self.members.get(self.world.bot.id)

    @property
    def active_threads(self) -> list[Thread]:
        """Threads that are not archived."""
        return [thread for thread in self.threads.values() if not thread.archived]

    @property
    def is_large(self) -> bool:
        """Whether members do not fit into one event."""
        return len(self.members) >= LARGE

    def json(self) -> Json:
        """The guild object."""
        return self._identity() | self._settings() | {"roles": [role.json() for role in self.roles.values()]}

    def _identity(self) -> Json:
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "description": None,
            "home_header": None,
            "splash": None,
            "discovery_splash": None,
            "banner": None,
            "features": list(self.features),
            "owner_id": str(self.owner_id),
            "application_id": None,
            "region": "deprecated",
            "preferred_locale": self.locale,
            "vanity_url_code": None,
            "emojis": [],
            "stickers": [],
        }

    def _settings(self) -> Json:
        return {
            "afk_channel_id": None,
            "afk_timeout": 300,
            "system_channel_id": optional_id(self.system_channel_id),
            "system_channel_flags": 0,
            "widget_enabled": False,
            "widget_channel_id": None,
            "verification_level": 0,
            "default_message_notifications": 0,
            "mfa_level": int(self.demands_second_factor),
            "explicit_content_filter": 0,
            "max_presences": None,
            "max_members": 500000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "premium_progress_bar_enabled": False,
            "rules_channel_id": None,
            "safety_alerts_channel_id": None,
            "public_updates_channel_id": None,
            "nsfw": False,
            "nsfw_level": 0,
            "incidents_data": self.incidents,
        }

    def event_json(self, *, with_members: bool = False, joined: bool = False) -> Json:
        """What GUILD_CREATE carries: channels, active threads and, of the members, often the bot alone.

        `unavailable` is there only for a guild that was known before; its absence tells of a joining.
        """
        me = self.me
        assert me is not None
        seen = [thread for thread in self.active_threads if self.world.bot_sees(thread)]
        return self.json() | {
            "joined_at": moment(me.joined_at),
            "large": self.is_large,
            **({} if joined else {"unavailable": False}),
            "member_count": len(self.members),
            "voice_states": [],
            "members": [one.json() for one in (self.members.values() if with_members else [me])],
            "channels": [channel.json() for channel in self.channels.values()],
            "threads": [thread.json(seen_by=me.id) for thread in seen],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }
