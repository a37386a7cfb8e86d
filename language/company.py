"""Who longs for company and calls for nobody of the staff: a sigh, zh and en."""

from __future__ import annotations

import re

from language.cues import complaint_tone, stakes
from language.fold import fold
from language.lanes import language_of
from language.remembered import remembered
from language.together import looks_for_people, may_look_for_people

__all__ = ["longs_for_company"]

LONGEST = 80
"""Characters of a sigh; who writes more tells what it is about."""

_CHEAP = re.compile(
    "聊|说话|说说|过话|句话|会儿?话|倾诉|唠|吐槽|活人|个人|陪|恋爱"
    "|talk|chat|spoken|speak|hug|company|human|person|people|someone|somebody|conversation|hang out|kill for|friend"
)
"""Cheap to look for: nobody longs for company without. In small letters: to look for both takes four times as long."""
_BREAK = re.compile(r"[,.!?;:~…，。！？、；：～\n]+|\s+(?:and|but)\s+")
_BETWEEN = re.compile(r"[\W_]+")

_WHEN = "(?:今天|今晚|晚上|现在|最近|有时候?|突然|忽然|真的|其实|周末)*"
_PERSON = "(?:一?个|些|几个)?(?:人类|别人|人|谁|朋友|大家|同学|网友)"
_CHAT = "(?:聊会儿?天|聊聊天|聊个天|聊天|说说话|说会儿?话|唠唠?嗑|唠唠|倾诉(?:一下)?|吐吐?槽)"
"""Talk for its own sake: nobody asks the staff for it."""
_TALK = (
    rf"(?:{_CHAT}|聊一聊|聊一下|聊(?:几句|两句|一?会儿?|五毛钱的?)|聊聊|聊|说(?:一?句|几句|两句)话|说一说|说话|说说"
    "|谈谈心|谈谈)"
)
_WHO = "(?:有没有人|有没有谁|有人|有谁|谁|哪位)"
_END = "(?:一下|一会儿?)?[啊呀呢吧哈啦唉呜吗么嘛呗了哦噢的]*"
_TAIL = "(?: so badly| badly| right now| now| tonight| today| for once| again| here| please| lol| haha)*"
_ANYBODY = "(?:someone|somebody|anyone|anybody)"
_PEOPLE = "(?:(?:more |some |other |new |real |actual )?(?:people|humans)|(?:a |my |some )?friends?)"
_WANT = "(?:want to|wanna|need to|would love to|d love to|would like to|d like to|love to|like to)"
_ADVERB = "(?:just |really |only |honestly |kinda |so )*"

_SIGH = re.compile(
    rf"(?:我)?{_WHEN}(?:真的|真|好|很|特别|超|太)+(?:希望|想要?)(?:能|可以)?(?:跟|和|与|找|有){_PERSON}"
    rf"(?:可以|能|来|愿意)*(?:陪我|听我|跟我|和我)?(?:好好)?{_TALK}{_END}"
    rf"|(?:我)?{_WHEN}(?:真的|真|好|很|就是|就|只是|只)*(?:想要?|希望)(?:能|可以)?"
    rf"(?:(?:跟|和|与|找)(?:{_PERSON}|你们))?(?:一起|陪我)?{_CHAT}{_END}"
    rf"|(?:这里|现在|还)?{_WHO}(?:在[呀啊吗]?)?(?:想|能|可以|来|愿意|要|在)*(?:(?:一起|陪我){_TALK}|(?:跟我|和我)?{_CHAT}){_END}"
    rf"|{_WHEN}(?:都|也|一直|从来)?没有?人(?:可以|能|愿意|肯|想)*(?:(?:陪|听)我?{_TALK}|(?:跟我|和我)?{_CHAT}){_END}"
    rf"|(?:我)?(?:好久|很久|好几天|几天|一整天|半天)(?:都)?没有?(?:跟|和)(?:别人|真人|活人|朋友|人)(?:面对面|当面|好好)?"
    rf"(?:{_TALK}过?|说过话){_END}"
    rf"|(?:感觉)?(?:我)?(?:身边|周围|这里|家里)?(?:都|也|一直|连)*(?:一?个)?没有?(?:一个)?(?:能|可以)(?:跟我|陪我)?"
    rf"{_TALK}的(?:朋友|人){_END}"
    rf"|(?:我)?(?:身边|周围|家里)连(?:一?个)?(?:能|可以)?{_TALK}的(?:朋友|人)(?:都|也)没有?{_END}"
    rf"|(?:我)?{_WHEN}(?:真的|真|好|很|特别|有点)*(?:怀念|想念)(?:以前)?(?:(?:跟|和)(?:{_PERSON}|你们))?(?:一起)?{_CHAT}"
    rf"(?:的(?:日子|时候|时光|感觉))?{_END}"
    rf"|(?:能不能)?来个人(?:陪我{_TALK}|(?:跟我|和我){_CHAT}){_END}"
    rf"|(?:来)?陪我{_TALK}{_END}"
    rf"|(?:i )?{_ADVERB}(?:wish|miss)(?: i (?:could|had)| there (?:was|were))?(?: to)? (?:talk|talking|chat|chatting)"
    rf" (?:to|with) (?:{_ANYBODY}|{_PEOPLE}){_TAIL}"
    rf"|(?:i )?{_ADVERB}{_WANT} (?:talk|chat|speak|hang out) (?:to|with) {_PEOPLE}{_TAIL}"
    rf"|(?:is |does )?(?:{_ANYBODY}|who)(?: else)?(?: here)? (?:wanna|wants? to|(?:up|down|free) (?:for|to))"
    rf"(?: an?)?(?: quick| little)? (?:chat|talk)(?: (?:to|with) me)?{_TAIL}"
    rf"|(?:(?:i |there )?(?:have|ve got|got|s|is) )?(?:nobody|no ?one) to (?:talk|chat) (?:to|with){_TAIL}"
    r"|(?:i )?(?:haven ?t|have not) (?:talked|spoken|chatted) (?:to|with) (?:an? |any |another )?"
    r"(?:real |actual |single )?(?:person|human being|human|people|anyone|anybody|soul) (?:in|for) "
    rf"(?:days|weeks|months|years|ages|forever|so long|a while){_TAIL}"
    r"|(?:it )?(?:would|d|ll) be (?:so )?nice to (?:talk|chat|speak) (?:to|with) "
    rf"(?:an? (?:human|person)|{_ANYBODY}|{_PEOPLE}){_TAIL}"
    rf"|(?:i would|i d|would|d) love to (?:talk|chat|hang out) (?:to|with) {_ANYBODY}{_TAIL}"
    rf"|(?:man |god |ugh )?(?:i )?{_ADVERB}(?:need|want|miss|crave) "
    rf"(?:(?:a |some )?(?:human contact|human connection|company)|a hug|(?:a |some )?humans? to hug){_TAIL}"
    rf"|(?:so )?(?:sometimes )?(?:you|we|people|everyone) {_ADVERB}(?:needs?|want) "
    rf"(?:a person|a human|{_ANYBODY}|people) to (?:talk|chat) (?:to|with){_TAIL}"
)
"""Whole clauses that long for company whatever stands beside them."""
_MAY_CALL = re.compile(
    rf"(?:我)?{_WHEN}(?:想要?|希望)(?:能|可以)?(?:跟|和|与|找)(?:{_PERSON}|活人){_TALK}{_END}"
    rf"|(?:i )?{_ADVERB}{_WANT} (?:talk|chat|speak) (?:to|with) {_ANYBODY}{_TAIL}"
    rf"|(?:i )?{_ADVERB}(?:need|want) {_ANYBODY} to (?:talk|chat) (?:to|with){_TAIL}"
    rf"|(?:{_ANYBODY} )?(?:please )?(?:talk to|chat with) me(?: {_ANYBODY}| please)*{_TAIL}"
)
"""Whole clauses that may call for the staff as well: a mood beside them tells."""
_MOOD = re.compile(
    "唉|哎|呜呜|孤单|孤独|寂寞|无聊|失眠|睡不着|心情|难过|难受|郁闷|压力|好累|太累|累了|深夜|半夜|一个人|没人陪"
    "|失恋|分手|想家|好闷|憋得慌|对着(?:电脑|手机|机器|屏幕)|在家办公|居家|没说(?:过)?话|一句(?:话)?[都也]没说|安静|冷清|冷冷清清|加班|搬到|搬家|emo"
    r"|\b(?:lonely|loneliness|bored|boring|alone|insomnia|sad(?! that)|feeling (?:down|low|blue)|depressed"
    r"|tired(?! of)|(?:long|rough|bad|hard) (?:day|week|night)"
    r"|can ?t sleep|broke up|breakup|homesick|working from home|stressed|(?:quiet|dead|empty)(?: in)? here"
    r"|just screens|my cat|you know$|moved to"
    r"|(?:every(?:body|one)|(?:all )?my friends) (?:is|are|s|re) (?:so |too |all )?(?:busy|married|away|asleep))\b"
)
_FILLER = re.compile(
    r"(?:嗯|啊|哈|嘿|嗨|你好|大家好|天天|今天|今晚|晚上好|有(?:没有)?人(?:在)?[吗么嘛呀啊]*|在[吗么])+"
    r"|(?:anyone(?: else)?(?: up)?|you know|hi|hey|hello|ugh|sigh|lol|haha|man|god|yo)(?: all| everyone| guys)?"
)
_SHORT = 32
"""Characters of a clause that tells a mood and nothing else."""


@remembered
def longs_for_company(text: str) -> bool:
    """Whether a text consists of a longing to talk to anybody, of moods and of sighs, and says nothing else.

    好想跟人聊聊天 and “I miss talking to people” long for company. 我要跟人说话 and “I want to talk to someone” may
    call for the staff: they long for company only with a mood beside them (心情不好，想跟人聊聊).
    """
    if len(text) > LONGEST or _CHEAP.search(text.lower()) is None:
        return False
    longs = may_call = in_mood = False
    for clause in _BREAK.split(fold(text)):
        said = _BETWEEN.sub(" ", clause).strip()
        if not said or _FILLER.fullmatch(said):
            continue
        if _SIGH.fullmatch(said) or looks_for_people(said):
            longs = True
        elif _MAY_CALL.fullmatch(said) or may_look_for_people(said):
            may_call = True
        elif len(said) <= _SHORT and _MOOD.search(said) and not _tells_of_trouble(clause):
            in_mood = True
        else:
            return False
    return longs or (may_call and in_mood)


def _tells_of_trouble(clause: str) -> bool:
    language = language_of(clause)
    return bool(stakes(clause, language)) or complaint_tone(clause, language).score > 0
