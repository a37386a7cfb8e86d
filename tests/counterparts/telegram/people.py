"""The people of the town: what a person with a Telegram client can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.counterparts.telegram import doorbell, membership, pressing, reacting
from tests.counterparts.telegram.content import media_content, poll_of, text_content
from tests.counterparts.telegram.polls import Poll
from tests.counterparts.telegram.posting import announce, post, reaches_bot
from tests.counterparts.telegram.speaking import Speech, place, require_voice
from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.invites import InviteLink, JoinRequest
    from tests.counterparts.telegram.messages import Message
    from tests.counterparts.telegram.presses import Press
    from tests.counterparts.telegram.topics import Topic
    from tests.counterparts.telegram.town import Town


@dataclass(slots=True, kw_only=True, eq=False)
class User:
    """`started`: the bot may write to this person. `language_code` and `bio` are what the client tells."""

    town: Town
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    bio: str = ""
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def json(self) -> Json:
        body: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return body | {name: value for name, value in optional.items() if value}

    @property
    def private(self) -> Chat:
        """The private chat with the bot."""
        return self.town.private_chat(self)

    def heard(self) -> list[Message]:
        """What the bot has written to this person in private and what still stands there."""
        return [message for message in self.private.transcript() if message.by_bot]

    # Speaking.

    def says(
        self,
        chat: Chat | None,
        text: str,
        *,
        reply_to: Message | None = None,
        topic: Topic | None = None,
        entities: Sequence[Json] | None = None,
        quote: str | None = None,
        anonymous: bool = False,
        as_channel: Chat | None = None,
        via_bot: User | None = None,
    ) -> Message:
        """`None` as the chat is the private chat with the bot."""
        content = text_content(text, entities)
        return self.sends(
            chat, content, reply_to=reply_to, topic=topic, quote=quote,
            anonymous=anonymous, as_channel=as_channel, via_bot=via_bot,
        )  # fmt: skip

    def sends(
        self,
        chat: Chat | None,
        content: Json,
        *,
        needs: str = "can_send_messages",
        reply_to: Message | None = None,
        topic: Topic | None = None,
        quote: str | None = None,
        anonymous: bool = False,
        as_channel: Chat | None = None,
        **fields: Any,
    ) -> Message:
        """Any content as JSON shows it: `{"rich_message": …}`, `{"sticker": …}`, a text of 100 kB."""
        target = chat or self.private
        require_voice(self, target, topic, needs, as_channel)
        if target.is_private:
            self.started = True
        speech = Speech(
            reply_to=reply_to, topic=topic, quote=quote, anonymous=anonymous, as_channel=as_channel
        )
        return post(target, content=content, **place(self, target, speech), **fields)

    def sends_media(
        self,
        chat: Chat | None,
        kind: str,
        caption: str | None = None,
        *,
        data: bytes = b"",
        name: str = "",
        **fields: Any,
    ) -> Message:
        """`kind` is photo, document, video, voice, audio, sticker or animation."""
        content, needs = media_content(self.town.files, kind, caption, data, name)
        return self.sends(chat, content, needs=needs, **fields)

    def sends_album(
        self, chat: Chat | None, count: int, caption: str | None = None, **fields: Any
    ) -> list[Message]:
        """Separate messages with one album id; the caption is on the first."""
        album = self.town.next_number_text()
        return [
            self.sends_media(chat, "photo", caption if index == 0 else None, album=album, **fields)
            for index in range(count)
        ]

    def asks(self, chat: Chat | None, question: str, *options: str, **fields: Any) -> Message:
        """A poll without names, one answer each."""
        settings = {"type": "regular", "is_anonymous": True, "allows_multiple_answers": False}
        settings |= {"allows_revoting": True, "members_only": False}
        number = self.town.next_number_text()
        poll = Poll(id=number, question=question, options=list(options), settings=settings)
        self.town.polls[poll.id] = poll
        poll.message = self.sends(chat, {"poll": poll.json()}, needs="can_send_polls", **fields)
        return poll.message

    def forwards(self, message: Message, chat: Chat | None = None, **fields: Any) -> Message:
        return self.sends(chat, dict(message.content), origin=message.as_origin(), **fields)

    # Changing what stands.

    def edits(self, message: Message, text: str, entities: Sequence[Json] | None = None) -> Message:
        caption = "text" not in message.content
        kept = {name: value for name, value in message.content.items() if not _is_wording(name)}
        message.content = kept | text_content(text, entities, caption=caption)
        self._announce_edit(message)
        return message

    def edits_invisibly(self, message: Message) -> None:
        """A link preview arrives, a reaction changes …: the update comes, nothing visible differs."""
        self._announce_edit(message)

    def _announce_edit(self, message: Message) -> None:
        message.edited = self.town.seconds()
        if reaches_bot(message):
            announce(message, edited=True)

    def deletes(self, message: Message) -> None:
        """A bot is never told."""
        message.chat.erase(message)
        self.town.changed()

    # Reacting to what the bot shows.

    def presses(self, message: Message, button: str | int) -> Press:
        """By label, position from 0, or data. Await the result for the bot's answer."""
        return pressing.press(self, message, button)

    def forges(self, message: Message, data: str) -> Press:
        """A changed client sends data that no button has."""
        return pressing.forge(self, message, data)

    def reacts(self, message: Message, *emoji: str, anonymous: bool = False) -> None:
        """The person's reactions become exactly these; none = taken back."""
        reacting.react(self, message, emoji, anonymous=anonymous)

    def votes(self, message: Message, *options: int) -> None:
        poll_of(message).vote(self, list(options))

    def menu(self, chat: Chat | None = None) -> list[Json]:
        """The commands that Telegram shows this person there."""
        return self.town.commands.shown(self, chat or self.private)

    # The private chat.

    def starts(self, payload: str = "") -> Message:
        if self.blocked:
            self.unblocks()
        return self.says(None, f"/start {payload}".strip())

    def blocks(self) -> None:
        if not self.blocked:
            self.blocked = True
            membership.block(self.private, self, blocked=True)

    def unblocks(self) -> None:
        if self.blocked:
            self.blocked, self.started = False, True
            membership.block(self.private, self, blocked=False)

    def deletes_account(self) -> None:
        self.deactivated, self.first_name, self.username = True, "", None

    # Doors.

    def joins(self, chat: Chat, link: InviteLink | None = None) -> None:
        """Through a link that asks for approval this becomes a request."""
        doorbell.enter(self, chat, link)

    def requests_join(
        self, chat: Chat, link: InviteLink | None = None, *, query: bool = False
    ) -> JoinRequest:
        """`query`: the request must be answered by its query id within ten seconds."""
        return doorbell.ring(self, chat, link, query=query)

    def leaves(self, chat: Chat) -> None:
        chat.leave(self)


def _is_wording(name: str) -> bool:
    return name in ("text", "entities", "caption", "caption_entities", "link_preview_options")
