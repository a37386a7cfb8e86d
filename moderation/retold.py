"""What is retold: who quotes an offer, warns of it or asks whether it is real makes none (pure)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from language.reading import squeezed_out

_MARKED = re.compile(
    '"[^"\n]{6,300}"|“[^”\n]{6,300}”|「[^」\n]{6,300}」|『[^』\n]{6,300}』|^>[^\n]{6,300}', re.MULTILINE
)
_EDGE = 400
"""Of a longer text the first and the last characters are read: a warning stands where an offer does."""
_BESIDE = 6
"""So many letters stand beside a quotation that something is said about."""

_DOUBTED = re.compile(
    r"(?<!not a )(?<!no )(?<!isn't a )(?<!not )\b(?:scams?|scammers?|phishing|hoax|fraud(?:sters?)?)\b(?![ -]free)"
    r"|\b(?:(?:are|is|were|was) (?:all |just )?(?:lying|fake)|fell for|fall(?:ing)? for|hacked account|real or fake"
    r"|legit or|too good to be true|what(?:'s| is) the catch|(?:can't|cannot) be (?:legal|real|true)"
    r"|(?:nobody|no one|none|we|they|mods?|staff|admins?)(?: from (?:the|our) \w{2,12})?(?: will)? never"
    r"|never (?:dm|pm|ask|write|message)s?\b(?! me)|(?:nobody|no one) (?:from|needs|will)"
    r"|is (?:this|that|it|he|she) (?:even |really |actually )?(?:legit|real|legal|a scam|fake|normal|safe|true|allowed)"
    r"|(?:has|have|did) (?:anyone|anybody|somebody|someone)|would you trust|what does .{3,40} mean"
    r"|(?:blocked|reported) (?:him|her|them|it)|who (?:let|lets) (?:these|those|this))\b"
    r"|骗子|诈骗|骗局|骗术|骗人的(?!吧)|杀猪盘|套路(?!贷)|假客服|话术|别上当|别信|别点|别理|千万别|不要相信|谁放进来|冒充"
    r"|[是就]假的(?!多)|拉黑了|已拉黑|举报了|(?:靠谱|真的|合法|犯法|违法|正常|允许|可信)[吗么嘛]|真的假的|是真是假|有啥坑|什么意思|真拿到"
)
_TURNED = re.compile(
    r"\b(?:dm|pm|inbox|msg|message|text|contact|write|hmu|add|ask|find|reach)(?: to)? (?:me|us|him|her|my)\b"
    r"|\bmy (?:dms?|bio|profile|inbox)\b|加我|加微|加v|私我|私聊我|找我|联系我|滴我|我推|推给你|我拉你|要的"
)


class Retold:
    """What of a folded text its author only retells.

    `doubted`: the text warns of an offer or asks whether it is real, and calls nobody to turn to somebody.
    """

    __slots__ = ("_quoted", "doubted")

    def __init__(self, folded: str) -> None:
        quoted = [one.span() for one in _MARKED.finditer(folded)]
        said = len(squeezed_out(folded)) if quoted else 0
        self._quoted: Sequence[tuple[int, int]] = [
            (start, end) for start, end in quoted if said - len(squeezed_out(folded[start:end])) >= _BESIDE
        ]
        short = folded if len(folded) <= 2 * _EDGE else f"{folded[:_EDGE]}\n{folded[-_EDGE:]}"
        self.doubted = _DOUBTED.search(short) is not None and _TURNED.search(short) is None

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether that place stands between quotation marks, and something is said beside them."""
        return any(first <= start and end <= last for first, last in self._quoted)
