"""Raw updates → deliveries: each update's own text, its key, its lane."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.adapters.telegram.memory import Memory
from bot.adapters.telegram.rights import Rights
from bot.inbox import Delivery
from chat.ports import Clock

PLATFORM = "telegram"
MOVED = "moved"
STAMP = "steward"
"""A field that is added to every stored update: our name and the second of arrival, which Telegram does not tell."""

_decoder = json.JSONDecoder()


class Batches:
    """Turns what arrives into deliveries, and lets rights and memory know at once."""

    def __init__(self, bot: int, memory: Memory, rights: Rights, clock: Clock) -> None:
        self._bot = bot
        self._memory = memory
        self._rights = rights
        self._clock = clock
        self.username = ""

    def read(self, body: bytes) -> tuple[list[Delivery], int | None]:
        """The deliveries of a getUpdates answer and the highest update id. Raises ValueError for what is no answer."""
        text = body.decode("utf-8", "replace")
        answer = _decoder.decode(text)
        result = answer.get("result") if isinstance(answer, dict) else None
        if not isinstance(result, list):
            raise ValueError("no list of updates")
        raws = list(_elements(text)) if len(result) else []
        if len(raws) != len(result):
            raws = [json.dumps(update) for update in result]
        deliveries = [self.delivery(update, raw) for update, raw in zip(result, raws, strict=True)]
        numbers = [number for one in result if (number := update_id(one)) is not None]
        return deliveries, max(numbers, default=None)

    def delivery(self, update: Any, raw: str) -> Delivery:
        """One update as it is stored."""
        number = update_id(update)
        if number is None:
            digest = hashlib.sha256(raw.encode("utf-8", "replace")).hexdigest()[:24]
            return Delivery(f"{PLATFORM}:{self._bot}:x{digest}", PLATFORM, f"{PLATFORM}:0", raw)
        now = self._clock.now()
        chat = chat_id(update)
        try:
            self._note(update, chat)
        except (AttributeError, KeyError, TypeError, ValueError):
            chat = 0  # malformed: reading it will say so, and park it
        stamp = json.dumps({"bot": self.username, "at": int(now.timestamp())})
        payload = f'{raw.rstrip()[:-1]},"{STAMP}":{stamp}}}'
        lane = f"{PLATFORM}:{self._memory.lane(chat, now)}"
        return Delivery(f"{PLATFORM}:{self._bot}:{number}", PLATFORM, lane, payload)

    def moved(self, old: int, new: int) -> Delivery:
        """The news, learned from a refusal, that a group has a new id."""
        self._memory.note_move(old, new, self._clock.now())
        body = {MOVED: {"from": old, "to": new}, STAMP: {"at": int(self._clock.now().timestamp())}}
        key = f"{PLATFORM}:{self._bot}:moved:{old}:{new}"
        return Delivery(key, PLATFORM, f"{PLATFORM}:{old}", json.dumps(body))

    def _note(self, update: Mapping[str, Any], chat: int) -> None:
        message = update.get("message") or update.get("channel_post")
        if message is not None:
            album = message.get("media_group_id")
            if album is not None:
                self._memory.join_album(chat, message["message_id"], str(album))
            if "migrate_to_chat_id" in message:
                self._memory.note_move(chat, message["migrate_to_chat_id"], self._clock.now())
            elif "migrate_from_chat_id" in message:
                self._memory.note_move(message["migrate_from_chat_id"], chat, self._clock.now())
            self._rights.note_seen(message["chat"])
        elif "callback_query" in update:
            press = update["callback_query"]
            self._memory.note_press(str(press["id"]), press["from"]["id"])
        elif "my_chat_member" in update:
            changed = update["my_chat_member"]
            self._rights.note_mine(changed["chat"], changed["new_chat_member"])
        elif "chat_member" in update:
            self._rights.note_member(chat, update["chat_member"]["new_chat_member"])


def update_id(update: Any) -> int | None:
    """The number of an update, None where it has none."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else None


def chat_id(update: Mapping[str, Any]) -> int:
    """The chat in which an update happened, the person of one that has no chat, 0 when neither is told."""
    for name, body in update.items():
        if name == "update_id" or not isinstance(body, dict):
            continue
        inner = body.get("message") if name == "callback_query" else body
        for part in (inner, body):
            chat = (
                part.get("chat") or part.get("user") or part.get("from") if isinstance(part, dict) else None
            )
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return int(chat["id"])
    return 0


def _elements(text: str) -> Iterator[str]:
    """The text of each element of the list `result`."""
    start = text.find("[", text.find('"result"'))
    if start < 0:
        return
    position = start + 1
    while True:
        while position < len(text) and text[position] in " \t\r\n,":
            position += 1
        if position >= len(text) or text[position] == "]":
            return
        _, end = _decoder.raw_decode(text, position)
        yield text[position:end]
        position = end
