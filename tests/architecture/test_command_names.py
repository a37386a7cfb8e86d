"""A text names commands by the names of its own language, and names none that there is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.app import HANDLERS
from bot.commands import Commands
from bot.forms import CANCEL, SKIP
from bot.wiring import find_functions
from chat.handler import Command
from tests.architecture.prose import texts

NAMED = re.compile(r"(?<![\w/}.:])/(\w+)")
HAN = re.compile(r"[\u3400-\u9fff]")
BOTFATHER = {"setprivacy", "token"}
"""Commands of Telegram's own bot, which have no other name."""


def handbook() -> Commands:
    functions = [function for package in HANDLERS for function in find_functions(package)]
    given = [function.__steward__.command for function in functions]  # type: ignore[attr-defined]
    return Commands(one for one in given if isinstance(one, Command))


def names(language: str) -> Iterator[tuple[str, str]]:
    """Every text's key with each command that it names."""
    for key, leaf in texts().items():
        for found in NAMED.finditer(leaf[language]):
            yield key, found[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_text_names_commands_in_its_own_language(language: str) -> None:
    dialogue = {word.removeprefix("/") for word in (*CANCEL, *SKIP)}
    known = handbook()
    strays = [
        f"{key}: /{name}"
        for key, name in names(language)
        if name not in BOTFATHER
        and ((language == "zh") != bool(HAN.search(name)) or not (name in dialogue or known.find(name)))
    ]
    assert not strays
