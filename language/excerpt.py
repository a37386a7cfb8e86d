"""The first and last 4,096 characters of a long text, so that nobody can buy work with length."""

from __future__ import annotations

from dataclasses import dataclass

EDGE = 4096
"""No platform's message is longer than one edge; only uploads and injected updates are cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What is read of a text; `position` leads back to the original."""

    text: str
    skipped: int = 0

    def position(self, index: int) -> int:
        """Where the character at `index` stands in the original."""
        return index if index <= EDGE else index + self.skipped


def excerpt(text: str) -> Excerpt:
    """The whole text, or both its ends with a line break between them."""
    if len(text) <= 2 * EDGE:
        return Excerpt(text=text)
    return Excerpt(text=f"{text[:EDGE]}\n{text[-EDGE:]}", skipped=len(text) - 2 * EDGE - 1)
