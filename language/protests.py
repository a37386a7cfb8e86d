"""Whether somebody asks why they were sanctioned, zh and en: 凭什么禁我, why was my message deleted."""

from __future__ import annotations

import re

from language.fold import fold

__all__ = ["asks_why_sanctioned"]

_LONGEST = 200
"""Characters of the longest text that is read so: whoever writes more tells more than that."""

_WHY = "为什么|为什麽|为啥|凭什么|凭啥|干嘛|干吗|什么原因|啥原因|什么理由"
_DONE = "禁言|禁了?我|封[了号我禁]|踢|删|撤回|移除|警告|处罚|拉黑"
_SILENT = "[说发]不了[话言消]|不能(?:说话|发言|发消息)|发不出"
_OF_MINE = "我的?|我发的|我刚发的"

_ZH = re.compile(
    rf"(?:{_WHY}).{{0,8}}(?:{_DONE}|{_SILENT})"
    rf"|(?:{_DONE}|{_SILENT}).{{0,8}}(?:{_WHY}|是?怎么回事|理由)"
    rf"|(?:怎么|咋|谁)(?:{_SILENT}|.{{0,3}}(?:(?:被|把我|给我).{{0,4}}(?:{_DONE})|[禁踢封删撤]了?我))"
    rf"|我.{{0,4}}被.{{0,4}}(?:{_DONE})"
    rf"|(?:{_OF_MINE})(?:消息|信息|帖子?|话|图片?|链接).{{0,4}}(?:没了|不见了?|被删|被撤|消失|去哪)"
    r"|(?:给我|帮我|把我|求)(?:解封|解禁|解除禁言)|^(?:解封|解禁)"
)
_ACTS = r"(?:muted?|bann?(?:ed)?|kick(?:ed)?|deleted?|removed?|warn(?:ed)?|silenced?|t(?:ake|ook|aken) down)"
_MINE = r"(?:my|that|this) (?:message|post|comment|link|picture)s?"
_EN = re.compile(
    rf"\bwhy\b.{{0,20}}\b(?:i|{_MINE})\b.{{0,20}}\b{_ACTS}\b"
    rf"|\bwhy\b.{{0,20}}\b{_ACTS} (?:me|{_MINE})\b"
    rf"|\bi (?:was|am|got|have been|ve been|m) (?:just )?{_ACTS}\b"
    rf"|\b{_MINE} (?:was|were|is|are|got|has been|have been) (?:{_ACTS}|gone)\b"
    r"|\bwhy (?:can t|cannot|cant|can not|couldn t) i (?:talk|write|post|speak|chat)\b"
    r"|\bwhat (?:did|have) i (?:do|done) wrong\b"
    r"|\bun(?:ban|mute) me\b"
)
_APOSTROPHE = re.compile(r"['’]")


def asks_why_sanctioned(text: str) -> bool:
    """Whether the words ask for the reason of a sanction of their author, or for its end."""
    if len(text) > _LONGEST:
        return False
    spelt = _APOSTROPHE.sub(" ", fold(text))
    return _ZH.search(spelt) is not None or _EN.search(spelt) is not None
