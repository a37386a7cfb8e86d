"""Words of somebody who asks for something, or lacks it (pure)."""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"\b(?:i|we) (?:need|want|would like|have to)\b"
    r"|\b(?:please|help|still|yet|never|not|cannot|missing|lost|waiting)\b|n['’]t\b"
    r"|[我咱想要求帮请]|[没未缺丢等]|不[^错过管]|麻烦",
    re.IGNORECASE,
)


def asks_or_lacks(text: str) -> bool:
    """Whether there is any such word: without one, words that are said again ask for nothing."""
    return _WORDS.search(text) is not None
