"""Putting a message into a chat, and deciding whether the bot hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.counterparts.telegram.messages import ANONYMOUS_ADMIN, CHANNEL_BOT, Message
from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.people import User

_SPEAKS_FOR_A_CHAT = (ANONYMOUS_ADMIN, CHANNEL_BOT)


def post(
    chat: Chat,
    *,
    sender: User | None,
    content: Json,
    topic: int | None = None,
    reply_to: Message | None = None,
    **fields: Any,
) -> Message:
    """The message stands in the chat; the bot is told when Telegram would tell it."""
    message = Message(
        chat=chat,
        id=chat.next_message_id(),
        date=chat.town.seconds(),
        sender=sender,
        content=content,
        reply_to=reply_to,
        **fields,
    )
    _thread(message, topic)
    chat.messages[message.id] = message
    if reaches_bot(message):
        announce(message)
    chat.town.changed()
    return message


def _thread(message: Message, topic: int | None) -> None:
    """A topic's messages answer its first one, and replies follow into the topic.

    Plain replies carry a thread id without being a topic's.
    """
    chat, replied = message.chat, message.reply_to
    if topic is None and replied is not None and replied.in_topic and replied.chat is chat:
        topic = replied.thread
    if topic is not None and topic in chat.topics:
        message.thread, message.in_topic = topic, True
        message.reply_to = replied or chat.messages.get(topic)
    elif replied is not None and chat.kind == "supergroup":
        message.thread = replied.thread or replied.id


def announce(message: Message, *, edited: bool = False) -> None:
    kind = "channel_post" if message.chat.is_channel else "message"
    name = f"edited_{kind}" if edited else kind
    message.chat.town.deliver(name, message.json(), about=message.chat.id)


def reaches_bot(message: Message) -> bool:
    chat, town = message.chat, message.chat.town
    if message.service:
        return _service_reaches(message)
    if message.sender is town.bot or not (chat.is_private or chat.bot.present):
        return False
    if message.sender is not None and message.sender.is_bot and message.sender.id not in _SPEAKS_FOR_A_CHAT:
        return False
    if chat.is_private or chat.is_channel or chat.bot.leads or not town.privacy:
        return True
    return _meant_for_bot(message)


def _service_reaches(message: Message) -> bool:
    left = message.content.get("left_chat_member")
    bot = message.chat.town.bot
    return message.chat.is_private or message.chat.bot.present or bool(left and left["id"] == bot.id)


def _meant_for_bot(message: Message) -> bool:
    """Privacy mode: commands, replies to the bot, its name, messages made through it."""
    bot = message.chat.town.bot
    if message.via_bot is bot or (message.reply_to is not None and message.reply_to.sender is bot):
        return True
    if f"@{bot.username}" in message.marked("mention"):
        return True
    commands = message.marked("bot_command")
    return any("@" not in command or command.endswith(f"@{bot.username}") for command in commands)
