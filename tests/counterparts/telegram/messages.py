"""A message as the server keeps it, and as updates and results show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.counterparts.telegram.entities import cut
from tests.counterparts.telegram.keyboards import Button, buttons_of
from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.people import User

ANONYMOUS_ADMIN = 1087968824
CHANNEL_BOT = 136817688
SERVICE_NOTIFICATIONS = 777000


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """`content` holds the fields of one kind (text, photo, new_chat_members …) exactly as JSON shows them."""

    chat: Chat
    id: int
    date: int
    sender: User | None = None
    sender_chat: Chat | None = None
    content: Json = field(default_factory=dict)
    service: bool = False
    reply_to: Message | None = None
    external_reply: Json | None = None
    quote: Json | None = None
    thread: int | None = None
    in_topic: bool = False
    keyboard: Json | None = None
    other_markup: Json | None = None
    edited: int | None = None
    album: str | None = None
    via_bot: User | None = None
    origin: Json | None = None
    automatic: bool = False
    signature: str | None = None
    protected: bool = False
    silent: bool = False
    deleted: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)

    @property
    def text(self) -> str | None:
        """The text, or the caption of a media message."""
        return self.content.get("text", self.content.get("caption"))

    @property
    def entities(self) -> list[Json]:
        found: list[Json] = self.content.get("entities") or self.content.get("caption_entities") or []
        return found

    @property
    def buttons(self) -> list[Button]:
        return list(buttons_of(self.keyboard))

    def marked(self, kind: str) -> list[str]:
        """The parts of the text that carry an entity of this type."""
        return [cut(self.text or "", entity) for entity in self.entities if entity["type"] == kind]

    @property
    def by_bot(self) -> bool:
        """Sent by the bot under test, in a chat or as a channel post."""
        return self.sender is self.chat.town.bot

    def json(self, *, nested: bool = False) -> Json:
        body: Json = {"message_id": self.id, "date": self.date, "chat": self.chat.json()}
        if self.sender is not None and self.chat.kind != "channel":
            body["from"] = self.sender.json()
        if self.sender_chat is not None:
            body["sender_chat"] = self.sender_chat.json()
        body |= self._optional()
        if self.reply_to is not None and not nested and not self.reply_to.deleted:
            body["reply_to_message"] = self.reply_to.json(nested=True)
        return body | self.content

    def _optional(self) -> Json:
        shown: dict[str, Any] = {
            "message_thread_id": self.thread,
            "is_topic_message": self.in_topic or None,
            "external_reply": self.external_reply,
            "quote": self.quote,
            "edit_date": self.edited,
            "media_group_id": self.album,
            "via_bot": self.via_bot.json() if self.via_bot else None,
            "forward_origin": self.origin,
            "is_automatic_forward": self.automatic or None,
            "author_signature": self.signature,
            "has_protected_content": self.protected or None,
            "reply_markup": self.keyboard,
        }
        return {name: value for name, value in shown.items() if value is not None}

    def inaccessible(self) -> Json:
        """What a button press shows of a message that is gone."""
        return {"chat": self.chat.json(), "message_id": self.id, "date": 0}

    def as_origin(self) -> Json:
        """The `forward_origin` of a forwarded copy of this message."""
        if self.origin is not None:
            return self.origin
        if self.sender_chat is not None and self.sender_chat.kind == "channel":
            origin = {"type": "channel", "chat": self.sender_chat.json(), "message_id": self.id}
        elif self.sender_chat is not None:
            origin = {"type": "chat", "sender_chat": self.sender_chat.json()}
        else:
            assert self.sender is not None
            origin = {"type": "user", "sender_user": self.sender.json()}
        return origin | {"date": self.date} | ({"author_signature": self.signature} if self.signature else {})
