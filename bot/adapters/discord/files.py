"""The bytes of attachments: an address ends after a day, and then the message that holds the file gives a fresh one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import discord
from discord.http import HTTPClient

from chat.messages import Attachment

HOSTS = ("cdn.discordapp.com", "media.discordapp.net")


def reference(attachment: discord.Attachment, message: int) -> str:
    """The handle that is kept: the present address, and behind `#` the message where the next one is found."""
    return f"{attachment.url}#{message}"


async def fetch(http: HTTPClient, attachment: Attachment) -> bytes | None:
    """The bytes from Discord's own hosts, and from nowhere else; None when they are gone."""
    address, _, message = attachment.ref.partition("#")
    if urlsplit(address).hostname not in HOSTS:
        return None
    try:
        return await http.get_from_cdn(address)
    except (discord.NotFound, discord.Forbidden):
        fresh = await _fresh(http, address, message)
        try:
            return await http.get_from_cdn(fresh) if fresh else None
        except (discord.DiscordException, OSError, TimeoutError):
            return None
    except (discord.DiscordException, OSError, TimeoutError):
        return None


async def _fresh(http: HTTPClient, address: str, message: str) -> str:
    """The present address of a file, asked of its message; "" when that is gone."""
    parts = urlsplit(address).path.split("/")  # /attachments/<channel>/<attachment>/<name>
    if not (message.isdigit() and len(parts) == 5 and parts[2].isdigit()):
        return ""
    try:
        found: Any = await http.get_message(int(parts[2]), int(message))
    except (discord.DiscordException, OSError, TimeoutError):
        return ""
    return next((str(one["url"]) for one in found["attachments"] if str(one["id"]) == parts[3]), "")
