"""The first word of what somebody wrote after a command, and the rest."""

from __future__ import annotations


def first_word(text: str) -> tuple[str, str]:
    """The word before the first space, tab or line end, also the wide space of Chinese keyboards, and what follows."""
    first, rest = [*text.split(maxsplit=1), "", ""][:2]
    return first, rest.strip()
