"""The bot's command lists by scope and language, and which one a person is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.counterparts.telegram.refusals import bad_request
from tests.counterparts.telegram.wire import Json

if TYPE_CHECKING:
    from tests.counterparts.telegram.chats import Chat
    from tests.counterparts.telegram.people import User

Scope = tuple[str, int, int]

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
MOST_COMMANDS = 100
LONGEST_DESCRIPTION = 256


def check_commands(commands: list[Json]) -> None:
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _NAME.fullmatch(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= LONGEST_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def checked_language(code: str) -> str:
    """Empty or two letters: `zh-hans` is refused."""
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


class Commands:
    """One list for each scope and language; `set` counts every change."""

    def __init__(self) -> None:
        self._lists: dict[tuple[Scope, str], list[Json]] = {}

    def put(self, scope: Scope, language: str, commands: list[Json]) -> None:
        kept = [command | {"command": command["command"].removeprefix("/")} for command in commands]
        self._lists[scope, language] = kept

    def drop(self, scope: Scope, language: str) -> None:
        self._lists.pop((scope, language), None)

    def listed(self, scope: Scope, language: str) -> list[Json]:
        return self._lists.get((scope, language), [])

    def shown(self, user: User, chat: Chat) -> list[Json]:
        """The narrowest scope wins, and in it the person's language before none."""
        language = (user.language_code or "")[:2]
        for scope in _narrowing(user, chat):
            for code in (language, ""):
                found = self._lists.get((scope, code))
                if found:
                    return found
        return []


def _narrowing(user: User, chat: Chat) -> Iterator[Scope]:
    if not chat.is_private:
        yield ("chat_member", chat.id, user.id)
        if chat.member(user).leads:
            yield ("chat_administrators", chat.id, 0)
    yield ("chat", chat.id, 0)
    if chat.is_private:
        yield ("all_private_chats", 0, 0)
    else:
        if chat.member(user).leads:
            yield ("all_chat_administrators", 0, 0)
        yield ("all_group_chats", 0, 0)
    yield ("default", 0, 0)
