"""Webhooks of channels, and invites to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.counterparts.discord.accounts import Account
from tests.counterparts.discord.channels import Channel
from tests.counterparts.discord.shapes import Json, moment, optional_moment


@dataclass(slots=True, kw_only=True, eq=False)
class Webhook:
    """An address under which messages can be posted into one channel."""

    id: int
    token: str
    name: str
    channel: Channel
    creator: Account
    application_id: int | None = None

    @property
    def account(self) -> Account:
        """As whom its messages appear."""
        return Account(id=self.id, username=self.name, bot=True)

    def json(self, *, with_token: bool = True) -> Json:
        """The webhook object."""
        guild = self.channel.guild
        assert guild is not None
        shown: Json = {
            "id": str(self.id),
            "type": 1,
            "name": self.name,
            "avatar": None,
            "channel_id": str(self.channel.id),
            "guild_id": str(guild.id),
            "application_id": None if self.application_id is None else str(self.application_id),
            "user": self.creator.json(),
        }
        if with_token:
            shown["token"] = self.token
            shown["url"] = f"https://discord.com/api/webhooks/{self.id}/{self.token}"
        return shown


@dataclass(slots=True, kw_only=True, eq=False)
class Invite:
    """A code that leads into a channel."""

    code: str
    channel: Channel
    inviter: Account
    made_at: datetime
    max_age: int = 86400
    max_uses: int = 0
    temporary: bool = False
    uses: int = 0

    @property
    def expires_at(self) -> datetime | None:
        """When the code dies, if ever."""
        return self.made_at + timedelta(seconds=self.max_age) if self.max_age else None

    def json(self) -> Json:
        """The invite object with its counts."""
        guild = self.channel.guild
        assert guild is not None
        return {
            "type": 0,
            "code": self.code,
            "guild_id": str(guild.id),
            "guild": {
                "id": str(guild.id),
                "name": guild.name,
                "splash": None,
                "banner": None,
                "description": None,
                "icon": None,
                "features": list(guild.features),
                "verification_level": 0,
                "vanity_url_code": None,
                "nsfw_level": 0,
                "nsfw": False,
                "premium_subscription_count": 0,
                "premium_tier": 0,
            },
            "channel": {
                "id": str(self.channel.id),
                "type": int(self.channel.kind),
                "name": self.channel.name,
            },
            "inviter": self.inviter.json(),
            "max_age": self.max_age,
            "max_uses": self.max_uses,
            "temporary": self.temporary,
            "uses": self.uses,
            "created_at": moment(self.made_at),
            "expires_at": optional_moment(self.expires_at),
        }

    def event_json(self) -> Json:
        """What INVITE_CREATE carries."""
        shown = self.json()
        kept = (
            "code",
            "guild_id",
            "inviter",
            "max_age",
            "max_uses",
            "temporary",
            "uses",
            "created_at",
            "expires_at",
        )
        return {key: shown[key] for key in kept} | {"channel_id": str(self.channel.id)}
