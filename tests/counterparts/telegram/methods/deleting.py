"""deleteMessage, deleteMessages, pins and reactions: acting on messages that stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.counterparts.telegram.access import Access, find_message, reach, require
from tests.counterparts.telegram.chats import Kind
from tests.counterparts.telegram.posting import post
from tests.counterparts.telegram.reacting import STANDARD
from tests.counterparts.telegram.refusals import Refused, bad_request
from tests.counterparts.telegram.wire import Params

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.messages import Message
    from tests.counterparts.telegram.methods.table import Method
    from tests.counterparts.telegram.town import Town

DELETABLE = 48 * 3600
_PINS = "not enough rights to manage pinned messages in the chat"


def _refusal(town: Town, message: Message) -> Refused | None:
    chat, own = message.chat, message.sender is town.bot
    if town.seconds() - message.date >= DELETABLE:
        return bad_request("message can't be deleted" + ("" if chat.is_large else " for everyone"))
    if "migrate_from_chat_id" in message.content:
        return bad_request("message can't be deleted")
    match chat.kind:
        case Kind.PRIVATE:
            allowed = True
        case Kind.CHANNEL:
            allowed = chat.bot.may("can_delete_messages") or (own and chat.bot.may("can_post_messages"))
        case _:
            allowed = (own and not message.service) or chat.bot.may("can_delete_messages")
    return None if allowed else bad_request("message can't be deleted")


def delete_message(town: Town, params: Params) -> bool:
    if not params.integer("message_id"):
        raise bad_request("message identifier is not specified")
    chat = reach(town, params)
    message = find_message(chat, params.integer("message_id"), "message to delete")
    _delete(town, [message])
    return True


def delete_messages(town: Town, params: Params) -> bool:
    """Unknown ids are skipped; one that may not be deleted fails them all."""
    ids = params.value("message_ids") or []
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > 100:
        raise bad_request("too much message identifiers specified")
    chat = reach(town, params)
    _delete(town, [chat.messages[one] for one in ids if one in chat.messages])
    return True


def _delete(town: Town, messages: list[Message]) -> None:
    for message in messages:
        refusal = _refusal(town, message)
        if refusal is not None:
            raise refusal
    for message in messages:
        message.chat.erase(message)
    town.changed()


def pin(town: Town, params: Params) -> bool:
    chat = reach(town, params)
    message = find_message(chat, params.integer("message_id"), "message to pin")
    _require_pins(chat)
    if message not in chat.pinned:
        chat.pinned.append(message)
        content = {"pinned_message": message.json(nested=True)}
        voice = chat if chat.is_channel else None
        post(chat, sender=town.bot, sender_chat=voice, content=content, service=True, topic=_topic(message))
    return True


def _topic(message: Message) -> int | None:
    return message.thread if message.in_topic else None


def unpin(town: Town, params: Params) -> bool:
    chat = reach(town, params)
    _require_pins(chat)
    if params.has("message_id"):
        message = find_message(chat, params.integer("message_id"), "message to unpin")
    elif chat.pinned:
        message = chat.pinned[-1]
    else:
        raise bad_request("message to unpin not found")
    if message in chat.pinned:
        chat.pinned.remove(message)
    return True


def unpin_all(town: Town, params: Params) -> bool:
    chat = reach(town, params)
    _require_pins(chat)
    topic = params.integer("message_thread_id")
    chat.pinned = [message for message in chat.pinned if topic and message.thread != topic]
    return True


def _require_pins(chat: Chat) -> None:
    require(chat, "can_edit_messages" if chat.is_channel else "can_pin_messages", _PINS)


def set_reaction(town: Town, params: Params) -> bool:
    chat = reach(town, params, Access.READ)
    message = find_message(chat, params.integer("message_id"), "message to react")
    wanted = params.value("reaction") or []
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one["type"] != "emoji" or one["emoji"] not in STANDARD for one in wanted):
        raise bad_request("REACTION_INVALID")
    message.reactions[town.bot.id] = wanted
    town.changed()
    return True


def delete_reactions_of(town: Town, params: Params) -> bool:
    """The reactions of one person: on one message, or on all that stand."""
    chat = reach(town, params)
    require(chat, "can_delete_messages", "not enough rights to delete reactions")
    actor = params.integer("user_id") or params.integer("actor_chat_id")
    if params.has("message_id"):
        messages = [find_message(chat, params.integer("message_id"), "message to react")]
    else:
        messages = list(chat.messages.values())
    for message in messages:
        message.reactions.pop(actor, None)
    town.changed()
    return True


METHODS: Mapping[str, Method] = {
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
    "pinchatmessage": pin,
    "unpinchatmessage": unpin,
    "unpinallchatmessages": unpin_all,
    "unpinallforumtopicmessages": unpin_all,
    "setmessagereaction": set_reaction,
    "deletemessagereaction": delete_reactions_of,
    "deleteallmessagereactions": delete_reactions_of,
}
