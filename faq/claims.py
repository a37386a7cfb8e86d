"""What a text claims that can be looked up in another: numbers, days, links, accounts, commands (pure)."""

from __future__ import annotations

import re

from language.fold import fold

_LINK = re.compile(
    r"\w+:(?://|\?)[^\s<>()\[\]，。；、）】」]+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,24}\b[^\s<>()\[\]，。；、）】」]*",
    re.ASCII | re.IGNORECASE,
)
_HAN_LINK = re.compile(r"\w+\.(?:中国|中國|公司|网络|網絡|网址|网店|在线|商城|香港|台湾|台灣)")
_CALLED = re.compile(r"(?<!\w)@\w[\w.]*|(?<![\w/])/[^\W\d]\w*")
"""Somebody named, or a command: both can be pressed."""

_SCHEME = re.compile(r"https?://(?:www\.)?|www\.", re.IGNORECASE)

_DIGITS = re.compile(r"\d+(?:[.,:/-]\d+)*")
_COUNT = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion zero dozen half"
    " quarter twice double triple"
)
_DAY = (
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september"
    " october november december noon midnight"
)
_WORD = re.compile(rf"\b(?:{'|'.join(f'{_COUNT} {_DAY}'.split())})(?=s?\b|th\b)")
_ONE = re.compile(
    r"\b(?:one|an?|single)[ -](?:full |whole |working |business |calendar )?"
    r"(?P<unit>second|minute|hour|day|week|fortnight|month|year|decade|per ?cent|cent|dollar|euro|pound)\b"
)
_HAN = "零〇一二三四五六七八九十百千万亿两俩仨半壹贰叁肆伍陆柒捌玖拾佰仟"
_HAN_NUMBER = re.compile(
    rf"(?:第|百分之|周|星期|礼拜)[{_HAN}日天]+"
    rf"|[{_HAN}]+[来几多余]?(?=[天日月年周时分秒元块毛角折倍次成小工点号岁米克斤吨里刻夜晚季旬代])"
    rf"|[{_HAN}]*[{_HAN.replace('一', '')}][{_HAN}]*(?=[个位人件份条种张台套楼层站届期页步])"
    rf"|一(?=个(?:月|小时|钟头|星期|礼拜|工作|自然|季|世纪))"
)


def numbers(text: str) -> frozenset[str]:
    """Every number and day, in digits or words, as it is written; one of something that is no measure is none."""
    spelt = fold(text)
    ones = (f"one {found['unit']}" for found in _ONE.finditer(spelt))
    return frozenset((*_DIGITS.findall(spelt), *_WORD.findall(spelt), *_HAN_NUMBER.findall(spelt), *ones))


def links(text: str) -> frozenset[str]:
    """Every address, account and command, without `https://` and what ends a sentence."""
    bare = without_links(text)
    found = (*_LINK.findall(text), *_HAN_LINK.findall(bare), *_CALLED.findall(bare))
    return frozenset(_SCHEME.sub("", one.rstrip(".,;:!?*_`'\"。，！？”’")).rstrip("/") for one in found)


def without_links(text: str) -> str:
    """The text without its addresses."""
    return _LINK.sub(" ", text)
