"""The one Markdown subset → Rich: paragraph, bold, italic, code, quote, list, link; all else stays text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from chat.text import Block, Rich, Span

LONGEST = 20_000
_parser = MarkdownIt("commonmark", {"html": False}).disable(
    ["html_block", "html_inline", "image", "reference"]
)


@dataclass(slots=True)
class _Where:
    """The blocks that are open around a token."""

    quotes: int = 0
    lists: list[tuple[str, int]] | None = None
    fresh_item: bool = False
    heading: bool = False


@lru_cache(maxsize=2048)
def parse(source: str) -> Rich:
    """The tree of a Markdown text (its first 20,000 characters)."""
    where = _Where(lists=[])
    return Rich(tuple(_blocks(_parser.parse(source[:LONGEST]), where)))


def _blocks(tokens: list[Token], where: _Where) -> Iterator[Block]:
    assert where.lists is not None
    for token in tokens:
        match token.type:
            case "blockquote_open" | "blockquote_close":
                where.quotes += token.nesting
            case "bullet_list_open":
                where.lists.append(("•", 0))
            case "ordered_list_open":
                where.lists.append(("1.", int(token.attrGet("start") or 1)))
            case "bullet_list_close" | "ordered_list_close":
                where.lists.pop()
            case "list_item_open":
                where.fresh_item = True
            case "heading_open" | "heading_close":
                where.heading = token.nesting == 1
            case "fence" | "code_block":
                yield Block((Span(token.content.rstrip("\n"), code=True),), code=True)
            case "inline":
                yield _block(token, where)


def _block(token: Token, where: _Where) -> Block:
    bullet = ""
    if where.lists and where.fresh_item:
        bullet, number = where.lists[-1]
        if bullet != "•":
            where.lists[-1] = (bullet, number + 1)
            bullet = f"{number}."
        where.fresh_item = False
    style = Span("", bold=where.heading)
    return Block(tuple(_spans(token.children or [], style)), quote=where.quotes > 0, bullet=bullet)


def _spans(tokens: list[Token], style: Span) -> Iterator[Span]:
    for token in tokens:
        match token.type:
            case "text":
                if token.content:
                    yield replace(style, text=token.content)
            case "softbreak" | "hardbreak":
                yield replace(style, text="\n")
            case "code_inline":
                yield replace(style, text=token.content, code=True)
            case "strong_open" | "strong_close":
                style = replace(style, bold=token.nesting == 1)
            case "em_open" | "em_close":
                style = replace(style, italic=token.nesting == 1)
            case "link_open":
                style = replace(style, link=unquote(str(token.attrGet("href") or "")))
            case "link_close":
                style = replace(style, link="")


def plain(text: str) -> Rich:
    """A text as it is, one block a paragraph, nothing parsed."""
    return Rich(tuple(Block((Span(part),)) for part in text.split("\n\n")) or (Block((Span(""),)),))
