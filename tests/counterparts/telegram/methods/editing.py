"""edit* and stopPoll: only what the bot itself sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.counterparts.telegram.access import unsupported
from tests.counterparts.telegram.content import media_json, poll_of, worded
from tests.counterparts.telegram.keyboards import checked_markup
from tests.counterparts.telegram.methods.outgoing import editing_chat, own_message, read_caption, read_text
from tests.counterparts.telegram.refusals import bad_request, not_modified
from tests.counterparts.telegram.wire import Json, Params

if TYPE_CHECKING:
    from tests.counterparts.telegram.messages import Message
    from tests.counterparts.telegram.methods.table import Method
    from tests.counterparts.telegram.town import Town

_WORDING = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities")


def _change(town: Town, message: Message, params: Params, content: Json) -> Json:
    """An edit without a keyboard takes the old keyboard away."""
    keyboard = checked_markup(params.value("reply_markup"))
    if content == message.content and keyboard == message.keyboard:
        raise not_modified()
    message.content, message.keyboard = content, keyboard
    message.edited = town.seconds()
    town.changed()
    return message.json()


def _without(content: Json, names: tuple[str, ...]) -> Json:
    return {name: value for name, value in content.items() if name not in names}


def edit_text(town: Town, params: Params) -> Json:
    if params.has("rich_message"):
        raise unsupported(town, "rich messages sent by the bot")
    text, entities = read_text(town, params)
    message = own_message(town, editing_chat(town, params), params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    content = _without(message.content, _WORDING) | worded(text, entities, caption=False)
    preview = params.value("link_preview_options")
    return _change(town, message, params, content | ({"link_preview_options": preview} if preview else {}))


def edit_caption(town: Town, params: Params) -> Json:
    text, entities = read_caption(town, params)
    message = own_message(town, editing_chat(town, params), params)
    if "text" in message.content or "poll" in message.content:
        raise bad_request("there is no caption in the message to edit")
    content = _without(message.content, _CAPTION) | worded(text, entities, caption=True)
    return _change(town, message, params, content)


def edit_keyboard(town: Town, params: Params) -> Json:
    message = own_message(town, editing_chat(town, params), params)
    return _change(town, message, params, message.content)


def edit_media(town: Town, params: Params) -> Json:
    message = own_message(town, editing_chat(town, params), params)
    media = params.value("media") or {}
    stored = town.files.taken(params, media["media"], None, f"{media['type']}s")
    wording = {name: media[name] for name in ("caption", "caption_entities", "parse_mode") if name in media}
    content = media_json(stored, media["type"]) | worded(*read_caption(town, Params(wording)), caption=True)
    return _change(town, message, params, content)


def stop_poll(town: Town, params: Params) -> Json:
    message = own_message(town, editing_chat(town, params), params)
    if "poll" not in message.content:
        raise bad_request("message is not a poll")
    poll = poll_of(message)
    if poll.closed:
        raise bad_request("poll has already been closed")
    message.keyboard = checked_markup(params.value("reply_markup"))
    return poll.close()


METHODS: Mapping[str, Method] = {
    "editmessagetext": edit_text,
    "editmessagecaption": edit_caption,
    "editmessagereplymarkup": edit_keyboard,
    "editmessagemedia": edit_media,
    "stoppoll": stop_poll,
}
