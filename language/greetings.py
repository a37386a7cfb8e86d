"""What comes before a question, zh and en: a greeting, who is there, somebody to talk to, the word that one comes."""

from __future__ import annotations

import re

from language.cues import asks_for_human
from language.fold import fold
from language.lanes import language_of

__all__ = ["announces_question", "asks_who_is_there", "is_greeting", "seeks_company", "seeks_somebody"]

_MANY = 40
"""Characters of the longest greeting that says nothing else."""

_HELLO = re.compile(
    r"(?:(?:你|您|大家|各位|群主|管家)们?好|早上好|上午好|中午好|下午好|晚上好|早安|晚安|早|哈喽|哈啰|嗨|嘿|[你您]?在[吗么嘛不]?|在不在"
    r"|有人[吗么嘛]|(?:hi|hello|hey|hiya|howdy|greetings|yo|good (?:morning|afternoon|evening|day))"
    r"(?: (?:there|all|everyone|bot))?"
    r"|anybody (?:here|there)|anyone (?:here|there)|are you there)[啊呀呢哈哦]?(?: ?(?:steward|群管家))?"
)
_ASK = re.compile(
    r"(?:我)?(?:想|要)?(?:请问|请教|咨询|问)(?:一下|一?[个下]?(?:问题|事情?)|一?下|你们?|您)*(?:可以|行|方便)?[吗么嘛吧啊呀呢哈]?"
    r"|我?有(?:一?个|点)?(?:问题|疑问|事情?)(?:想问|要问|请教|咨询)?(?:一下)?[吗么嘛吧啊呀呢哈]?"
    r"|(?:just )?(?:a |one )?(?:quick |small |short )?question(?: for you)?"
    r"|(?:i(?: ve| have)? )?(?:got |have )?(?:a|one) (?:quick |small )?question(?: for you)?"
    r"|(?:can|could|may) i ask (?:you )?(?:something|a (?:quick )?question)"
)
_WHO = re.compile(
    r"(?:请问)?[你您](?:到底)?(?:是|叫)(?:谁|什么(?:名字|东西)?|啥|哪位|(?:不是)?(?:个|一个)?(?:机器人|真人|人工智能|人|ai|bot))[吗么嘛呀啊呢]?"
    r"|[你您](?:都)?(?:能|会|可以)(?:帮我)?(?:做|干|帮)?(?:些|点)?(?:什么|啥|哪些)(?:事情?|忙)?[呀啊呢]?"
    r"|(?:怎么|如何)(?:使?用)(?:你|您|机器人|这个机器人)"
    r"|who (?:are|r) (?:you|u|this)|what are you|are (?:you|u) (?:a |an )?(?:real )?(?:bot|robot|human|person|ai|real)"
    r"|what (?:can|do) (?:you|u) do(?: for (?:me|us))?|how (?:do|can) i use (?:you|this bot)|what is this bot"
)
_ANYBODY = "(?:someone|somebody|anyone|anybody)"
_PLEASE = "(?: please| here| right now| now| today| tonight)*"
_SEEK = re.compile(
    r"(?:请问)?(?:我|这里|这儿|你们|现在)?(?:只是|就是|就|只|真的?|好|很)*(?:想要?|要|需要|希望|可不可以|能不能|可以|能)?"
    r"(?:(?:有没有|有|找|跟|和|同|请)(?:一?个|一?位|谁|你们|你们的)?(?:人|谁|客服的人)?)+"
    r"(?:可以|能|来|愿意)*(?:跟我|和我|陪我|帮我|帮帮我)?"
    r"(?:聊聊天?|聊一聊|聊天|聊一下|聊|说说话?|说一说|说话|谈谈|谈一谈|谈一下|倾诉|帮我|帮忙|帮帮我|帮一下|看看|问问)"
    r"(?:一下)?[吗么嘛吧呢]?"
    r"|(?:有人|谁|有谁)(?:可以|能|来)(?:帮帮?我|帮(?:个|下)?忙|陪我聊聊|跟我聊聊|和我聊聊)(?:一下)?[吗么嘛呢]?"
    r"|(?:please )?(?:(?:i )?(?:just |only |really )*(?:d like|would like|want|wanna|need|have)(?: to)? "
    r"|(?:can|could|may) i (?:please )?|let me |i m looking )?"
    rf"(?:talk|speak|chat)(?: to| with) {_ANYBODY}{_PLEASE}"
    r"|(?:i )?(?:just |only |really )*(?:need|want|wish (?:i had|there was))(?: to find)?"
    rf" {_ANYBODY} to (?:talk|speak|chat)(?: to| with)?{_PLEASE}"
    rf"|(?:is|isn t) there {_ANYBODY}(?: here)?(?: that| who)? (?:i can|to|can)"
    r" (?:talk|speak|chat|help)(?: to| with)?(?: me)?"
    rf"|(?:can|could|will) {_ANYBODY} (?:please )?(?:help(?: me)?|talk to me)(?: out)?{_PLEASE}"
)
_SOMEBODY = re.compile("some|any|人|谁|誰", re.IGNORECASE)
"""Cheap to look for: nobody is looked for without."""
_YOURS = re.compile("你们|您们|客服")
_BETWEEN = re.compile(r"[\W_]+")


def is_greeting(text: str) -> bool:
    """Whether the words greet, or ask whether somebody is there, and say nothing else."""
    return _consists(text, (_HELLO,)) is not None


def asks_who_is_there(text: str) -> bool:
    """Whether the words ask who the assistant is or what it can do, after a greeting or without, and no more."""
    return _WHO in (_consists(text, (_HELLO, _WHO)) or ())


def announces_question(text: str) -> bool:
    """Whether the words say that a question comes, after a greeting or without, and no more."""
    return _ASK in (_consists(text, (_HELLO, _ASK)) or ())


def seeks_somebody(text: str) -> bool:
    """Whether the words look for somebody to talk to or be helped by, after a greeting or without, and no more."""
    return _SOMEBODY.search(text) is not None and _SEEK in (_consists(text, (_HELLO, _SEEK)) or ())


def seeks_company(text: str) -> bool:
    """Whether that somebody may be anybody: no word of yours, nor of the staff's."""
    return (
        seeks_somebody(text) and not _YOURS.search(text) and asks_for_human(text, language_of(text)) is None
    )


def _consists(text: str, kinds: tuple[re.Pattern[str], ...]) -> set[re.Pattern[str]] | None:
    """Of which of these kinds the whole text consists, None when it says anything else, or nothing."""
    if len(text) > _MANY:
        return None
    said = _BETWEEN.sub(" ", fold(text)).strip()
    found: set[re.Pattern[str]] = set()
    while said:
        longest = max(
            ((len(one[0]), kind) for kind in kinds if (one := kind.match(said))),
            default=None,
            key=lambda one: one[0],
        )
        if longest is None or not longest[0]:
            return None
        rest = said[longest[0] :]
        if rest[:1].isascii() and rest[:1].isalnum():
            return None
        found.add(longest[1])
        said = rest.lstrip()
    return found or None
