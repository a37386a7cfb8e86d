"""Forum topics: create, name, close, delete, and the General one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.counterparts.telegram import threads
from tests.counterparts.telegram.access import reach, require
from tests.counterparts.telegram.posting import post
from tests.counterparts.telegram.refusals import bad_request
from tests.counterparts.telegram.topics import ICON_COLOURS, LONGEST_NAME, Topic
from tests.counterparts.telegram.wire import Json, Params

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.methods.table import Method
    from tests.counterparts.telegram.town import Town


def _forum(town: Town, params: Params) -> Chat:
    chat = reach(town, params)
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    return chat


def _topic(town: Town, params: Params, refusal: str) -> tuple[Chat, Topic]:
    """Its creator may change a topic without the right to manage all."""
    chat = _forum(town, params)
    topic = chat.topics.get(params.integer("message_thread_id"))
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    if topic.creator != town.bot.id:
        require(chat, "can_manage_topics", refusal)
    return chat, topic


def create(town: Town, params: Params) -> Json:
    chat = _forum(town, params)
    if not (chat.bot.leads and chat.bot.may("can_manage_topics")):
        allowed = chat.permissions.get("can_manage_topics") and not chat.bot.leads
        if not allowed:
            raise bad_request("not enough rights to create a topic")
    name = params.text("name").strip()
    if not name:
        raise bad_request("TOPIC_TITLE_EMPTY")
    if len(name) > LONGEST_NAME:
        raise bad_request("topic name is too long")
    colour = params.integer("icon_color", ICON_COLOURS[0])
    if colour not in ICON_COLOURS:
        raise bad_request("ICON_COLOR_INVALID")
    emoji = params.text("icon_custom_emoji_id") or None
    return threads.open_topic(chat, name, by=town.bot, icon_color=colour, emoji=emoji).json()


def edit(town: Town, params: Params) -> bool:
    chat, topic = _topic(town, params, "not enough rights to edit the topic")
    name = params.text("name").strip() if params.has("name") else None
    emoji = params.text("icon_custom_emoji_id") if params.has("icon_custom_emoji_id") else None
    if name in (None, topic.name) and emoji in (None, topic.icon_custom_emoji_id or ""):
        raise bad_request("TOPIC_NOT_MODIFIED")
    if name is not None and len(name) > LONGEST_NAME:
        raise bad_request("topic name is too long")
    threads.rename_topic(chat, topic, by=town.bot, name=name or None, emoji=emoji)
    return True


def _toggle(closed: bool) -> Method:
    def method(town: Town, params: Params) -> bool:
        chat, topic = _topic(town, params, "not enough rights to close or reopen the topic")
        if topic.closed is closed:
            raise bad_request("TOPIC_NOT_MODIFIED")
        threads.close_topic(chat, topic, by=town.bot, closed=closed)
        return True

    return method


def delete(town: Town, params: Params) -> bool:
    chat = _forum(town, params)
    topic = chat.topics.get(params.integer("message_thread_id"))
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    require(chat, "can_delete_messages", "not enough rights to delete the topic")
    threads.delete_topic(chat, topic)
    return True


def _general(change: str) -> Method:
    """`change` is the service message that it leaves."""

    def method(town: Town, params: Params) -> bool:
        chat = _forum(town, params)
        require(chat, "can_manage_topics", "not enough rights to edit the topic")
        wanted = (
            change == "forum_topic_closed" or (change != "forum_topic_reopened" and chat.general_closed),
            change == "general_forum_topic_hidden" or (change.startswith("forum") and chat.general_hidden),
        )
        if wanted == (chat.general_closed, chat.general_hidden):
            raise bad_request("TOPIC_NOT_MODIFIED")
        chat.general_closed, chat.general_hidden = wanted
        post(chat, sender=town.bot, content={change: {}}, service=True)
        return True

    return method


def rename_general(town: Town, params: Params) -> bool:
    chat = _forum(town, params)
    require(chat, "can_manage_topics", "not enough rights to edit the topic")
    post(chat, sender=town.bot, content={"forum_topic_edited": {"name": params.text("name")}}, service=True)
    return True


def icon_stickers(town: Town, params: Params) -> list[Json]:
    return []


METHODS: Mapping[str, Method] = {
    "createforumtopic": create,
    "editforumtopic": edit,
    "closeforumtopic": _toggle(True),
    "reopenforumtopic": _toggle(False),
    "deleteforumtopic": delete,
    "editgeneralforumtopic": rename_general,
    "closegeneralforumtopic": _general("forum_topic_closed"),
    "reopengeneralforumtopic": _general("forum_topic_reopened"),
    "hidegeneralforumtopic": _general("general_forum_topic_hidden"),
    "unhidegeneralforumtopic": _general("general_forum_topic_unhidden"),
    "getforumtopiciconstickers": icon_stickers,
}
