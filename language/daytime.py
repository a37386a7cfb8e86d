"""A time of day as people say it, zh and en: 20:00, 8pm, 晚上八点半, 中午一点一刻."""

from __future__ import annotations

import re
from datetime import time

__all__ = ["TIME", "in_figures", "times_in"]

_PARTS_OF_DAY = {
    "凌晨": range(7), "清晨": range(4, 12), "早晨": range(4, 12), "早上": range(4, 12), "上午": range(6, 13),
    "中午": range(11, 15), "下午": range(12, 20), "傍晚": range(16, 21), "晚上": range(17, 24), "晚": range(17, 24),
}  # fmt: skip
"""Which hours each part of the day may mean: 晚上8点 is 20:00, 中午1点 is 13:00, 晚上12点 could be two days."""

_TIME = (
    rf"(?P<part>{'|'.join(_PARTS_OF_DAY)})?\s*(?P<hour>\d{{1,2}})"
    r"(?::(?P<minute>\d{2})|点(?:(?P<half>半)|(?P<past>\d{1,2})分?|整|钟)?|(?=\s*[ap]m\b))"
    r"\s*(?P<noon>[ap]m)?(?![\w:])"
)
TIME = re.sub(r"\?P<\w+>", "?:", _TIME)
"""The pattern of one time of a folded text in figures, without groups of its own."""

_ONE = re.compile(_TIME)

_SPOKEN_HOUR = re.compile(
    r"(二十[一二三]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])点(?:([一三])刻)?"
)
"""九点, 十二点半, 二十点三刻: of 每周五九点 only the 九 belongs to the hour."""


def in_figures(text: str) -> str:
    """A folded text with the hours that are said in Chinese numerals in figures: 九点 → 9点, 一点一刻 → 1点15分."""
    return _SPOKEN_HOUR.sub(_figures, text)


def times_in(text: str) -> list[time | None]:
    """The times of day that a folded text in figures names; None for one that no clock shows, or that could be two."""
    return [_time(match) for match in _ONE.finditer(text)]


def _figures(match: re.Match[str]) -> str:
    tens, ten, ones = match[1].rpartition("十")
    hour = 10 * ("零一二".index(tens or "一") if ten else 0) + "零一二三四五六七八九".index(
        ones.replace("两", "二") or "零"
    )
    return f"{hour}点" + (f"{15 * '零一二三'.index(match[2])}分" if match[2] else "")


def _time(match: re.Match[str]) -> time | None:
    """A time of day; None for one that no clock shows (25:00, 13 pm) or that could be two (晚上12点)."""
    hour = int(match["hour"])
    minute = 30 if match["half"] else int(match["minute"] or match["past"] or 0)
    hours = [hour]
    if match["noon"]:
        hours = [hour % 12 + (12 if match["noon"] == "pm" else 0)] if 1 <= hour <= 12 else []
    elif match["part"]:
        either = (hour, (hour + 12) % 24) if hour <= 12 else (hour,)
        hours = [candidate for candidate in either if candidate in _PARTS_OF_DAY[match["part"]]]
    return time(hours[0], minute) if hours and hours[0] < 24 and minute < 60 else None
