"""What keeps a command from its work, told to the operator in their language."""

from __future__ import annotations

import errno
from zoneinfo import ZoneInfo

from bot.texts import Texts, load_texts
from chat.people import Language
from chat.text import Span, Text

_SYSTEM = frozenset("EACCES EADDRINUSE EEXIST EISDIR ENOENT ENOSPC ENOTDIR EPERM EROFS".split())
"""What the operating system refuses with, as far as it has words in both languages."""


class Complaint(Exception):
    """Why a command cannot do its work; what has no words of ours stands as it was said."""

    def __init__(self, why: Text | str) -> None:
        super().__init__(why)
        self.why = why

    def told(self, language: Language) -> str:
        """In one language."""
        return told(self.why, language)

    def __str__(self) -> str:
        return self.told("en")


def told(why: Text | str, language: Language) -> str:
    """What is said to an operator: what is to be typed stands between backticks, as it was written."""
    if isinstance(why, str):
        return why
    blocks = Texts(load_texts(tuple(sorted(_speakers(why)))), ZoneInfo("UTC")).render(why, language).blocks
    return "\n".join("".join(map(_typed, block.spans)) for block in blocks)


def _speakers(why: Text) -> set[str]:
    """The packages that have the words of it, and of what stands within it."""
    within = (one for one in why.args.values() if isinstance(one, Text))
    return {why.key.partition(".")[0]}.union(*map(_speakers, within))


def _typed(span: Span) -> str:
    return f"`{span.text}`" if span.code else span.text


def refused_by_system(error: OSError) -> Text | str:
    """Why the operating system refused."""
    name = errno.errorcode.get(error.errno or 0, "")
    if name in _SYSTEM:
        return Text(f"bot.cli.system.{name.lower()}")
    return error.strerror or str(error)


def plain_file(path: object, why: Text | str) -> Text:
    """Something is wrong with a file."""
    return Text("bot.cli.no.file", {"file": str(path), "trouble": why})
