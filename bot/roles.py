"""What native roles mean on each platform."""

from __future__ import annotations

from collections.abc import Mapping

from bot.people import RoleMap
from bot.settings import Settings


def role_map(settings: Settings) -> RoleMap:
    """What native roles mean on each platform."""
    local = {name: name for name in ("owner", "manager", "moderator", "representative", "editor")}
    found: dict[str, Mapping[str, str]] = {
        "local": local,
        "telegram": {"creator": "moderator", "administrator": "moderator"},
    }
    discord = settings.platforms.discord
    if discord is not None:
        roles = discord.roles.model_dump()
        found["discord"] = {str(native): name for name, natives in roles.items() for native in natives}
    return found
