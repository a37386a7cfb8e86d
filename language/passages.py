"""A long text in passages: what is offered between harmless sentences is told by reading each apart (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLAUSE = re.compile(r"(?<=[。\n;()【】])|(?<=[.!?,:])(?=\s|[\u3400-\u9fff])")
_MARK = re.compile(r"[。\n;()【】.!?,:]")
_ENDS = (".", "!", "?", "。", "\n")
_LONG = (120, 40)
"""Shorter texts, in characters, are one passage; the second number is for texts with other letters than Latin."""
_LEAST, _ENOUGH = (30, 10), (120, 36)
"""A passage ends with the sentence from the first length on, with the clause from the second on."""

_EDGE = 600
"""Of longer texts the first and the last so many characters are read: an offer stands early or comes last."""


def passages(folded: str) -> Iterator[str]:
    """The passages of a folded text, and what is answered to a quotation; nothing where it is all one passage."""
    if folded[:1] == ">" and "\n" in folded:
        yield folded.partition("\n")[2]
    script = 0 if folded.isascii() else 1
    if len(folded) <= _LONG[script] or not _MARK.search(folded):
        return
    if len(folded) > 2 * _EDGE:
        folded = f"{folded[:_EDGE]}\n{folded[-_EDGE:]}"
    found, last = "", 0
    for clause in _CLAUSE.split(folded):
        found += clause
        length = len(found)
        if length >= _ENOUGH[script] or (length >= _LEAST[script] and found.rstrip(" ").endswith(_ENDS)):
            if length < len(folded):
                yield found
            last, found = length, ""
    if last and found:
        yield found
