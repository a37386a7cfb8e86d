"""Who wants what is kept about them erased, handed over or told, in their own words, zh and en (pure)."""

from __future__ import annotations

import re
from enum import StrEnum

from language.fold import fold

LONGEST = 120
"""Characters of such a wish; who writes more has a story for a human."""


class Wish(StrEnum):
    """What somebody wants of the data that are kept about them."""

    ERASE = "erase"
    KNOW = "know"


_CHEAP = re.compile(
    "资料|資料|数据|數據|信息|隐私|隱私|记录|記錄|说过|說過|发过|發過|消息|东西|東西|一切"
    "|data|everything|info|messages|records|details|forgotten|erasure|about me|on me"
)
"""Cheap to look for: nobody speaks of what is kept without."""
_BREAK = re.compile(r"[,.!?;:~…，。！？、；：～\n]+")
_BETWEEN = re.compile(r"[\W_]+")

# Each word can be read in one way alone: a text of many such words takes no longer than another.
_ASK = (
    "(?>请|麻烦|唔该|帮我|帮忙|给我|替我|能不能|可不可以|可以|能|我|想要|想|要求|要|希望|申请|需要|你们?|您"
    "|马上|立刻|都|全部?|那)*"
)
_KEPT = "(?:你们?|您|这里|机器人)?(?:所|都|有)*(?:存|保存|收集|记录|留|掌握|知道)(?:着|的|了|有|过)*"
_ALL = "(?:所有|全部|一切|个人|聊天|这里)*(?:的|嘅)?"
_THINGS = "(?:资料|数据|信息|隐私|聊天记录|记录|消息|发言|东西|一切)(?:和(?:资料|数据|信息|记录|消息))*"
_MINE = (
    rf"(?:(?:{_KEPT})?(?:关于|有关)?我(?:本人|自己)?(?:的|嘅)?{_ALL}{_THINGS}|我(?:在这里|在群里)?(?:说|发)过的"
    "(?:话|消息|东西|内容))"
)
_ERASE = "(?:删除|删掉|删去|删了|删光|删|清除|清空|清掉|清理|抹掉|抹去|抹除|销毁|忘掉|忘记)"
_GONE = "(?:干净|掉|光)?(?:吧|好吗|行吗|可以吗|吗|嘛|啦|呢|谢谢)*"
_PLEASE = (
    "(?:(?:hi|hello|hey|so|please|pls|kindly|just|can you|could you|would you|will you|can i have|could i have|i want"
    "|i would like|i d like|id like|i need|i demand|i ask|i request|you must|you|to|steward|bot) )*"
)
_YOURS = (
    "(?:(?:all|every bit|the whole|any|everything)(?: of)? ?)?(?:my|the)? ?(?:personal |private |own )?"
    "(?:data|info|information|messages|records|details)"
    r"(?: (?:and|or) (?:my )?(?:personal )?(?:data|info|information|messages|records))*"
)
_ABOUT = (
    " (?:(?:that |which )?(?:you(?: guys)? )?(?:(?:have|ve|keep|kept|store|stored|hold|know|collected|got|saved) )*"
    "(?:about|on|of|from) me)"
)
_END = "(?: (?:please|pls|now|thanks|thank you|completely|permanently|right away|here|for good))*"
_WHATEVER = rf"(?:{_YOURS}(?:{_ABOUT})?|(?:everything|all|whatever|what){_ABOUT})"
_AWAY = "(?:delete|erase|remove|wipe|destroy|purge|forget|clear)"

_WANTS_ERASED = re.compile(
    rf"{_ASK}(?:把|将)?{_MINE}{_ASK}(?:给我|都|全部?|彻底|统统|也)*{_ERASE}{_GONE}|{_ASK}{_ERASE}{_MINE}{_GONE}"
    rf"|{_PLEASE}{_AWAY} {_WHATEVER}{_END}"
    rf"|{_PLEASE}(?:have )?{_YOURS}(?:{_ABOUT})? (?:to be )?(?:deleted|erased|removed|wiped|forgotten){_END}"
    rf"|{_PLEASE}(?:be forgotten|exercise my right to (?:be forgotten|erasure))(?: here)?{_END}"
)
_OWN = re.compile(r"\b(?:i|my|me)\b|我")
"""Cheap to look for."""
_WANTS_TO_KNOW = re.compile(
    rf"{_ASK}(?:你们?|您|机器人)(?:都|到底|究竟)?(?:存|保存|收集|记录|留|掌握|知道)(?:着|了|有)*(?:关于|有关)?我的?(?:些|哪些|什么|啥|多少)+"
    rf"(?:个人)?(?:{_THINGS})?[吗呢啊呀]*"
    rf"|{_ASK}(?:导出|下载|拿到|拷贝|看看|查看|查询|看)(?:一份|一下)?(?:你们?|您)?{_MINE}{_GONE}"
    rf"|{_ASK}把{_MINE}(?:发|导出|给|拷贝)(?:给|到)?我?(?:一份|看看)?{_GONE}"
    r"|what (?:personal |private |other )?(?:data|info|information|things|messages)? ?(?:do|did|have) "
    r"(?:you|the bot)(?: guys)? "
    r"(?:know|keep|store|have|hold|save|saved|stored|kept|collect|collected|got)(?: (?:about|on|of) me)"
    rf"{_END}"
    rf"|{_PLEASE}(?:a copy of|an export of|export|download|send me|give me|show me|see|get)(?: a copy of)? "
    rf"{_WHATEVER}{_END}"
    rf"|(?:so |hi |hello )?how (?:do|can|could) i (?:{_AWAY}|get|see|export|download) {_WHATEVER}{_END}"
    rf"|{_ASK}(?:怎么|如何|怎样|在哪里?)(?:才能|可以)?{_ERASE}{_MINE}{_GONE}"
)


def wish_about_own_data(text: str) -> Wish | None:
    """What is wished, where one clause says so whole; None when none does.

    What already happened (“the update deleted all my data”, 你们把我的存档删了) is no wish.
    """
    if len(text) > LONGEST or _CHEAP.search(text.lower()) is None:
        return None
    wish = None
    for clause in _BREAK.split(fold(text)):
        said = _BETWEEN.sub(" ", clause).strip()
        if _OWN.search(said) is None:
            continue
        if _WANTS_ERASED.fullmatch(said):
            return Wish.ERASE
        if _WANTS_TO_KNOW.fullmatch(said):
            wish = Wish.KNOW
    return wish
