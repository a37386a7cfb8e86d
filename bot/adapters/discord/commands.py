"""Slash commands and message menus from the Handbook, in English with Chinese localisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.texts import Texts
from chat.handler import Command, Parameter, ParameterKind
from chat.people import Language, Rank
from chat.ports import Handbook
from chat.text import Text
from handlers.usage import name_of

CHAT_INPUT, MESSAGE_MENU = 1, 3
STRING, INTEGER, USER = 3, 4, 6
CHINESE = ("zh-CN", "zh-TW")
KINDS = {ParameterKind.PERSON: USER, ParameterKind.NUMBER: INTEGER}
DESCRIPTION = 100
MODERATE_MEMBERS = 1 << 40


def definitions(handbook: Handbook, texts: Texts) -> list[dict[str, Any]]:
    """What is sent to Discord, in its own JSON; the same input gives the same list."""
    found = [_slash(command, texts) for command in handbook.commands()]
    return found + [_menu(command) for command in handbook.commands() if command.menu]


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
    chinese = texts.words(name_of(parameter), "zh")
    return {
        "type": KINDS.get(parameter.kind, STRING),
        "name": parameter.name,
        "name_localizations": dict.fromkeys(CHINESE, chinese),
        "description": _words(texts, key, "en"),
        "description_localizations": dict.fromkeys(CHINESE, _words(texts, key, "zh")),
        "required": parameter.required,
    }


def _menu(command: Command) -> dict[str, Any]:
    menu: dict[str, Any] = {
        "type": MESSAGE_MENU,
        "name": menu_name(command),
        "name_localizations": dict.fromkeys(CHINESE, command.zh),
    }
    if command.rank > Rank.MEMBER or command.duty is not None:
        menu["default_member_permissions"] = str(MODERATE_MEMBERS)
    return menu


def menu_name(command: Command) -> str:
    """What a message's menu calls a command, in English."""
    return command.name.capitalize()


def menu_names(handbook: Handbook) -> dict[str, str]:
    """The English name of each message menu → its command."""
    return {menu_name(one): one.name for one in handbook.commands() if one.menu}


def shape(commands: Sequence[Mapping[str, Any]]) -> list[tuple[object, ...]]:
    """What matters of a list of commands, for telling whether it changed."""
    return sorted(
        (
            int(one.get("type", CHAT_INPUT)),
            str(one["name"]),
            str(one.get("description", "")),
            str(sorted((one.get("name_localizations") or {}).items())),
            str(sorted((one.get("description_localizations") or {}).items())),
            str(one.get("default_member_permissions")),
            str([_option_shape(option) for option in one.get("options") or ()]),
        )
        for one in commands
    )


def _option_shape(option: Mapping[str, Any]) -> tuple[object, ...]:
    return (
        str(option["name"]),
        int(option["type"]),
        sorted((option.get("name_localizations") or {}).items()),
        str(option.get("description", "")),
        sorted((option.get("description_localizations") or {}).items()),
        bool(option.get("required")),
    )


def _words(texts: Texts, key: str, language: Language) -> str:
    return texts.words(Text(key), language)[:DESCRIPTION]


async def registered(client: discord.Client, application: int) -> list[dict[str, Any]]:
    """What is registered already, with its Chinese names."""
    route = discord.http.Route("GET", "/applications/{application_id}/commands", application_id=application)
    found: list[dict[str, Any]] = await client.http.request(route, params={"with_localizations": "true"})
    return found
