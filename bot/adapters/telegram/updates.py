"""One stored update: its JSON made harmless, its number, when it came."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.adapters.telegram.batches import MOVED, PLATFORM, STAMP
from bot.letters import whole
from chat.commands import Order
from chat.messages import Message

_HALF = re.compile(
    r"\\u[dD](?:[89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD])[c-fC-F][0-9a-fA-F]{2})"
)
"""An escaped half of a surrogate pair without its other half."""


class Update:
    """What is known of an update beside its body: its number, when it came, under which name it found us."""

    __slots__ = ("_bot", "_stamp", "update")

    def __init__(self, bot: int, update: Mapping[str, Any]) -> None:
        self._bot = bot
        self._stamp = update.get(STAMP) or {}
        self.update = 0 if MOVED in update else int(update["update_id"])

    def key(self, index: int) -> str:
        """The key of one of its events."""
        return f"{PLATFORM}:{self._bot}:{self.update}:{index}"

    @property
    def at(self) -> datetime:
        """When it came, for kinds to which Telegram gives no date."""
        return moment(self._stamp["at"])

    def is_ours(self, order: Order) -> bool:
        """Whether a command is for us: addressed to nobody, or to our name."""
        return not order.bot or order.bot.lower() == str(self._stamp.get("bot", "")).lower()

    def names_us(self, message: Message) -> bool:
        """Whether a message mentions us: by our name, or as an account picked from a list."""
        name = f"@{self._stamp.get('bot', '')}".lower()
        return any(
            one.target == str(self._bot)
            or (len(name) > 1 and message.text[one.start : one.end].lower() == name)
            for one in message.mentions
        )


def moment(seconds: int) -> datetime:
    """Telegram's seconds as a moment."""
    return datetime.fromtimestamp(seconds, UTC)


def loads(payload: str) -> dict[str, Any]:
    """The JSON object of a payload; halves of surrogate pairs and NUL become U+FFFD, for no text may hold them."""
    update = json.loads(payload)
    if not isinstance(update, dict):
        raise TypeError("an update is an object")
    halves = ("\\ud" in payload or "\\uD" in payload) and _HALF.search(payload)
    if halves or "\\u0000" in payload:
        update = _clean(update)
    return dict(update)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {_clean(name): _clean(one) for name, one in value.items()}
    return value
