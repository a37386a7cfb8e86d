"""Whether a text calls people names and says nothing else: a matter of manners, no trouble that anybody could mend."""

from __future__ import annotations

import re

LONGEST = 60
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_NAMES = frozenset(
    """
    idiot idiots moron morons imbecile imbeciles fool fools loser losers clown clowns jerk jerks dumbass dumbasses
    asshole assholes arsehole arseholes bastard bastards bitch bitches cunt cunts prick pricks dickhead dickheads
    retard retards retarded wanker wankers twat twats dimwit dimwits scum stupid dumb pathetic brainless fuck stfu
    """.split()
)
_AROUND = frozenset(
    """
    you u ur you're youre ya y'all yall are r re is all of people guys lot every everyone everybody here in this chat
    group a an the bunch pack such so just really very quite fucking fuckin freaking complete completely total totally
    absolute absolutely utter utterly bloody damn goddamn useless big biggest little and what shut up off lol haha
    """.split()
)
_CHINESE_NAMES = (
    "白痴|傻[逼比叉缺子]|煞笔|沙比|智障|脑残|蠢[货猪蛋材]|废物|弱智|混蛋|王八蛋|狗东西|贱人|杂种|畜生|人渣|[sS][bB]"
    "|滚蛋|滚开|闭嘴|操你妈|草泥马|[cC][nN][mM]"
)
_CHINESE = re.compile(
    rf"(?=.*(?:{_CHINESE_NAMES}))(?:{_CHINESE_NAMES}"
    r"|你们|他们|大家|各位|在座|群里|这里|全部|全都|全是|都是|就是|真是|简直|统统|个个|他妈的?|妈的|[tT][mM][dD]?"
    r"|[你您这那全都是的一群帮些个真太就纯了吧啊呢呀滚]|[\s,，。.!！~～…])++"
)


def is_mere_insult(text: str) -> bool:
    """“you are all complete idiots”, 你们全是傻逼: names, whom they are called, and nothing that they did."""
    if len(text) > LONGEST:
        return False
    words = _WORD.findall(text.lower())
    if words and all(word in _NAMES or word in _AROUND for word in words):
        return any(word in _NAMES for word in words)
    return _CHINESE.fullmatch(text.strip()) is not None
