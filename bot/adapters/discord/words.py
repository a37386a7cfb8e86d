"""What a message says: text, links, mentions, files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import discord

from bot.adapters.discord.files import reference
from bot.letters import whole
from chat.messages import Attachment, Entity, EntityKind, Media, Message, ReplyTo
from chat.people import Space

LONGEST_QUOTE = 4_000
_LINK = re.compile(r"(?:https?://|discord\.gg/)[^\s<>\])}，。！？；：、）」』》】“”]+", re.IGNORECASE)
_AFTER_LINK = ".,!?;:'\"*_~`|"
_MENTION = re.compile(r"<@!?(\d{5,20})>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b|<@&\d+>")
_MEDIA = {"image": Media.PHOTO, "video": Media.VIDEO, "audio": Media.AUDIO}


def message_of(message: discord.Message, space: Space, reply_to: ReplyTo | None) -> Message:
    """The author's own words, or nothing but what they forwarded."""
    text = whole(message.content)
    told = whole("\n".join(one.content for one in message.message_snapshots))[:LONGEST_QUOTE]
    forwarded = bool(message.message_snapshots) and not text
    if forwarded:
        text, told = told, ""
    return Message(
        id=str(message.id),
        space=space,
        text=text,
        entities=tuple(entities(text)),
        attachments=(
            *(_attachment(one, message.id) for one in message.attachments),
            *(Attachment(media=Media.STICKER, ref=str(one.id), name=one.name) for one in message.stickers),
            *((Attachment(media=Media.POLL),) if message.poll else ()),
        ),
        reply_to=None if forwarded else reply_to,
        quoted=told or _asked(message.poll),
        forwarded=forwarded,
        elsewhere=_is_elsewhere(message),
        buttons=tuple(_buttons(message.components)),
    )


def _asked(poll: discord.Poll | None) -> str:
    """The words of a poll: its question and its answers."""
    return whole("\n".join((poll.question, *(one.text for one in poll.answers)))) if poll else ""


def _is_elsewhere(message: discord.Message) -> bool:
    reference = message.reference
    return (
        reference is not None
        and not message.message_snapshots
        and reference.message_id is not None
        and reference.channel_id != message.channel.id
    )


def _buttons(components: Sequence[Any]) -> Iterator[str]:
    for one in components:
        yield from _buttons(getattr(one, "children", ()))
        if isinstance(one, discord.Button):
            yield one.url or ""


def entities(text: str) -> list[Entity]:
    """Links and mentions, in order."""
    found = [_link(one) for one in _LINK.finditer(text)]
    found += [
        Entity(kind=EntityKind.MENTION, start=one.start(), end=one.end(), target=one[1])
        for one in _MENTION.finditer(text)
    ]
    found += [
        Entity(kind=EntityKind.MENTION, start=one.start(), end=one.end()) for one in _EVERYONE.finditer(text)
    ]
    return sorted(found, key=lambda one: one.start)


def _link(found: re.Match[str]) -> Entity:
    target = found[0].rstrip(_AFTER_LINK)
    start = found.start()
    return Entity(kind=EntityKind.LINK, start=start, end=start + len(target), target=target)


def _attachment(attachment: discord.Attachment, message: int) -> Attachment:
    kind = (attachment.content_type or "").partition("/")[0]
    media = _MEDIA.get(kind, Media.DOCUMENT)
    return Attachment(
        media=media, ref=reference(attachment, message), name=attachment.filename, size=attachment.size
    )
