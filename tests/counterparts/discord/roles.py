"""Roles: a name, rights and a place in the hierarchy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.counterparts.discord.rights import Right
from tests.counterparts.discord.shapes import Json

if TYPE_CHECKING:
    from tests.counterparts.discord.guilds import Guild


@dataclass(slots=True, kw_only=True, eq=False)
class Role:
    """One role of a guild; the one whose id is the guild's belongs to everyone."""

    id: int
    guild: Guild
    name: str
    permissions: Right
    position: int
    color: int = 0
    hoist: bool = False
    mentionable: bool = False
    bot_id: int | None = None

    @property
    def mention(self) -> str:
        """How a message names the role."""
        return f"<@&{self.id}>"

    @property
    def managed(self) -> bool:
        """Roles of integrations cannot be given or deleted."""
        return self.bot_id is not None

    def json(self) -> Json:
        """The role object."""
        shown: Json = {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(int(self.permissions)),
            "position": self.position,
            "color": self.color,
            "colors": {"primary_color": self.color, "secondary_color": None, "tertiary_color": None},
            "hoist": self.hoist,
            "managed": self.managed,
            "mentionable": self.mentionable,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
        }
        if self.bot_id is not None:
            shown["tags"] = {"bot_id": str(self.bot_id)}
        return shown

    def update(self, body: Json) -> None:
        """Takes over what a request may change."""
        self.name = body.get("name") or self.name
        self.color = body.get("color") or self.color
        self.hoist = bool(body.get("hoist", self.hoist))
        self.mentionable = bool(body.get("mentionable", self.mentionable))
        if body.get("permissions") is not None:
            self.permissions = Right(int(body["permissions"]))
