"""Short words by which a member asks how their ticket stands (pure)."""

from __future__ import annotations

import re

LONGEST = 40
_ASKS = re.compile(
    r"(?:any (?:news|updates?|progress)|(?:is|are) (?:there )?any (?:news|updates?)|what(?:'s| is) the status"
    r"|still waiting|how(?:'s| is) (?:it|my ticket) going"
    r"|有(?:什么)?(?:消息|进展|结果|回复)了?[吗么没]|(?:进展|结果|处理)(?:怎么样|如何)了?|好了[吗么没]|处理(?:好|完)了?[吗么没]"
    r"|还(?:在|要)等|还没(?:好|回复|处理)|怎么还没|到哪一?步了)",
    re.IGNORECASE,
)


def asks_for_news(text: str) -> bool:
    """Whether somebody with an open ticket means that ticket, and says nothing new."""
    return len(text) <= LONGEST and _ASKS.search(text) is not None
