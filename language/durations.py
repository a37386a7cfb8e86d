"""Lengths of time as people write them: `30s`, `15m`, `4h`, `7d`, `2w`, `1y`, `2 hours`, 30分钟, 半天, 三十分钟."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

_UNITS = {
    "s": 1, "sec": 1, "second": 1, "秒": 1, "秒钟": 1,
    "m": 60, "min": 60, "minute": 60, "分": 60, "分钟": 60,
    "h": 3600, "hr": 3600, "hour": 3600, "小时": 3600, "时": 3600, "钟头": 3600,
    "d": 86400, "day": 86400, "天": 86400, "日": 86400,
    "w": 604800, "week": 604800, "周": 604800, "星期": 604800, "礼拜": 604800,
    "month": 2592000, "个月": 2592000,
    "y": 31536000, "year": 31536000, "年": 31536000,
}  # fmt: skip
_NUMERALS = {"半": 0.5, "half an": 0.5, "half a": 0.5, "one": 1, "an": 1, "a": 1}
_DIGITS = {said: number for number, said in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "": 0}
_HAN = (
    r"(?=[零〇一二两三四五六七八九十百])"
    r"(?:[一二两三四五六七八九]百零?)?(?:[一二三四五六七八九]?十)?[零〇一二两三四五六七八九]?"
)
"""零 to 九百九十九."""
_PART = re.compile(
    rf"(?:(?P<figures>\d{{1,30}}(?:\.\d{{1,2}})?)|(?P<said>{'|'.join(_NUMERALS)})|(?P<han>{_HAN}))"
    rf"\s*个?\s*(?P<half>半)?(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?:(?<=[a-z]{{3}})s|(?<=hr)s)?"
    r"(?P<more>半)?(?![a-z])(?:\s*(?:and|,|零)\s*|\s*)",
    re.IGNORECASE,
)
_LONGEST = timedelta(days=365 * 100)


def parse_duration(text: str) -> timedelta | None:
    """The length that `text` names (parts add up: `1h30m`), None when it names none or more than 100 years."""
    seconds = _seconds(text)
    if seconds is None or seconds > _LONGEST.total_seconds():
        return None
    return timedelta(seconds=round(seconds))


def is_length(text: str) -> bool:
    """Whether it is written as a length of time, also one below zero or far too long."""
    return _seconds(text.lstrip("+-")) is not None


def _seconds(text: str) -> float | None:
    text = unicodedata.normalize("NFKC", text).strip().lower()
    position, seconds = 0, 0.0
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            return None
        number = float(part["figures"]) if part["figures"] else _number(part["said"], part["han"])
        seconds += (number + (0.5 if part["half"] or part["more"] else 0)) * _UNITS[part["unit"]]
        position = part.end()
    return seconds if position else None


def _number(said: str | None, han: str) -> float:
    """A number in words: half an hour, 半, 三十, 一百二十."""
    if said:
        return _NUMERALS[said]
    hundreds, _, rest = han.rpartition("百")
    tens, ten, ones = rest.removeprefix("零").rpartition("十")
    return 100 * _DIGITS[hundreds] + 10 * (_DIGITS[tens or "一"] if ten else 0) + _DIGITS[ones]


def _read(value: object) -> object:
    if not isinstance(value, str):
        return value
    length = parse_duration(value)
    if length is None:
        raise PydanticCustomError(
            "language.unfit.duration", "not a length of time such as 30s, 15m, 4h, 7d or 1y"
        )
    return length


Duration = Annotated[timedelta, BeforeValidator(_read)]
"""A timedelta setting that is written as in the module's first line."""
