"""Short words by which a member means their ticket: how does it stand, it still is as it was (pure)."""

from __future__ import annotations

import re

LONGEST = 40
_MATTER = (
    r"(?:it|this|that|you|(?:my|our) \w|the (?:order|refund|ticket|issue|problem|parcel|package|payment|delivery|case"
    r"|request|money|account))"
)
"""What news of it means the ticket; of anything else they are a question of its own (“any news about the release?”)."""

_ASKS = re.compile(
    rf"(?:any (?:news|updates?|progress)\b(?! (?:about|on|for|from|of|regarding|with) (?!{_MATTER}))"
    r"|what(?:'s| is) the status"
    r"|still waiting|how(?:'s| is) (?:it|my ticket) going"
    r"|有(?:什么)?(?:消息|进展|结果|回复)了?[吗么没]|(?:进展|结果|处理)(?:怎么样|如何)了?|好了[吗么没]|处理(?:好|完)了?[吗么没]"
    r"|还(?:在|要)等|还没(?:好|回复|处理)|怎么还没|到哪一?步了)",
    re.IGNORECASE,
)


_STILL = re.compile(
    r"(?:but |hi,? |sorry,? )?"
    r"(?:(?:it|this|that|the (?:problem|issue|money|parcel|order|refund))(?:['’]?s| is| has| does)? )?"
    r"still (?:not|no|nothing|the same|broken|failing|missing|wrong|(?:is|has|does|did|have)n['’]?t)"
    r"(?: (?:there|here|working|work|fixed|solved|resolved|arrived|come|received|back|it|yet|anything|happening|for|me"
    r"|good|right|problem|issue))*"
    r"|(?:可是|但是?|怎么)?(?:它|这个?|那个?|问题|钱|货|包裹|订单|退款|到现在|现在)?(?:还是|还|仍然?|依然|依旧|又)(?:没有?|不|未)?"
    r"(?:到账|收到|到|好|解决|修好|弄好|行|能用|可以|来|动静|反应|在|一样|这样|坏了|出现了|有问题)[呀啊呢了吗么哦]*",
    re.IGNORECASE,
)


def is_unsettled(text: str) -> bool:
    """Whether somebody says no more than that it still is as it was (“still not there”, 还没到)."""
    return len(text) <= LONGEST and _STILL.fullmatch(text.strip(" \t\n.!…。！~～")) is not None


def asks_for_news(text: str) -> bool:
    """Whether somebody with an open ticket means that ticket, and says nothing new."""
    return len(text) <= LONGEST and _ASKS.search(text) is not None
