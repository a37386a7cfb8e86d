"""A plain greeting, zh and en: 您好, 在吗？, hello there."""

from __future__ import annotations

import re

from language.fold import fold

__all__ = ["is_greeting"]

_MANY = 40
"""Characters of the longest greeting that says nothing else."""

_HELLO = re.compile(
    r"(?:(?:你|您|大家|各位|群主|管家)们?好|早上好|上午好|中午好|下午好|晚上好|早安|晚安|早|哈喽|哈啰|嗨|嘿|[你您]?在[吗么嘛不]?|在不在"
    r"|有人[吗么嘛]|(?:hi|hello|hey|hiya|howdy|greetings|yo|good (?:morning|afternoon|evening|day))"
    r"(?: (?:there|all|everyone|bot))?"
    r"|anybody (?:here|there)|anyone (?:here|there)|are you there)[啊呀呢哈哦]?(?: ?(?:steward|群管家))?"
)
_BETWEEN = re.compile(r"[\W_]+")


def is_greeting(text: str) -> bool:
    """Whether the words greet, or ask whether somebody is there, and say nothing else."""
    if len(text) > _MANY:
        return False
    said = _BETWEEN.sub(" ", fold(text)).strip()
    if not said:
        return False
    while said:
        found = _HELLO.match(said)
        if found is None or (said[found.end() :][:1].isascii() and said[found.end() :][:1].isalnum()):
            return False
        said = said[found.end() :].lstrip()
    return True
