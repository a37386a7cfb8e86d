"""What is wrong with the words that were typed after `steward`, in words of those who typed them."""

from __future__ import annotations

import re

from cyclopts import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)

from bot.complaint import told
from chat.people import Language
from chat.text import Text

_NEAR = re.compile(r'Did you mean "?([\w-]+)"?\?')
_CHOICES = re.compile(r"Choose from: (.*?)\.(?: |$)")


def wrong_words(wrong: CycloptsError, language: Language) -> str:
    """One line: what is wrong, and the command that explains the one that was meant."""
    said = " ".join(str(wrong).split())
    said = re.sub(r" Available commands: .*", "", said)
    said = re.sub(r"^Unused Tokens: \[(.*)\]\.?$", r"not expected here: \1.", said)
    chain = " ".join(["steward", *(wrong.command_chain or ()), "--help"])
    why = said if language == "en" else _translated(wrong, said)
    return told(Text("bot.cli.usage.wrong", {"trouble": why, "command": chain}), language)


def _translated(wrong: CycloptsError, said: str) -> Text | str:
    """By the kind of mistake; a rare one stays in the framework's words."""
    match wrong:
        case UnknownCommandError():
            return _near("command", (wrong.unused_tokens or [""])[0], said)
        case UnknownOptionError():
            return _near("option", wrong.token.keyword or wrong.token.value, said)
        case MissingArgumentError():
            return Text("bot.cli.usage.missing", {"name": wrong.argument.name if wrong.argument else ""})
        case RepeatArgumentError():
            return Text("bot.cli.usage.repeated", {"name": wrong.token.keyword or wrong.token.value})
        case UnusedCliTokensError():
            return Text("bot.cli.usage.unused", {"words": " ".join(wrong.unused_tokens or ())})
        case CoercionError() if wrong.token is not None:
            name = wrong.token.keyword or (wrong.argument.name if wrong.argument else "")
            facts = {"name": name, "value": wrong.token.value}
            choices = _CHOICES.search(said)
            if choices:
                return Text("bot.cli.usage.choice", {**facts, "choices": choices[1].replace('"', "")})
            return Text("bot.cli.usage.value", facts)
        case _:
            return said


def _near(kind: str, word: str, said: str) -> Text:
    near = _NEAR.search(said)
    if near is None:
        return Text(f"bot.cli.usage.no_{kind}", {"word": word})
    return Text(f"bot.cli.usage.near_{kind}", {"word": word, "near": near[1]})
