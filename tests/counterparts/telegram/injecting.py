"""Updates that nobody in the town caused: verbatim, malformed, repeated, recorded."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tests.counterparts.telegram.messages import Message
from tests.counterparts.telegram.updates import LIFETIME, Entry
from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.town import Town

_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post")


def inject(town: Town, update: Json | str | bytes) -> int:
    """Delivered as it is: an object gets an update id unless it has one, text and bytes stay untouched."""
    if isinstance(update, dict):
        given = update.get("update_id")
        update_id = given if isinstance(given, int) else town.updates.take_id()
        body = json.dumps({"update_id": update_id, **update}).encode()
        town.updates.add_encoded(
            update_id, body, forced=update_id <= town.updates.last_id and given is not None
        )
        return update_id
    update_id = town.updates.take_id()
    town.updates.add_encoded(update_id, update.encode() if isinstance(update, str) else update)
    return update_id


def preload(town: Town, updates: Iterable[Json]) -> int:
    """Many recorded updates at once, unchecked; their chats, people and messages then exist. How many."""
    now = town.seconds()
    entries: list[Entry] = []
    for update in updates:
        update_id = update.get("update_id") or town.updates.take_id()
        kind = next((name for name in update if name != "update_id"), "")
        about = _register(town, update.get(kind) or {}, kind)
        body = json.dumps({"update_id": update_id, **update}).encode()
        entries.append(Entry(update_id, kind, body, about, now + LIFETIME))
    town.updates.add_many(entries)
    return len(entries)


def _register(town: Town, body: Json, kind: str) -> int:
    shown = body if kind in _MESSAGES else body.get("message", body)
    chat_json, sender = shown.get("chat"), body.get("from")
    if sender and sender["id"] not in town.users:
        town.user(sender["id"], sender["first_name"], sender.get("username"), started=True)
    if not chat_json:
        return 0
    open_doors, town.open_doors = town.open_doors, True
    chat = town.chat_by_id(chat_json["id"])
    town.open_doors = open_doors
    assert chat is not None
    message_id = shown.get("message_id")
    if message_id and message_id not in chat.messages:
        author = town.users.get((shown.get("from") or {}).get("id", 0))
        chat.messages[message_id] = Message(
            chat=chat,
            id=message_id,
            date=shown.get("date", 0),
            sender=author,
            content={"text": shown.get("text", "")},
        )
        chat.last_id = max(chat.last_id, message_id)
    return chat.id
