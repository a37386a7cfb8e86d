"""Who a message comes from, where it stands, and whether the person may speak at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.counterparts.telegram.entities import utf16_length
from tests.counterparts.telegram.members import Member, Status
from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.messages import Message
    from tests.counterparts.telegram.people import User
    from tests.counterparts.telegram.topics import Topic


class CannotSpeak(Exception):
    """The person's client would not let this message out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """The circumstances of one message."""

    reply_to: Message | None = None
    topic: Topic | None = None
    quote: str | None = None
    anonymous: bool = False
    as_channel: Chat | None = None


def require_voice(user: User, chat: Chat, topic: Topic | None, needs: str, as_channel: Chat | None) -> None:
    if chat.deleted or chat.migrated_to is not None:
        raise CannotSpeak(f"{chat.title} is gone")
    if chat.is_private:
        if user.blocked:
            raise CannotSpeak(f"{user.first_name} has blocked the bot")
        return
    if as_channel is not None and as_channel.id in chat.banned_chats:
        raise CannotSpeak(f"{as_channel.title} is banned from {chat.title}")
    member = chat.member(user)
    if not member.present:
        raise CannotSpeak(f"{user.first_name} is not in {chat.title}")
    if not member.leads:
        _require_permission(member, chat, topic, needs)


def _require_permission(member: Member, chat: Chat, topic: Topic | None, needs: str) -> None:
    name, now = member.user.first_name, chat.town.seconds()
    if chat.is_channel:
        raise CannotSpeak(f"{name} may not post in {chat.title}")
    if not chat.permissions.get(needs, False):
        raise CannotSpeak(f"{chat.title} is closed: {needs}")
    if member.status is Status.RESTRICTED and not member.permissions.get(needs, False):
        raise CannotSpeak(f"{name} is restricted in {chat.title}: {needs}")
    if (topic is not None and topic.closed) or (topic is None and chat.forum and chat.general_closed):
        raise CannotSpeak("the topic is closed")
    if chat.slow_mode and now < member.last_spoke + chat.slow_mode:
        raise CannotSpeak(f"slow mode: {member.last_spoke + chat.slow_mode - now} s to wait")
    member.last_spoke = now


def place(user: User, chat: Chat, speech: Speech) -> Json:
    """The arguments of `post` that say who and where."""
    fields: dict[str, Any] = {"sender": user, "topic": speech.topic.id if speech.topic else None}
    if speech.as_channel is not None:
        fields |= {"sender": chat.town.channel_account, "sender_chat": speech.as_channel}
    elif speech.anonymous:
        if not chat.member(user).leads:
            raise CannotSpeak("only administrators can be anonymous")
        fields |= {"sender": chat.town.anonymous_account, "sender_chat": chat}
    return fields | _reply(chat, speech)


def _reply(chat: Chat, speech: Speech) -> Json:
    replied = speech.reply_to
    if replied is None:
        return {}
    text = replied.text or ""
    quote = None
    if speech.quote is not None:
        position = utf16_length(text[: text.index(speech.quote)])
        quote = {"text": speech.quote, "position": position, "is_manual": True}
    elsewhere = replied.chat is not chat or (speech.topic is not None and replied.thread != speech.topic.id)
    if not elsewhere:
        return {"reply_to": replied, "quote": quote}
    external: Json = {"origin": replied.as_origin()}
    if not replied.chat.is_private:
        external |= {"chat": replied.chat.json(), "message_id": replied.id}
    return {"external_reply": external, "quote": quote or {"text": text[:64], "position": 0}}
