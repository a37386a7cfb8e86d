"""How a sent action is known again: by its nonce, its words, its title."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from typing import Any

import discord

from bot.adapters.discord.markup import shorten, to_markdown
from chat.actions import OpenThread, Post
from chat.ports import Errand
from chat.text import Rich

EARLIER = timedelta(seconds=10)
"""Discord's clock may be behind ours."""
MOST = 300
LONGEST_TITLE = 100


def nonce_of(key: str) -> str:
    """22 characters that stand for an action's stored key, in the 25 that Discord allows."""
    digest = hashlib.sha256(key.encode(errors="surrogatepass")).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def title_of(action: OpenThread) -> str:
    """The name of the thread that an action opens."""
    return shorten(action.title, LONGEST_TITLE) or "…"


async def said(channel: Any, me: int, post: Post, errand: Errand) -> str:
    """The id of our message with the action's nonce; where Discord no longer tells nonces, with its words."""
    assert isinstance(post.body, Rich)
    text, nonce = to_markdown(post.body), nonce_of(errand.key)
    async for message in channel.history(after=errand.first_try - EARLIER, limit=MOST, oldest_first=True):
        if message.author.id != me:
            continue
        if message.nonce == nonce or (message.nonce is None and message.content == text):
            return str(message.id)
    return ""


async def opened(channel: discord.TextChannel, action: OpenThread, errand: Errand) -> str:
    """The id of our thread of that title, made since the first try."""
    for thread in await channel.guild.active_threads():
        made = thread.created_at
        is_new = made is not None and made >= errand.first_try - EARLIER
        is_ours = thread.owner_id == channel.guild.me.id and thread.parent_id == channel.id
        if is_new and is_ours and thread.name == title_of(action):
            return str(thread.id)
    return ""
