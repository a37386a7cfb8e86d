"""Who looks for people to share life with: a meal, a film, a hug, love, or any voice at all, zh and en."""

from __future__ import annotations

import re

__all__ = ["looks_for_people", "may_look_for_people"]

_SHARE = (
    "(?:吃(?:个|顿)?(?:饭|火锅|宵夜|夜宵|早茶|烧烤)|喝(?:点|杯|顿)?(?:酒|咖啡|奶茶|茶)|看(?:个|场)?(?:电影|剧|球|展|日出|海)"
    "|逛街|逛逛|散散?步|打(?:个|把|局)?(?:游戏|球|牌|麻将)|开黑|跑步|爬山|旅游|旅行|过(?:个)?(?:节|年|生日|周末|情人节)"
    "|出去玩|玩|唱歌|唱k|熬夜)"
)
"""What people do together: no staff is called to it."""
_CHAT = "(?:聊会儿?天|聊聊天|聊个天|聊天|说说话|说会儿?话|唠唠?嗑|唠唠)"
_SOMEONE = "(?:活人|真人|人|朋友)"
_LONG = "(?:我)?(?:今天|今晚|晚上|现在|最近|有时候?|突然|忽然|真的|其实|周末|真|好|很|就是|就|只是|只)*"
_END = "(?:一下|一会儿?)?[啊呀呢吧哈啦唉呜吗么嘛呗了哦噢的]*"
_DO = (
    "(?:hang out|laugh|cry|live|walk|dance|cuddle|grow old|(?:watch|play|eat|grab)(?: [a-z-]+){0,4}"
    "|have (?:a |some )?(?:dinner|lunch|breakfast|coffee|tea|beer|drinks?|fun)) with"
)
_MEANT = (
    "(?: these days| nowadays| any ?more| lately| all day| at night| around here| for once| again| tonight"
    "| please)*"
)
_HAVE = "(?:(?:i |there )?(?:have|ve got|got|s|is) )?"
_ADVERB = "(?:just |really |only |honestly |kinda |so )*"
_ONE = "(?:an? |some)?(?:real |actual |nice |new )?(?:one|person|human|body|friends?|people)"
_ANYBODY = "(?:someone|somebody|anyone|anybody)"
_HOLD = "(?:cuddle|hug|hold|kiss|love|marry|date)"

_PEOPLE = re.compile(
    rf"{_LONG}(?:想要?|希望|能不能|可不可以|求)?(?:能|可以)?(?:有|找|来)(?:没有)?一?个?{_SOMEONE}"
    rf"(?:能|可以|来|愿意|想)*(?:(?:跟我|和我|陪我|陪)(?:一起|一块儿?)?|一起|一块儿?)(?:去|来)?{_SHARE}{_END}"
    rf"|{_LONG}(?:都|也|一直|从来)?没有?人(?:可以|能|愿意|肯|想)*陪我(?:一起)?{_SHARE}{_END}"
    rf"|{_LONG}(?:想要?|希望)(?:能|可以)?(?:找|跟|和|与)(?:一?个)?{_SOMEONE}谈(?:一?场|个)?恋爱{_END}"
    rf"|(?:求|找|来|想要?|要)一?个{_SOMEONE}{_CHAT}{_END}"
    rf"|(?:能不能|可不可以|求|好想)?(?:来|有)个{_SOMEONE}(?:能|来|可以)*(?:抱抱我?|抱我一下|陪陪我|疼我|爱我){_END}"
    rf"|(?:要是|如果)(?:能|可以)?有一?个?{_SOMEONE}(?:能|可以|在)*(?:(?:陪|听)我?|跟我|和我)"
    rf"(?:{_CHAT}|说话|聊聊|说说)?(?:就|该)多?好了?{_END}"
    rf"|(?:跟|和)(?:别|真|陌生)?人(?:{_CHAT}|说话)(?:真的|真|好|太|很)+(?:难|累|烦|难受|麻烦){_END}"
    rf"|{_HAVE}(?:nobody|no ?one)(?: real| else)? to (?:talk|chat) (?:to|with){_MEANT}"
    rf"|(?:it )?(?:feels like |seems like )?i (?:only|just) (?:ever )?(?:talk|chat|speak) (?:to|with) (?:ro)?bots?"
    rf"{_MEANT}"
    rf"|(?:i )?{_ADVERB}(?:need|want|miss having|wish i had|(?:d |would )?kill for) {_ONE} to {_DO}(?: me)?{_MEANT}"
    rf"|(?:i )?{_ADVERB}(?:need|want) {_ONE} to {_HOLD}(?: me)?{_MEANT}"
    rf"|(?:can|could|would|will) (?:{_ANYBODY}|{_ONE}) {_ADVERB}(?:please )?{_HOLD} me{_MEANT}"
    rf"|(?:who|{_ANYBODY}) (?:else )?(?:here )?(?:is |s )?(?:still )?(?:up|awake)(?: too)?"
    rf"|(?:who )?wants? to talk about (?:nothing|anything|life|whatever|random (?:stuff|things)){_MEANT}"
)
_MAY = re.compile(
    rf"(?:这里|群里)?(?:还)?有(?:没有)?活人(?:在)?{_END}|(?:能不能|求)?来个{_SOMEONE}(?:说话|冒个泡)?{_END}"
    r"|(?:are there |is there )?any (?:real )?(?:humans?|people)(?: in| around)?(?: here| out there)?(?: at all)?"
)


def looks_for_people(clause: str) -> bool:
    """Whether a folded clause looks for somebody to share something with, whatever stands beside it."""
    return _PEOPLE.fullmatch(clause) is not None


def may_look_for_people(clause: str) -> bool:
    """Whether a folded clause asks for any living soul: a call for the staff, unless a mood stands beside it."""
    return _MAY.fullmatch(clause) is not None
