"""Mutes, bans, removals: acts upon one account in one chat."""

from __future__ import annotations

from datetime import datetime, timedelta

from telegram import Bot, ChatPermissions

from bot.adapters.telegram.rights import member_of
from chat.actions import (
    Ban,
    Degraded,
    Done,
    Mute,
    Outcome,
    Refused,
    Remove,
    Sanction,
    Unban,
    Unmute,
    Unsupported,
)
from chat.ports import Clock, Errand

SHORTEST = timedelta(seconds=35)
LONGEST = timedelta(days=365)
"""Outside of 30 seconds to 366 days Telegram takes a moment for "for ever"."""


class Sanctions:
    """Acts upon one account in one chat. A channel that speaks has no membership: it can be banned only."""

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock

    async def perform(self, chat: int, action: Sanction, errand: Errand, kind: str) -> Outcome:
        """Do it. `kind` is the chat's: a basic group knows no restrictions and no bans that last."""
        account = int(errand.account)
        if account == chat:
            return Refused("target.is_admin")
        if account < 0:
            return await self._channel(chat, account, action)
        if kind == "group":
            return await self._basic(chat, account, action)
        match action:
            case Mute():
                return await self._mute(chat, account, action.until)
            case Unmute():
                return await self._unmute(chat, account)
            case Ban():
                await self._bot.ban_chat_member(chat, account, until_date=self._until(action.until))
                return Done()
            case Unban():
                await self._bot.unban_chat_member(chat, account, only_if_banned=True)
                return Done()
            case Remove():
                return await self._remove(chat, account, errand)
            case _:
                return Unsupported()

    def _until(self, until: datetime | None) -> datetime | None:
        """A moment that Telegram takes as it is; None = for ever, ended by our own clock."""
        if until is None:
            return None
        now = self._clock.now()
        return None if until - now > LONGEST else max(until, now + SHORTEST)

    async def _mute(self, chat: int, account: int, until: datetime) -> Outcome:
        await self._bot.restrict_chat_member(
            chat,
            account,
            ChatPermissions.no_permissions(),
            until_date=self._until(until),
            use_independent_chat_permissions=True,
        )
        return Done()

    async def _unmute(self, chat: int, account: int) -> Outcome:
        """Every permission lifts the restriction; the chat's own rules go on to apply."""
        member = await member_of(self._bot, chat, account)
        if member is not None and member.status != "restricted":
            return Done()
        await self._bot.restrict_chat_member(
            chat, account, ChatPermissions.all_permissions(), use_independent_chat_permissions=True
        )
        return Done()

    async def _remove(self, chat: int, account: int, errand: Errand) -> Outcome:
        """A ban and its end. Whoever is out already stays as they are: a ban by somebody else must not be lifted.

        The ban runs out by itself, should its end be lost.
        """
        if errand.attempt == 1:
            member = await member_of(self._bot, chat, account)
            if member is not None and member.status in ("left", "kicked"):
                return Done()
        await self._bot.ban_chat_member(chat, account, until_date=self._clock.now() + timedelta(minutes=2))
        await self._bot.unban_chat_member(chat, account, only_if_banned=True)
        return Done()

    async def _basic(self, chat: int, account: int, action: Sanction) -> Outcome:
        match action:
            case Remove() | Ban():
                await self._bot.ban_chat_member(chat, account)
                return Done() if isinstance(action, Remove) else Degraded("remove.instead_of_ban")
            case Unban():
                return Done()
            case _:
                return Unsupported("supergroups_only")

    async def _channel(self, chat: int, account: int, action: Sanction) -> Outcome:
        if isinstance(action, Unmute | Unban):
            await self._bot.unban_chat_sender_chat(chat, account)
            return Done()
        await self._bot.ban_chat_sender_chat(chat, account)
        return Done() if isinstance(action, Ban) else Degraded("ban.of_channel")
