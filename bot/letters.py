"""Text as every store and every platform takes it."""

from __future__ import annotations

HARMLESS = "\ufffd"
"""Stands where a half of a surrogate pair or a NUL stood (Unicode's replacement character)."""


def whole(text: str) -> str:
    """The text without NUL and without halves of surrogate pairs; pairs in two halves are joined."""
    if "\x00" in text:
        text = text.replace("\x00", HARMLESS)
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
