"""Places in a text as platforms count them, in UTF-16 code units."""

from __future__ import annotations


def utf16_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Code points `text[start:end]` as (offset, length) in UTF-16 code units, as Telegram counts."""
    before, within = text[:start], text[start:end]
    if text.isascii():
        return len(before), len(within)
    return _units(before), _units(within)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
