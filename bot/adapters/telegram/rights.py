"""Who may do what in each chat: what Telegram last told about Steward and the administrators."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram import Bot, ChatMember
from telegram.error import TelegramError

from chat.ports import Clock

FRESH = timedelta(minutes=10)
ADMINISTRATORS = frozenset({"creator", "administrator"})

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of one chat: its kind, Steward's own membership, the administrators."""

    type: str
    is_forum: bool = False
    username: str = ""
    title: str = ""
    mine: Mapping[str, Any] = field(default_factory=dict)
    administrators: Mapping[str, frozenset[str]] = field(default_factory=dict)
    read_at: datetime | None = None

    @property
    def status(self) -> str:
        """Steward's own status there ("" when unknown)."""
        return str(self.mine.get("status", ""))

    @property
    def is_present(self) -> bool:
        """Whether Steward is in that chat, as far as is known."""
        return self.status not in ("left", "kicked") and self.mine.get("is_member", True) is not False

    def may(self, right: str) -> bool:
        """Whether Steward has that administrator right."""
        return self.status == "creator" or (self.status == "administrator" and bool(self.mine.get(right)))


class Rights:
    """Standings by chat id, read from Telegram and kept up to date by what arrives."""

    def __init__(self, bot: Bot, me: int, clock: Clock) -> None:
        self._bot = bot
        self._me = me
        self._clock = clock
        self._known: dict[int, Standing] = {}
        self._asking: dict[int, asyncio.Task[None]] = {}
        self.named: Callable[[str, str], None] = lambda chat, title: None
        """Hears what each chat is called, whenever Telegram tells it."""

    def of(self, chat: int) -> Standing | None:
        """What is known of a chat; None = nothing yet."""
        return self._known.get(chat)

    def roles(self, chat: int, user: str) -> frozenset[str]:
        """The roles of an account there, as last told."""
        known = self._known.get(chat)
        return known.administrators.get(user, frozenset()) if known else frozenset()

    async def fresh(self, chat: int) -> Standing | None:
        """The standing of a chat, read anew when it is old. None when Telegram will not tell."""
        known = self._known.get(chat)
        if known is None or known.read_at is None or self._clock.now() - known.read_at > FRESH:
            await self.read(chat)
        return self._known.get(chat)

    async def read(self, chat: int) -> None:
        """Ask Telegram; what it does not tell stays as it was."""
        try:
            told = await self._bot.get_chat(chat)
            mine = await self._bot.get_chat_member(chat, self._me)
            leaders = await self._bot.get_chat_administrators(chat) if told.type != "channel" else ()
        except TelegramError as error:
            log.warning("telegram.rights_unknown", chat=chat, why=type(error).__name__)
            return
        self.named(str(chat), told.title or "")
        self._known[chat] = Standing(
            type=told.type,
            is_forum=bool(told.is_forum),
            username=told.username or "",
            title=told.title or "",
            mine=mine.to_dict(),
            administrators={str(one.user.id): frozenset({one.status}) for one in leaders},
            read_at=self._clock.now(),
        )

    async def refresh(self) -> None:
        """Read again every chat whose standing is old."""
        for chat in list(self._known):
            await self.fresh(chat)

    def note_seen(self, chat: Mapping[str, Any]) -> None:
        """Something happened in a chat: when it is not known yet, ask in the background."""
        number = chat["id"]
        if number not in self._known and chat["type"] != "private":
            self.named(str(number), chat.get("title", ""))
            self.doubt(number)

    def doubt(self, chat: int) -> None:
        """What is known may be wrong: ask in the background."""
        if chat not in self._asking:
            self._asking[chat] = asyncio.create_task(self._ask(chat))

    async def _ask(self, chat: int) -> None:
        try:
            await self.read(chat)
        finally:
            known = self._known.get(chat)
            if known is None:  # told nothing: do not ask again with every message
                self._known[chat] = Standing(type="unknown", read_at=self._clock.now())
            self._asking.pop(chat, None)

    def note_mine(self, chat: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
        """Steward's own membership changed."""
        if chat["type"] == "private":
            return
        known = self._known.get(chat["id"])
        if known is None or known.type == "unknown":
            known = Standing(type=chat["type"])
        if not known.administrators and mine["status"] in ADMINISTRATORS:
            self.doubt(chat["id"])
        self.named(str(chat["id"]), chat.get("title", ""))
        self._known[chat["id"]] = replace(
            known,
            type=chat["type"],
            is_forum=bool(chat.get("is_forum")),
            username=chat.get("username", ""),
            title=chat.get("title", ""),
            mine=dict(mine),
        )

    def note_member(self, chat: int, member: Mapping[str, Any]) -> None:
        """Somebody's status changed."""
        known = self._known.get(chat)
        if known is None:
            return
        administrators = dict(known.administrators)
        user, status = str(member["user"]["id"]), str(member["status"])
        administrators.pop(user, None)
        if status in ADMINISTRATORS:
            administrators[user] = frozenset({status})
        self._known[chat] = replace(known, administrators=administrators)

    async def stop(self) -> None:
        """Ask no more."""
        for task in list(self._asking.values()):
            task.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)


async def member_of(bot: Bot, chat: int, user: int) -> ChatMember | None:
    """What Telegram says now about one account in a chat; None when it does not."""
    try:
        return await bot.get_chat_member(chat, user)
    except TelegramError:
        return None
