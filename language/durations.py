"""Lengths of time as people write them: `30s`, `15m`, `4h`, `7d`, `2w`, `1y`, also 30分钟, 2小时, 7天."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator

_UNITS = {
    "s": 1, "sec": 1, "秒": 1,
    "m": 60, "min": 60, "分": 60, "分钟": 60,
    "h": 3600, "小时": 3600, "时": 3600,
    "d": 86400, "天": 86400, "日": 86400,
    "w": 604800, "周": 604800,
    "y": 31536000, "年": 31536000,
}  # fmt: skip
_PART = re.compile(
    r"(\d{1,9})\s*(" + "|".join(sorted(_UNITS, key=len, reverse=True)) + r")\s*", re.IGNORECASE
)
_LONGEST = timedelta(days=365 * 100)


def parse_duration(text: str) -> timedelta | None:
    """The length that `text` names (parts add up: `1h30m`), None when it names none or more than 100 years."""
    text = text.strip().lower()
    position, seconds = 0, 0
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            return None
        seconds += int(part[1]) * _UNITS[part[2].lower()]
        position = part.end()
    if position == 0 or seconds > _LONGEST.total_seconds():
        return None
    return timedelta(seconds=seconds)


def _read(value: object) -> object:
    if not isinstance(value, str):
        return value
    length = parse_duration(value)
    if length is None:
        raise ValueError("not a length of time such as 30s, 15m, 4h, 7d or 1y")
    return length


Duration = Annotated[timedelta, BeforeValidator(_read)]
"""A timedelta setting that is written as in the module's first line."""
