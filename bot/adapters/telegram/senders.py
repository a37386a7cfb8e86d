"""Native senders → Speakers: who really stands behind a message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chat.people import Identity, Speaker, Voice

PLATFORM = "telegram"
Native = Mapping[str, Any]
Roles = Callable[[int, str], frozenset[str]]
"""The roles of an account in a chat."""


class Senders:
    """Tells persons from channels, anonymous administrators, other bots and Steward itself."""

    def __init__(self, bot: int, roles: Roles) -> None:
        self._bot = bot
        self._roles = roles

    def of_message(self, message: Native) -> Speaker:
        """Who said it. Fake accounts (Group, Channel, Telegram) give way to the chat behind them."""
        chat, sender = message["chat"], message.get("from")
        behind = message.get("sender_chat")
        if behind is not None and (sender is None or sender.get("is_bot") or sender["id"] == 777000):
            return self.of_chat(chat, behind, is_forwarded=bool(message.get("is_automatic_forward")))
        if sender is None:
            return self.of_chat(chat, chat)
        return self.of_user(chat["id"], sender)

    def of_chat(self, chat: Native, behind: Native, *, is_forwarded: bool = False) -> Speaker:
        """A channel, or the group itself in whose name an administrator speaks."""
        identity = Identity(PLATFORM, str(behind["id"]))
        name = str(behind.get("title") or behind.get("first_name") or "")
        if behind["id"] == chat["id"]:
            roles = frozenset({"administrator"})
            return Speaker(identity=identity, name=name, voice=Voice.ANONYMOUS_ADMIN, roles=roles)
        voice = Voice.LINKED_CHANNEL if is_forwarded else Voice.CHANNEL
        return Speaker(identity=identity, name=name, voice=voice, username=behind.get("username"))

    def of_user(self, chat: int, user: Native) -> Speaker:
        """An account."""
        native = str(user["id"])
        voice = Voice.PERSON
        if user.get("is_bot"):
            voice = Voice.SELF if user["id"] == self._bot else Voice.BOT
        return Speaker(
            identity=Identity(PLATFORM, native),
            name=" ".join(part for part in (user["first_name"], user.get("last_name")) if part),
            voice=voice,
            username=user.get("username"),
            locale=user.get("language_code"),
            roles=self._roles(chat, native),
        )
