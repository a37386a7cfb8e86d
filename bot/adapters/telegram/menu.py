"""The menu of commands, by place, rank and language."""

from __future__ import annotations

import re
from collections.abc import Iterable

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.texts import Texts
from chat.handler import Command
from chat.people import Language, Rank
from chat.ports import Handbook
from chat.text import Text

LONGEST_DESCRIPTION = 256
MOST = 100
_NAME = re.compile(r"[a-z0-9_]{1,32}")

log = structlog.get_logger()


async def show_menu(bot: Bot, handbook: Handbook, texts: Texts, staff_chat: int | None) -> None:
    """Tell Telegram which commands to offer where; English where the person's language is neither."""
    for scope, commands in _scopes(handbook.commands(), staff_chat):
        for language, tag in (("en", ""), ("zh", "zh")):
            menu = [made for one in commands if (made := _entry(one, texts, _language(language))) is not None]
            try:
                await bot.set_my_commands(menu[:MOST], scope=scope, language_code=tag or None)
            except TelegramError as error:
                log.warning("telegram.menu_refused", scope=scope.type, why=type(error).__name__)


def _scopes(
    commands: Iterable[Command], staff_chat: int | None
) -> Iterable[tuple[BotCommandScope, list[Command]]]:
    known = [one for one in commands if one.offered]
    everybody = [one for one in known if one.rank is Rank.MEMBER and one.duty is None]
    yield BotCommandScopeAllPrivateChats(), [one for one in everybody if one.where != "staff"]
    yield BotCommandScopeAllGroupChats(), [one for one in everybody if not one.where]
    yield BotCommandScopeAllChatAdministrators(), [one for one in known if not one.where]
    if staff_chat is not None:
        yield BotCommandScopeChat(staff_chat), [one for one in known if one.where != "private"]


def _language(name: str) -> Language:
    return "zh" if name == "zh" else "en"


def _entry(command: Command, texts: Texts, language: Language) -> BotCommand | None:
    """Telegram takes Latin names only; the Chinese one works when it is typed, so the description shows it."""
    if not _NAME.fullmatch(command.name):
        return None
    summary = texts.words(Text(f"{command.room}.command.{command.name}.summary"), language)
    words = f"/{command.zh} {summary}" if language == "zh" else summary
    return BotCommand(command.name, words[:LONGEST_DESCRIPTION])
