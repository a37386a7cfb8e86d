"""Slash commands and message menus from the Handbook, in English with Chinese localisations."""

from __future__ import annotations

from typing import Any

from bot.texts import Texts
from chat.handler import Command, Parameter, ParameterKind
from chat.people import Language, Rank
from chat.ports import Handbook
from chat.text import Text

CHAT_INPUT, MESSAGE_MENU = 1, 3
STRING, INTEGER, USER = 3, 4, 6
CHINESE = ("zh-CN", "zh-TW")
KINDS = {ParameterKind.PERSON: USER, ParameterKind.NUMBER: INTEGER}
DESCRIPTION = 100
MODERATE_MEMBERS = 1 << 40


def definitions(handbook: Handbook, texts: Texts) -> list[dict[str, Any]]:
    """What is sent to Discord, in its own JSON; the same input gives the same list."""
    found = [_slash(command, texts) for command in handbook.commands()]
    return found + [_menu(command, texts) for command in handbook.commands() if command.menu]


def _slash(command: Command, texts: Texts) -> dict[str, Any]:
    summary = f"{command.room}.command.{command.name}.summary"
    return {
        "type": CHAT_INPUT,
        "name": command.name,
        "name_localizations": dict.fromkeys(CHINESE, command.zh),
        "description": _words(texts, summary, "en"),
        "description_localizations": dict.fromkeys(CHINESE, _words(texts, summary, "zh")),
        "options": [_option(command, one, texts) for one in sorted(command.parameters, key=_last_optional)],
        "dm_permission": True,
    }


def _last_optional(parameter: Parameter) -> bool:
    """Discord wants required options first."""
    return not parameter.required


def _option(command: Command, parameter: Parameter, texts: Texts) -> dict[str, Any]:
    key = f"{command.room}.command.{command.name}.{parameter.name}"
    return {
        "type": KINDS.get(parameter.kind, STRING),
        "name": parameter.name,
        "description": _words(texts, key, "en"),
        "description_localizations": dict.fromkeys(CHINESE, _words(texts, key, "zh")),
        "required": parameter.required,
    }


def _menu(command: Command, texts: Texts) -> dict[str, Any]:
    summary = f"{command.room}.command.{command.name}.summary"
    menu: dict[str, Any] = {
        "type": MESSAGE_MENU,
        "name": _words(texts, summary, "en")[:32],
        "name_localizations": dict.fromkeys(CHINESE, command.zh),
    }
    if command.rank > Rank.MEMBER or command.duty is not None:
        menu["default_member_permissions"] = str(MODERATE_MEMBERS)
    return menu


def menu_names(handbook: Handbook, texts: Texts) -> dict[str, str]:
    """The English name of each message menu → its command."""
    menus = [command for command in handbook.commands() if command.menu]
    return {_words(texts, f"{one.room}.command.{one.name}.summary", "en")[:32]: one.name for one in menus}


def _words(texts: Texts, key: str, language: Language) -> str:
    return texts.words(Text(key), language)[:DESCRIPTION]
