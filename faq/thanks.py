"""Whether somebody is content with what a human answered (pure)."""

from __future__ import annotations

import re

from language.fold import fold

_LONGEST = 40
"""A long message says more than thanks."""

_THANKS = re.compile(
    r"谢谢|多谢|感谢|谢啦|谢了|3q|解决了|搞定|好使|可以了|明白了|懂了|知道了"
    r"|\b(?:thanks?|thank you|thx|ty|cheers|solved|fixed it|that worked|works now|got it|perfect|appreciate it)\b"
)
_BUT = re.compile(
    r"但是|可是|不过|还是不|没解决|没有解决|不行|没用|\b(?:but|still|not|doesn't|didn't|isn't)\b|[?？]"
)

_CONTENT = frozenset("👍 ❤ ❤️ 🙏 👌 🎉 💯 ✅ 😍 🥰 🤝 🔥 👏 🫡".split())


def is_thanks(text: str) -> bool:
    """Whether a short message is thanks without a but."""
    spelt = fold(text)
    return len(text) <= _LONGEST and bool(_THANKS.search(spelt)) and not _BUT.search(spelt)


def is_content(reaction: str) -> bool:
    """Whether a reaction says that an answer was good."""
    return reaction in _CONTENT
