"""send*: text, media, albums, polls, copies and forwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.counterparts.telegram.access import Access, find_message, may_write_privately, reach
from tests.counterparts.telegram.content import PERMISSION_FOR, media_json, worded
from tests.counterparts.telegram.methods.outgoing import (
    Destination,
    destination,
    read_caption,
    read_text,
    send,
)
from tests.counterparts.telegram.polls import Poll
from tests.counterparts.telegram.refusals import bad_request
from tests.counterparts.telegram.wire import Json, Params

if TYPE_CHECKING:
    from tests.counterparts.telegram.messages import Message
    from tests.counterparts.telegram.methods.table import Method
    from tests.counterparts.telegram.town import Town

_ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker "
    "find_location record_video_note upload_video_note".split()
)


def send_message(town: Town, params: Params) -> Json:
    text, entities = read_text(town, params)
    where = destination(town, params)
    content = worded(text, entities, caption=False)
    preview = params.value("link_preview_options")
    if preview:
        content["link_preview_options"] = preview
    return send(town, where, content).json()


def _media(kind: str) -> Method:
    def method(town: Town, params: Params) -> Json:
        text, entities = read_caption(town, params)
        stored = town.files.take(params, kind, folder=f"{kind}s")
        where = destination(town, params, PERMISSION_FOR[kind])
        content = media_json(stored, kind) | worded(text, entities, caption=True)
        if params.flag("has_spoiler"):
            content["has_media_spoiler"] = True
        return send(town, where, content).json()

    return method


def send_media_group(town: Town, params: Params) -> list[Json]:
    media = params.value("media") or []
    if not 2 <= len(media) <= 10:
        raise bad_request("there are too many messages to send as an album" if media else "there is no media")
    contents = [_album_item(town, params, item) for item in media]
    where = destination(town, params, PERMISSION_FOR[media[0]["type"]], len(contents))
    album = town.next_number_text()
    return [send(town, where, content, album=album).json() for content in contents]


def _album_item(town: Town, params: Params, item: Json) -> Json:
    kind = item["type"]
    if kind not in ("photo", "video", "document", "audio"):
        raise bad_request("can't use the media of the specified type in the album")
    stored = town.files.taken(params, item["media"], None, f"{kind}s")
    wording = Params(
        {name: item[name] for name in ("caption", "caption_entities", "parse_mode") if name in item}
    )
    return media_json(stored, kind) | worded(*read_caption(town, wording), caption=True)


def send_poll(town: Town, params: Params) -> Json:
    options = [
        option if isinstance(option, str) else option["text"] for option in params.value("options") or ()
    ]
    if not 2 <= len(options) <= 12:
        raise bad_request(
            "poll must have at least 2 option" if len(options) < 2 else "poll can't have more than 12 options"
        )
    if not 1 <= len(params.text("question")) <= 300:
        raise bad_request(
            "poll question must be non-empty"
            if not params.text("question")
            else "poll question length must not exceed 300"
        )
    if any(not 1 <= len(option) <= 100 for option in options):
        raise bad_request("poll options length must not exceed 100")
    where = destination(town, params, "can_send_polls")
    poll = Poll(
        id=town.next_number_text(),
        question=params.text("question"),
        options=options,
        settings=_settings(params),
    )
    town.polls[poll.id] = poll
    poll.message = send(town, where, {"poll": poll.json()})
    return poll.message.json()


def _settings(params: Params) -> Json:
    anonymous = params.flag("is_anonymous") if params.has("is_anonymous") else True
    settings: Json = {
        "type": params.text("type", "regular"),
        "is_anonymous": anonymous,
        "allows_multiple_answers": params.flag("allows_multiple_answers"),
        "allows_revoting": params.flag("allows_revoting") if params.has("allows_revoting") else True,
        "members_only": params.flag("members_only"),
    }
    for name in ("open_period", "close_date"):
        if params.has(name):
            settings[name] = params.integer(name)
    return settings


def _original(town: Town, params: Params, message_id: int, purpose: str) -> Message:
    source = reach(town, params, Access.READ, "from_chat_id")
    message = find_message(source, message_id, purpose)
    if message.service or message.protected:
        raise bad_request(f"the message can't be {purpose.rpartition(' ')[2]}ed".replace("copyed", "copied"))
    return message


def forward_message(town: Town, params: Params) -> Json:
    message = _original(town, params, params.integer("message_id"), "message to forward")
    return _forward(town, destination(town, params), message).json()


def _forward(town: Town, where: Destination, message: Message) -> Message:
    return send(town, where, dict(message.content), origin=message.as_origin())


def copy_message(town: Town, params: Params) -> Json:
    message = _original(town, params, params.integer("message_id"), "message to copy")
    content = dict(message.content)
    if params.has("caption"):
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        content |= worded(*read_caption(town, params), caption=True)
    return {"message_id": send(town, destination(town, params), content).id}


def _many(purpose: str) -> Method:
    def method(town: Town, params: Params) -> list[Json]:
        ids = params.value("message_ids") or []
        source = reach(town, params, Access.READ, "from_chat_id")
        found = [source.messages[one] for one in ids if one in source.messages]
        if not found:
            raise bad_request(f"there are no messages to {purpose}")
        where = destination(town, params, messages=len(found))
        if purpose == "forward":
            sent = [_forward(town, where, message) for message in found]
        else:
            sent = [send(town, where, dict(message.content)) for message in found]
        return [{"message_id": message.id} for message in sent]

    return method


def send_chat_action(town: Town, params: Params) -> bool:
    if params.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = reach(town, params)
    if chat.is_private:
        may_write_privately(chat)
    return True


def send_sticker_like(kind: str, build: Any) -> Method:
    def method(town: Town, params: Params) -> Json:
        where = destination(
            town, params, "can_send_other_messages" if kind == "dice" else "can_send_messages"
        )
        return send(town, where, {kind: build(params)}).json()

    return method


def _dice(params: Params) -> Json:
    return {"emoji": params.text("emoji", "🎲"), "value": 4}


def _location(params: Params) -> Json:
    return {name: float(params.value(name)) for name in ("latitude", "longitude")}


def _contact(params: Params) -> Json:
    return {
        name: params.text(name) for name in ("phone_number", "first_name", "last_name") if params.has(name)
    }


METHODS: Mapping[str, Method] = {
    "sendmessage": send_message,
    "sendmediagroup": send_media_group,
    "sendpoll": send_poll,
    "forwardmessage": forward_message,
    "forwardmessages": _many("forward"),
    "copymessage": copy_message,
    "copymessages": _many("copy"),
    "sendchataction": send_chat_action,
    "senddice": send_sticker_like("dice", _dice),
    "sendlocation": send_sticker_like("location", _location),
    "sendcontact": send_sticker_like("contact", _contact),
    **{f"send{kind}": _media(kind) for kind in PERMISSION_FOR},
}
