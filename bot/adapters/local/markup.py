"""Rich text → plain JSON for the page, which makes text nodes of it and never parses anything."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from chat.text import Block, Rich, Span


def to_view(rich: Rich) -> list[dict[str, Any]]:
    """Blocks with their spans; a link that is not http or https is no link."""
    return [_block(block) for block in rich.blocks]


def _block(block: Block) -> dict[str, Any]:
    kind = "code" if block.code else "quote" if block.quote else "item" if block.bullet else "text"
    return {"kind": kind, "bullet": block.bullet, "spans": [_span(span) for span in block.spans]}


def _span(span: Span) -> dict[str, Any]:
    found: dict[str, Any] = {"text": span.text}
    for name in ("bold", "italic", "code"):
        if getattr(span, name):
            found[name] = True
    if span.mention:
        found["mention"] = True
    if span.link and is_web_address(span.link):
        found["link"] = span.link
    return found


def is_web_address(address: str) -> bool:
    """Whether a link may be followed from the page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
