"""Questions that only say what is different from the one before: “那手表呢？”, “what about the white one?” (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 40
"""Characters up to which a question can lean on the one before."""

_ZH = re.compile(
    r"[\s，,]*(?:那么|那|还有|换成|如果是|要是|假如是)?\s*(?P<what>[^？?。！!，,]{1,16}?)\s*"
    r"(?:呢|咧|也行吗|也可以吗|可以吗|也一样吗|一样吗|也是吗)[\s？?！!。]*"
)
_EN = re.compile(
    r"\W*(?:(?:and|but|so|ok|okay)[\s,]+)*"
    r"(?:(?:what|how)(?:\s+about|'?s\s+about|\s+if\s+it'?s)|same\s+(?:for|with)|(?:and|or)\s+(?:for|with|in|on|the))"
    r"\s+(?P<what>[^?!.]{1,32}?)[\s?!.]*",
    re.IGNORECASE,
)


def what_differs(query: str) -> str | None:
    """What a follow-up asks about instead; None for a question that stands alone."""
    if len(query) > LONGEST:
        return None
    found = _ZH.fullmatch(query) or _EN.fullmatch(query)
    return found["what"].strip() or None if found else None


def in_context(query: str, context: Sequence[str]) -> str:
    """The question as it would be asked alone: a follow-up leans on the last earlier question that stands alone."""
    what = what_differs(query)
    if what is None:
        return query
    before = next((one for one in reversed(context) if what_differs(one) is None), None)
    return f"{what} {before}" if before else query
