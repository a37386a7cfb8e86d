"""How freely everybody may speak in a chat: closed, text only, and as it was before."""

from __future__ import annotations

import json

from telegram import Bot, ChatPermissions
from telegram.error import TelegramError

from bot.adapters.telegram.errors import outcome_of
from chat.actions import Degraded, Done, Lock, Outcome, Refused, Restore, SlowMode

PERMISSIONS = "permissions"
BESIDE_TEXT = (
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_invite_users",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
)
"""What members may not do while they write text only."""


class Freedom:
    """Changes the permissions of all members. What a lock took is kept in memory; a survey writes it down."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._open: dict[int, ChatPermissions] = {}

    async def lock(self, chat: int, action: Lock) -> Outcome:
        """Take every permission from members, or give back those that they had."""
        if action.locked:
            await self._remember(chat)
            await self._permit(chat, ChatPermissions.no_permissions())
            return Done()
        return await self._give_back(chat)

    async def slow(self, chat: int, action: SlowMode) -> Outcome:
        """Bots cannot set slow mode: members write text only instead, which is what a raid needs least."""
        if not action.delay:
            return await self._give_back(chat)
        before = await self._remember(chat)
        if before is not None and before.can_send_messages and before != _text_only(before):
            await self._permit(chat, _text_only(before))
        return Degraded("slow_mode.text_only")

    async def survey(self, chat: int) -> Outcome:
        """What members may do now."""
        told = (await self._bot.get_chat(chat)).permissions
        if told is None:
            return Refused("permissions.unknown")
        return Done((json.dumps({PERMISSIONS: told.to_dict()}, sort_keys=True),))

    async def restore(self, chat: int, action: Restore) -> Outcome:
        """Exactly what a survey found; without one, what is usual."""
        self._open.pop(chat, None)
        if not action.snapshot:
            await self._permit(chat, USUAL)
            return Degraded("permissions.usual")
        held = json.loads(action.snapshot)[PERMISSIONS]
        await self._permit(chat, ChatPermissions.de_json(held, self._bot))
        return Done()

    async def _remember(self, chat: int) -> ChatPermissions | None:
        before = (await self._bot.get_chat(chat)).permissions
        if before is not None and before.can_send_messages and chat not in self._open:
            self._open[chat] = before
        return before

    async def _give_back(self, chat: int) -> Outcome:
        before = self._open.pop(chat, None)
        if before is None:
            await self._permit(chat, USUAL)
            return Degraded("permissions.usual")
        try:
            await self._permit(chat, before)
        except TelegramError as error:
            self._open[chat] = before
            return outcome_of(error)
        return Done()

    async def _permit(self, chat: int, permissions: ChatPermissions) -> None:
        await self._bot.set_chat_permissions(chat, permissions, use_independent_chat_permissions=True)


def _text_only(before: ChatPermissions) -> ChatPermissions:
    return ChatPermissions.de_json({**before.to_dict(), **dict.fromkeys(BESIDE_TEXT, False)})


USUAL = ChatPermissions(
    can_send_messages=True,
    can_send_polls=True,
    can_send_other_messages=True,
    can_add_web_page_previews=True,
    can_change_info=False,
    can_invite_users=True,
    can_pin_messages=False,
    can_manage_topics=False,
    can_send_audios=True,
    can_send_documents=True,
    can_send_photos=True,
    can_send_videos=True,
    can_send_video_notes=True,
    can_send_voice_notes=True,
)
"""What members of a new group may do: given back when what they had is not known any more."""
