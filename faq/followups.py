"""Questions that only say what is different from the one before: “那手表呢？”, “what about the white one?” (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from faq.wordings import is_common, subjects

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


_HANGING = re.compile(
    r"[\s，,]*(?:那么|那|还有)[^？?。！!，,]{1,12}(?:呢|咧)[\s？?！!。]*|\W*(?:(?:and|but|so|ok|okay)[\s,]+)*(?:what|how)\s+about\b.*",
    re.IGNORECASE,
)

MOST = 16
"""Readings that are tried."""

_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+")
_HAN = re.compile(r"[\u3400-\u9fff]{2,}")


def what_differs(query: str) -> str | None:
    """What a follow-up asks about instead; None for a question that stands alone."""
    if len(query) > LONGEST:
        return None
    found = _ZH.fullmatch(query) or _EN.fullmatch(query)
    return found["what"].strip() or None if found else None


def is_hanging(query: str) -> bool:
    """Whether a question makes sense only behind another one."""
    return len(query) <= LONGEST and _HANGING.fullmatch(query) is not None


def readings(query: str, context: Sequence[str]) -> tuple[str, ...]:
    """The ways in which a follow-up may be read: the last question that stands alone, one part of it replaced.

    None for a question that stands alone itself, or when nothing was said before.
    """
    what = what_differs(query)
    before = next((one for one in reversed(context) if what_differs(one) is None), None)
    if what is None or before is None:
        return ()
    replaced = [f"{before[:start]}{what}{before[end:]}" for start, end in _parts(before)]
    return tuple(dict.fromkeys((*replaced[:MOST], f"{what} {before}")))


def shares(what: str, wording: str) -> bool:
    """Whether a wording speaks of what a follow-up asks about."""
    return bool(subjects(what) & subjects(wording))


def _parts(question: str) -> Iterator[tuple[int, int]]:
    """The parts that may be replaced: words that say something, neighbouring Chinese characters."""
    for found in _WORD.finditer(question):
        if not is_common(found[0].lower()):
            yield found.span()
    for run in _HAN.finditer(question):
        for start in range(run.start(), run.end() - 1):
            yield start, start + 2
