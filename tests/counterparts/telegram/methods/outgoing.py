"""What every sending method shares: target, topic, reply, keyboard, text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.counterparts.telegram.access import (
    Access,
    find_chat,
    find_message,
    may_write_privately,
    reach,
    unsupported,
)
from tests.counterparts.telegram.channels import forward_to_group
from tests.counterparts.telegram.entities import (
    LONGEST_CAPTION,
    LONGEST_TEXT,
    check_entities,
    read_html,
    trimmed,
    utf16_length,
    with_detected,
)
from tests.counterparts.telegram.keyboards import checked_markup
from tests.counterparts.telegram.members import Status
from tests.counterparts.telegram.posting import post
from tests.counterparts.telegram.refusals import bad_request
from tests.counterparts.telegram.topics import GENERAL
from tests.counterparts.telegram.wire import Json, Params

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.messages import Message
    from tests.counterparts.telegram.town import Town

# Accepted they would turn a message for one person into one for all.
_LACKING = ("receiver_user_id", "business_connection_id", "direct_messages_topic_id")
_NAMES = {
    "can_send_messages": "text messages",
    "can_send_photos": "photos",
    "can_send_documents": "documents",
    "can_send_videos": "videos",
    "can_send_audios": "music",
    "can_send_voice_notes": "voice notes",
    "can_send_polls": "polls",
    "can_send_other_messages": "stickers",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A place where the bot may send now."""

    chat: Chat
    topic: int | None
    thread: int | None
    reply: Json
    keyboard: Json | None
    other_markup: Json | None
    protected: bool
    silent: bool


def destination(
    town: Town, params: Params, needs: str = "can_send_messages", messages: int = 1
) -> Destination:
    """Checks in Telegram's order; the pace is spent last, when nothing else refuses."""
    for name in _LACKING:
        if params.has(name):
            raise unsupported(town, name)
    chat = reach(town, params)
    topic, thread = _thread(chat, params)
    reply = _reply(town, chat, params)
    replied = reply.get("reply_to")
    if topic is None and replied is not None and replied.in_topic:
        topic = replied.thread
    _require_voice(chat, topic, needs)
    markup = params.value("reply_markup")
    keyboard = checked_markup(markup)
    town.pace.spend(chat.id, messages)
    return Destination(
        chat=chat,
        topic=topic,
        thread=thread,
        reply=reply,
        keyboard=keyboard,
        other_markup=markup if markup and keyboard is None else None,
        protected=params.flag("protect_content"),
        silent=params.flag("disable_notification"),
    )


def send(town: Town, where: Destination, content: Json, **fields: Any) -> Message:
    chat = where.chat
    message = post(
        chat,
        sender=town.bot,
        content=content,
        topic=where.topic,
        keyboard=where.keyboard,
        other_markup=where.other_markup,
        protected=where.protected,
        silent=where.silent,
        **where.reply,
        sender_chat=chat if chat.is_channel else None,
        **fields,
    )
    if where.thread is not None:
        message.thread = where.thread
    if chat.is_channel:
        forward_to_group(message)
    return message


def _thread(chat: Chat, params: Params) -> tuple[int | None, int | None]:
    """The topic, or the root of a plain thread. General has no thread id: 1 is refused."""
    wanted = params.integer("message_thread_id")
    if not wanted:
        return None, None
    if chat.forum and wanted in chat.topics:
        return wanted, None
    threaded = chat.kind == "supergroup" and wanted != GENERAL
    if threaded and any(message.thread == wanted for message in chat.messages.values()):
        return None, wanted
    raise bad_request("message thread not found")


def _require_voice(chat: Chat, topic: int | None, needs: str) -> None:
    if chat.is_private:
        may_write_privately(chat)
    elif chat.is_channel:
        if not chat.bot.may("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
    elif not chat.bot.leads:
        _require_permission(chat, needs)
    closed = chat.topics[topic].closed if topic is not None else chat.forum and chat.general_closed
    if closed and not chat.bot.may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")


def _require_permission(chat: Chat, needs: str) -> None:
    bot = chat.bot
    muted = bot.status is Status.RESTRICTED and not bot.permissions.get(needs, False)
    if muted or not chat.permissions.get(needs, False):
        raise bad_request(f"not enough rights to send {_NAMES[needs]} to the chat")


def _reply(town: Town, chat: Chat, params: Params) -> Json:
    given = params.value("reply_parameters") or {}
    message_id = int(given.get("message_id", params.integer("reply_to_message_id")))
    if not message_id:
        return {}
    elsewhere = given.get("chat_id")
    source = find_chat(town, str(elsewhere)) if elsewhere not in (None, chat.id, str(chat.id)) else chat
    replied = source.messages.get(message_id)
    if replied is None:
        if given.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    quote = _quote(replied, given)
    if source is chat:
        return {"reply_to": replied, "quote": quote}
    external: Json = {"origin": replied.as_origin(), "message_id": replied.id}
    return {
        "external_reply": external | ({} if source.is_private else {"chat": source.json()}),
        "quote": quote,
    }


def _quote(replied: Message, given: Json) -> Json | None:
    wanted, text = given.get("quote"), replied.text or ""
    if not wanted:
        return None
    if wanted not in text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"text": wanted, "position": utf16_length(text[: text.index(wanted)]), "is_manual": True}


def read_text(town: Town, params: Params) -> tuple[str, list[Json]]:
    """The text of a message, at least one character."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    text, entities = _read(town, params, "text", "entities")
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text, entities


def read_caption(town: Town, params: Params) -> tuple[str, list[Json]]:
    text, entities = _read(town, params, "caption", "caption_entities")
    if len(text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def _read(town: Town, params: Params, name: str, marks: str) -> tuple[str, list[Json]]:
    text, entities = params.text(name), list(params.value(marks) or ())
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, entities = read_html(text)
    elif mode:
        raise unsupported(town, f"parse_mode {mode}")
    check_entities(text, entities)
    text, entities = trimmed(text, entities)
    return text, with_detected(text, [_named(town, entity) for entity in entities])


def _named(town: Town, entity: Json) -> Json:
    """A text mention names a person whom the server knows better."""
    if entity["type"] != "text_mention":
        return entity
    user = town.users.get(int(entity["user"]["id"]))
    return entity if user is None else entity | {"user": user.json()}


def own_message(town: Town, chat: Chat, params: Params) -> Message:
    """A message that the bot may edit: its own, or any post where it may edit the channel."""
    message = find_message(chat, params.integer("message_id"), "message to edit")
    editable = message.sender is town.bot or (chat.is_channel and chat.bot.may("can_edit_messages"))
    if not editable or message.service or message.origin is not None:
        raise bad_request("message can't be edited")
    return message


def editing_chat(town: Town, params: Params) -> Chat:
    if not params.has("chat_id") and params.has("inline_message_id"):
        raise unsupported(town, "inline messages")
    return reach(town, params, Access.EDIT)
