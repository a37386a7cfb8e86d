"""Saying, changing and answering: what Steward writes."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from telegram import Bot, InputFile, Message, ReplyParameters
from telegram.error import BadRequest, TelegramError

from bot.adapters.telegram.errors import outcome_of
from bot.adapters.telegram.markup import LONGEST_CAPTION, Piece, clean, first_piece, keyboard, pieces
from bot.adapters.telegram.memory import Memory
from bot.adapters.telegram.senders import PLATFORM
from chat.actions import Acknowledge, Ambiguous, Degraded, Document, Done, Edit, NotNow, Outcome, Post
from chat.messages import Attachment, Media, MessageRef
from chat.people import Space
from chat.ports import Errand
from chat.text import Rich

LONGEST_TOAST = 200
LONGEST_PASSING = 60
"""Up to this many characters are read in the moment for which a toast stays."""
MOST_BEGUN = 200


@dataclass(frozen=True, slots=True)
class _Part:
    """One message of a post."""

    piece: Piece | None
    is_file: bool = False
    carried: Attachment | None = None
    upload: Document | None = None

    @property
    def is_extra(self) -> bool:
        """Whether it only carries a file that follows the words."""
        return self.carried is not None or self.upload is not None


class Posts:
    """A post of several messages goes on where it stopped when it is tried again."""

    def __init__(self, bot: Bot, memory: Memory) -> None:
        self._bot = bot
        self._memory = memory
        self._begun: dict[str, list[str]] = {}

    async def post(self, chat: int, post: Post, errand: Errand) -> Outcome:
        """Say it, in several messages where it is longer than one may be."""
        assert isinstance(post.body, Rich)
        sent = self._begun.pop(errand.key, [])
        parts = self._parts(post, post.body)
        last = len(parts) - 1
        parts += [_Part(None, carried=one.attachment) for one in post.carried if one.platform == PLATFORM]
        parts += [_Part(None, upload=one) for one in errand.files]
        for index in range(len(sent), len(parts)):
            common = self._common(post, is_first=index == 0, is_last=index == last)
            try:
                message = await self._send(chat, post, parts[index], common)
            except TelegramError as error:
                return self._stopped(errand, sent, error)
            sent.append(str(message.message_id))
        ids = tuple(sent)
        if (post.picture or post.document) and len(ids) > 1:
            ids = (*ids[1:], ids[0])  # the words carry the buttons, so they are named first
        return Done(ids)

    def _parts(self, post: Post, body: Rich) -> list[_Part]:
        """What each message says; a file goes first, with the words where they fit."""
        if not (post.picture or post.document):
            return [_Part(piece) for piece in pieces(body)]
        if not body.plain.strip():
            return [_Part(None, is_file=True)]
        fitting = pieces(body, LONGEST_CAPTION)
        if len(fitting) == 1:
            return [_Part(fitting[0], is_file=True)]
        return [_Part(None, is_file=True), *(_Part(piece) for piece in pieces(body))]

    def _stopped(self, errand: Errand, sent: list[str], error: TelegramError) -> Outcome:
        """After the first message a refusal leaves a shorter post, anything else is tried again from there."""
        outcome = outcome_of(error)
        if not sent:
            return outcome
        if isinstance(outcome, NotNow | Ambiguous):
            if len(self._begun) >= MOST_BEGUN:
                del self._begun[next(iter(self._begun))]
            self._begun[errand.key] = sent
            return outcome
        return Degraded("text.cut", tuple(sent))

    def _common(self, post: Post, *, is_first: bool, is_last: bool) -> dict[str, Any]:
        assert isinstance(post.to, Space)
        common: dict[str, Any] = {"disable_notification": post.silent or None}
        if post.to.thread is not None:
            common["message_thread_id"] = int(post.to.thread)
        if is_first and post.reply_to is not None and post.reply_to.id.isdigit():
            replied = int(post.reply_to.id)
            common["reply_parameters"] = ReplyParameters(replied, allow_sending_without_reply=True)
        if is_last:
            common["reply_markup"] = keyboard(post.buttons)
        return common

    def _send(self, chat: int, post: Post, part: _Part, common: dict[str, Any]) -> Awaitable[Message]:
        if part.is_extra:
            return self._send_extra(chat, part, common)
        piece, file = part.piece, post.picture or post.document
        if not part.is_file or file is None:
            assert piece is not None
            return self._bot.send_message(chat, piece.text, entities=piece.entities, **common)
        words: dict[str, Any] = {}
        if piece is not None:
            words = {"caption": piece.text, "caption_entities": piece.entities}
        upload = InputFile(file.data, filename=file.name)
        if post.picture:
            return self._bot.send_photo(chat, upload, **words, **common)
        return self._bot.send_document(chat, upload, **words, **common)

    def _send_extra(self, chat: int, part: _Part, common: dict[str, Any]) -> Awaitable[Message]:
        """A file that somebody sent: by Telegram's own handle, or uploaded when it came from elsewhere."""
        if part.upload is not None:
            upload = InputFile(part.upload.data, filename=part.upload.name)
            return self._bot.send_document(chat, upload, **common)
        assert part.carried is not None
        ref = part.carried.ref
        match part.carried.media:
            case Media.PHOTO:
                return self._bot.send_photo(chat, ref, **common)
            case Media.VIDEO:
                return self._bot.send_video(chat, ref, **common)
            case Media.AUDIO:
                return self._bot.send_audio(chat, ref, **common)
            case Media.ANIMATION:
                return self._bot.send_animation(chat, ref, **common)
            case Media.STICKER:
                return self._bot.send_sticker(chat, ref, **common)
            case _:
                return self._bot.send_document(chat, ref, **common)

    async def edit(self, chat: int, edit: Edit) -> Outcome:
        """Change a text, or the caption of a file."""
        assert isinstance(edit.message, MessageRef)
        assert isinstance(edit.body, Rich)
        message, markup = int(edit.message.id), keyboard(edit.buttons)
        piece, whole = first_piece(edit.body)
        try:
            await self._bot.edit_message_text(
                piece.text, chat, message, entities=piece.entities, reply_markup=markup
            )
        except BadRequest as error:
            if "no text in the message" not in str(error).lower():
                outcome = outcome_of(error)
                return Done((edit.message.id,)) if isinstance(outcome, Done) else outcome
            piece, whole = first_piece(edit.body, LONGEST_CAPTION)
            await self._bot.edit_message_caption(
                chat, message, caption=piece.text, caption_entities=piece.entities, reply_markup=markup
            )
        return Done((edit.message.id,)) if whole else Degraded("text.cut", (edit.message.id,))

    async def acknowledge(self, action: Acknowledge) -> Outcome:
        """Answer a press in a small window; what is too long for it follows in the presser's private chat."""
        if not action.interaction:
            return Done()
        if action.body is None:
            await self._bot.answer_callback_query(action.interaction)
            return Done()
        assert isinstance(action.body, Rich)
        words = clean(action.body.plain).strip()
        alert = action.alert or len(words) > LONGEST_PASSING
        if len(words) <= LONGEST_TOAST:
            await self._bot.answer_callback_query(action.interaction, words, show_alert=alert)
            return Done()
        beginning = f"{words[: LONGEST_TOAST - 2]} …"
        await self._bot.answer_callback_query(action.interaction, beginning, show_alert=True)
        return await self._whisper(self._memory.presser(action.interaction), action.body)

    async def _whisper(self, user: int | None, body: Rich) -> Outcome:
        if user is None:
            return Degraded("toast.cut")
        try:
            for piece in pieces(body):
                await self._bot.send_message(user, piece.text, entities=piece.entities)
        except TelegramError:
            return Degraded(
                "toast.cut"
            )  # the beginning was shown: never ask for a second answer to one press
        return Done()
