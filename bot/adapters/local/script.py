"""What a line of a rehearsal script means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from chat.errors import Unusable
from chat.text import Text
from language.durations import parse_duration

_LINE = re.compile(
    r"(?P<name>[^:：>!！~～\s][^:：>!！~～]{0,39}?)\s*(?P<sign>[:：>!！~～])(?!//)\s*(?P<rest>.*)", re.DOTALL
)


class BadLine(Unusable):
    """A line that means nothing, or that cannot happen."""


@dataclass(frozen=True, slots=True)
class Say:
    """`name: text` in the public group, `name> text` in the private chat with Steward."""

    name: str
    text: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class Press:
    """`name!3`: the third button last shown to that name (counted from 1)."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Rewrite:
    """`name~ text`: that name's last message becomes this text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Wait:
    """`+2h`: time passes."""

    length: timedelta


Line = Say | Press | Rewrite | Wait


def read_line(line: str) -> Line | None:
    """What a line means, None for an empty one or a comment. Raises BadLine."""
    line = line.strip().removeprefix("\ufeff")
    if not line or line.startswith("#"):
        return None
    if line.startswith("+"):
        length = parse_duration(line[1:])
        if length is None:
            raise BadLine(Text("bot.cli.try.length", {"line": repr(line)}))
        return Wait(length)
    found = _LINE.fullmatch(line)
    if found is None:
        raise BadLine(Text("bot.cli.try.form"))
    return _act(found["name"], found["sign"], found["rest"].strip())


def _act(name: str, sign: str, rest: str) -> Line:
    if sign in "!！":
        if not re.fullmatch(r"[1-9][0-9]{0,2}", rest, re.ASCII):
            raise BadLine(Text("bot.cli.try.number", {"number": repr(rest)}))
        return Press(name, int(rest))
    if not rest:
        raise BadLine(Text("bot.cli.try.silence", {"name": name}))
    if sign in "~～":
        return Rewrite(name, rest)
    return Say(name, rest, private=sign == ">")
