"""Places in a text as platforms count them, in UTF-16 code units, and as Python does, in code points."""

from __future__ import annotations


def utf16_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Code points `text[start:end]` as (offset, length) in UTF-16 code units, as Telegram counts."""
    before, within = text[:start], text[start:end]
    if text.isascii():
        return len(before), len(within)
    return _units(before), _units(within)


def code_point_span(text: str, offset: int, length: int) -> tuple[int, int]:
    """UTF-16 (offset, length) as (start, end) in code points; a half pair counts as the whole character."""
    offset, stop = max(offset, 0), max(offset, 0) + max(length, 0)
    if text.isascii():
        return min(offset, len(text)), min(stop, len(text))
    start = end = None
    units = 0
    for position, character in enumerate(text):
        width = 2 if character > "\uffff" else 1
        if start is None and units + width > offset:
            start = position
        if units >= stop:
            end = position
            break
        units += width
    start = len(text) if start is None else start
    return start, max(start, len(text) if end is None else end)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
