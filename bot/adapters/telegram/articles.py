"""Articles (`rich_message`) → plain words, links and mentions, however deep they are nested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from chat.messages import Entity, EntityKind

DEEPEST = 32
LONGEST = 20_000
_BEFORE = ("label", "summary", "text", "expression", "alternative_text")
_LINES = ("blocks", "items", "cells")
_AFTER = ("caption", "credit")


@dataclass(frozen=True, slots=True)
class _Mark:
    """What the words within an element are."""

    kind: EntityKind
    target: str


def flatten(article: object) -> tuple[str, tuple[Entity, ...]]:
    """The words in the order in which they stand, a line a block, at most LONGEST characters."""
    parts: list[str] = []
    marks: list[Entity] = []
    length = 0
    for words, mark in _walk(article, 0, None):
        if length >= LONGEST:
            break
        words = words[: LONGEST - length]
        if mark is not None and words.strip():
            end = length + len(words)
            marks.append(Entity(kind=mark.kind, start=length, end=end, target=mark.target))
        parts.append(words)
        length += len(words)
    text = "".join(parts).rstrip()
    return text, tuple(one for one in marks if one.end <= len(text))


def _walk(node: Any, depth: int, mark: _Mark | None) -> Iterator[tuple[str, _Mark | None]]:
    if depth > DEEPEST:
        return
    if isinstance(node, str):
        yield node, mark
    elif isinstance(node, list):
        for one in node:
            yield from _walk(one, depth + 1, mark)
    elif isinstance(node, dict):
        yield from _element(node, depth, _mark(node) or mark)


def _element(node: dict[str, Any], depth: int, mark: _Mark | None) -> Iterator[tuple[str, _Mark | None]]:
    for name in _BEFORE:
        if name in node:
            yield from _walk(node[name], depth + 1, mark)
    for name in _LINES:
        lines = node.get(name)
        for line in lines if isinstance(lines, list) else ():
            if isinstance(line, list):  # a row of a table
                for cell in line:
                    yield from _walk(cell, depth + 2, mark)
                    yield " ", None
            else:
                yield from _walk(line, depth + 1, mark)
            yield "\n", None
    for name in _AFTER:
        if name in node:
            yield "\n", None
            yield from _walk(node[name], depth + 1, mark)


def _mark(node: dict[str, Any]) -> _Mark | None:
    match node.get("type"):
        case "url" if isinstance(node.get("url"), str):
            return _Mark(EntityKind.LINK, node["url"])
        case "mention":
            return _Mark(EntityKind.MENTION, "")
        case "text_mention" if isinstance(node.get("user"), dict):
            return _Mark(EntityKind.MENTION, str(node["user"].get("id", "")))
        case "code":
            return _Mark(EntityKind.CODE, "")
        case _:
            return None
