"""Accounts: people, bots and the application behind our own bot."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag

from tests.counterparts.discord.shapes import Json


class Privilege(IntFlag):
    """Privileged intents as granted on the application's page, by the bits of the gateway intents."""

    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    MESSAGE_CONTENT = 1 << 15


ALL_PRIVILEGES = Privilege.GUILD_MEMBERS | Privilege.GUILD_PRESENCES | Privilege.MESSAGE_CONTENT


@dataclass(slots=True, kw_only=True, eq=False)
class Account:
    """One user of Discord, the same in every guild."""

    id: int
    username: str
    global_name: str | None = None
    bot: bool = False
    locale: str = "en-US"
    accepts_private: bool = True
    avatar: str | None = None
    second_factor: bool = True

    @property
    def mention(self) -> str:
        """How a message names the account."""
        return f"<@{self.id}>"

    def json(self) -> Json:
        """The public user object."""
        shown: Json = {
            "id": str(self.id),
            "username": self.username,
            "avatar": self.avatar,
            "discriminator": self._discriminator(),
            "public_flags": 0,
            "flags": 0,
            "global_name": self.global_name,
            "primary_guild": None,
            "avatar_decoration_data": None,
        }
        if self.bot:
            shown["bot"] = True
        return shown

    def _discriminator(self) -> str:
        return f"{self.id % 9999 + 1:04d}" if self.bot else "0"

    def private_json(self) -> Json:
        """What the account sees of itself."""
        kept = {"mfa_enabled": self.second_factor, "locale": self.locale, "verified": True, "email": None}
        return self.json() | kept


FLAG_OF_PRIVILEGE = {
    Privilege.GUILD_PRESENCES: 1 << 13,
    Privilege.GUILD_MEMBERS: 1 << 15,
    Privilege.MESSAGE_CONTENT: 1 << 19,
}
"""The application flags (the `_LIMITED` kind: apps in few guilds) that a doctor reads."""


@dataclass(slots=True, kw_only=True, eq=False)
class Application:
    """The application whose bot is under test."""

    id: int
    bot: Account
    owner: Account
    token: str
    privileges: Privilege = ALL_PRIVILEGES
    guild_count: int = 0
    interactions_url: str | None = None

    @property
    def flags(self) -> int:
        """Application flags by the privileges granted."""
        return sum(flag for privilege, flag in FLAG_OF_PRIVILEGE.items() if privilege in self.privileges)

    def json(self) -> Json:
        """The application as its own bot reads it."""
        return {
            "id": str(self.id),
            "name": self.bot.username,
            "icon": None,
            "description": "",
            "type": None,
            "bot": self.bot.json(),
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": self.flags,
            "flags_new": str(self.flags),
            "redirect_uris": [],
            "interactions_endpoint_url": self.interactions_url,
            "role_connections_verification_url": None,
            "owner": self.owner.json(),
            "approximate_guild_count": self.guild_count,
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "team": None,
            "eligible_oauth2_scopes": [],
            "integration_types_config": {"0": {}},
        }
