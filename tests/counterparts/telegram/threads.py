"""Opening, closing and naming forum topics, with their service messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.counterparts.telegram.posting import post
from tests.counterparts.telegram.topics import ICON_COLOURS, Topic
from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.people import User


def open_topic(
    chat: Chat, name: str, *, by: User, icon_color: int = ICON_COLOURS[0], emoji: str | None = None
) -> Topic:
    topic = Topic(
        id=chat.last_id + 1, name=name, icon_color=icon_color, icon_custom_emoji_id=emoji, creator=by.id
    )
    chat.topics[topic.id] = topic
    post(chat, sender=by, content={"forum_topic_created": topic.created_json()}, service=True, topic=topic.id)
    return topic


def close_topic(chat: Chat, topic: Topic, *, by: User, closed: bool) -> None:
    topic.closed = closed
    content: Json = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
    post(chat, sender=by, content=content, service=True, topic=topic.id)


def rename_topic(chat: Chat, topic: Topic, *, by: User, name: str | None, emoji: str | None) -> None:
    changed: Json = {}
    if name is not None and name != topic.name:
        topic.name = changed["name"] = name
    if emoji is not None and emoji != (topic.icon_custom_emoji_id or ""):
        topic.icon_custom_emoji_id = emoji or None
        changed["icon_custom_emoji_id"] = emoji
    if changed:
        post(chat, sender=by, content={"forum_topic_edited": changed}, service=True, topic=topic.id)


def delete_topic(chat: Chat, topic: Topic) -> None:
    for message in list(chat.messages.values()):
        if message.thread == topic.id or message.id == topic.id:
            chat.erase(message)
    del chat.topics[topic.id]
