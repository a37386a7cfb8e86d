"""Native messages → Messages: words, marks, attachments, what was replied to, quoted and forwarded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.adapters.telegram.articles import flatten
from bot.adapters.telegram.senders import PLATFORM, Senders
from chat.messages import Attachment, Entity, EntityKind, Media, Message, ReplyTo
from chat.people import Space, SpaceKind

Native = Mapping[str, Any]

_KINDS = {"private": SpaceKind.PRIVATE, "channel": SpaceKind.CHANNEL}
_MEDIA = {
    "photo": Media.PHOTO,
    "animation": Media.ANIMATION,
    "video": Media.VIDEO,
    "video_note": Media.VIDEO,
    "voice": Media.AUDIO,
    "audio": Media.AUDIO,
    "document": Media.DOCUMENT,
    "sticker": Media.STICKER,
    "poll": Media.POLL,
    "contact": Media.CONTACT,
    "venue": Media.LOCATION,
    "location": Media.LOCATION,
    "story": Media.OTHER,
    "dice": Media.OTHER,
    "game": Media.OTHER,
    "paid_media": Media.OTHER,
    "checklist": Media.OTHER,
    "invoice": Media.OTHER,
    "giveaway": Media.OTHER,
    "live_photo": Media.PHOTO,
}
_DOUBLED = {"animation": "document", "venue": "location"}
"""Telegram repeats an animation as a document, and a venue as a location."""


def space_of(message: Native) -> Space:
    """Where a message stands; only `is_topic_message` makes its thread a topic."""
    thread = message.get("message_thread_id") if message.get("is_topic_message") else None
    return chat_space(message["chat"], thread)


def chat_space(chat: Native, thread: int | None = None) -> Space:
    """A chat as a space."""
    kind = _KINDS.get(chat["type"], SpaceKind.GROUP)
    return Space(PLATFORM, str(chat["id"]), str(thread) if thread else None, kind)


def read_message(message: Native, senders: Senders) -> Message | None:
    """The message, None when it says nothing (somebody joined, a title changed, a kind nobody knows)."""
    text, marks = words_of(message)
    attachments = attachments_of(message)
    if not text and not attachments:
        return None
    return Message(
        id=str(message["message_id"]),
        space=space_of(message),
        text=text,
        entities=marks,
        attachments=attachments,
        reply_to=_reply(message, senders),
        quoted=_quoted(message),
        forwarded="forward_origin" in message,
        album=message.get("media_group_id"),
        elsewhere=_is_elsewhere(message),
        buttons=buttons_of(message),
    )


def _quoted(message: Native) -> str:
    """The words of the message that was answered, or those of a poll."""
    if quote := message.get("quote"):
        return str(quote.get("text", ""))
    poll = message.get("poll") or {}
    options = (str(one.get("text", "")) for one in poll.get("options", ()))
    return "\n".join((str(poll.get("question", "")), *options)).strip()


def _is_elsewhere(message: Native) -> bool:
    """A reply into another chat; one into another topic of the same chat is none."""
    answered_there = message.get("external_reply")
    if answered_there is None:
        return False
    there = answered_there.get("chat")
    return there is None or there["id"] != message["chat"]["id"]


def buttons_of(message: Native) -> tuple[str, ...]:
    """The addresses behind the buttons under a message."""
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", ())
    return tuple(str(one.get("url", "")) for row in rows for one in row)


def words_of(message: Native) -> tuple[str, tuple[Entity, ...]]:
    """Text or caption with its marks; an article is flattened to its words."""
    text = message.get("text")
    if text is not None:
        return text, read_entities(text, message.get("entities", ()))
    text = message.get("caption")
    if text is not None:
        return text, read_entities(text, message.get("caption_entities", ()))
    article = message.get("rich_message")
    return flatten(article) if article is not None else ("", ())


def read_entities(text: str, marks: Sequence[Native]) -> tuple[Entity, ...]:
    """Marks from UTF-16 code units to code points; kinds that nobody needs are left out."""
    if not marks:
        return ()
    points = _points(text)
    found = []
    for mark in marks:
        kind = mark["type"]
        if kind not in ("url", "text_link", "mention", "text_mention", "code", "pre"):
            continue
        start, end = mark["offset"], mark["offset"] + mark["length"]
        if points is not None:
            start, end = points.get(start, len(text)), points.get(end, len(text))
        found.append(_entity(kind, mark, text, start, end))
    return tuple(found)


def _entity(kind: str, mark: Native, text: str, start: int, end: int) -> Entity:
    match kind:
        case "url":
            return Entity(kind=EntityKind.LINK, start=start, end=end, target=text[start:end])
        case "text_link":
            return Entity(kind=EntityKind.LINK, start=start, end=end, target=str(mark["url"]))
        case "mention":
            return Entity(kind=EntityKind.MENTION, start=start, end=end)
        case "text_mention":
            return Entity(kind=EntityKind.MENTION, start=start, end=end, target=str(mark["user"]["id"]))
        case _:
            return Entity(kind=EntityKind.CODE, start=start, end=end)


def _points(text: str) -> dict[int, int] | None:
    """UTF-16 offset → code point offset, None where they are the same."""
    if text.isascii() or max(text) <= "\uffff":
        return None
    points, units = {}, 0
    for index, character in enumerate(text):
        points[units] = index
        units += 2 if character > "\uffff" else 1
    points[units] = len(text)
    return points


def attachments_of(message: Native) -> tuple[Attachment, ...]:
    """What came with the words."""
    names = _MEDIA.keys() & message.keys()
    if not names:
        return ()
    names -= {_DOUBLED[name] for name in names if name in _DOUBLED}
    found = []
    for name in sorted(names):
        native = message[name]
        if name == "photo":
            native = native[-1] if native else {}
        found.append(_attachment(_MEDIA[name], native if isinstance(native, dict) else {}))
    return tuple(found)


def _attachment(media: Media, native: Native) -> Attachment:
    return Attachment(
        media=media,
        ref=str(native.get("file_id", "")),
        name=str(native.get("file_name", "")),
        size=int(native.get("file_size") or 0),
    )


def answered(message: Native) -> Native | None:
    """The native message that was replied to; that a topic's messages all answer its first one says nothing."""
    replied: Native | None = message.get("reply_to_message")
    if replied is None or "forum_topic_created" in replied:
        return None
    return replied


def _reply(message: Native, senders: Senders) -> ReplyTo | None:
    replied = answered(message)
    if replied is None:
        return None
    by = senders.of_message(replied)
    return ReplyTo(id=str(replied["message_id"]), by=by.identity, voice=by.voice, text=words_of(replied)[0])
