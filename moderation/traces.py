"""What a solicitation leaves besides words: addresses, handles, numbers, prices, and the marks of a disguise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from language.disguise import number_words, numerals
from language.disguise import joined as joined_reading
from moderation.addresses import host_of, invitations
from moderation.breaches import View
from moderation.lexicon import Found, Kind

_TLD = (
    "com|net|org|cn|io|me|gg|co|cc|top|vip|xyz|icu|club|live|click|shop|store|loan|bet|casino|win|site|online|fun|link|"
    "gift|rest|buzz|info|ru|center|app|dev|pro|tv|ai|in|uk|de|us|to|ly|biz|space|website|tech|mobi|cam|sbs|cfd|quest|"
    "lol|monster|bond|life|world|today|fit|men|trade|work|party|date|stream|download|review|example|edu|gov|finance|"
    "cash|money|fund|exchange|network|wiki|tk|ml|ga|cf|gq|pw|su|st|is|im"
)
_HOST = re.compile(
    rf"(?<![\w@.-])(?:https?://)?((?:[a-z0-9-]{{1,63}}\.){{1,4}}(?:{_TLD}))(?![a-z0-9-]|\.[a-z])(?:/[^\s，。）)]*)?"
)
_CHEAP = frozenset(
    "top vip xyz icu club live click shop store loan bet casino win site online fun link gift rest buzz cc center cam sbs "
    "cfd quest lol monster bond tk ml ga cf gq pw cash money fund exchange trade party date stream download review life "
    "world today fit men space website".split()
)
_KNOWN = re.compile(
    r"(?:^|\.)(?:github\.com|gitlab\.com|python\.org|pypi\.org|mozilla\.org|wikipedia\.org|wikimedia\.org|youtube\.com|"
    r"google\.com|microsoft\.com|apple\.com|stackoverflow\.com|npmjs\.com|docker\.com|debian\.org|ubuntu\.com|arxiv\.org|"
    r"telegram\.org|discord\.com|bilibili\.com|zhihu\.com|weibo\.com|baidu\.com|qq\.com|taobao\.com|jd\.com|douyin\.com|"
    r"gov\.cn|edu\.cn|gov|edu|mit\.edu|kernel\.org|rust-lang\.org|go\.dev|nodejs\.org|w3\.org|ietf\.org|example\.com|"
    r"steampowered\.com|twitch\.tv|reddit\.com|imgur\.com|openstreetmap\.org|archive\.org|example\.org|medium\.com)$"
)
_BAIT = re.compile(
    r"bet|casino|spin|win|bonus|loan|cash|porn|sex|xxx|adult|nitro|gift|steam|wallet|metamask|ledger|trezor|airdrop|claim|"
    r"reward|verify|secure|safety|login|support|appeal|restore|migrat|portal|compens|redeliver|billing|free|prize|lucky|"
    r"discord|dlsc|telegram|^tg-|^wx|netfl|paypal|amaz|coin|crypto|btc|usdt|eth|okx|binance|pump|profit|forex|vote|"
    r"leak|clip|jiema|zan|fuli|jinsha|bet\d|\d{3,}"
)
_HIDDEN = re.compile(
    r"hxxps?|[\[({【（](?:\.|dot|点|。)[\])}】）]"
    r"|(?<=[a-z0-9])\s*(?:点|丶|。|，|,|·|•|。)\s*(?=(?:com|cn|net|cc|top|vip|me|xyz|gg|club|icu|ly|co|c0m|吸吸|西西|西歪)(?![a-z]))"
    r"|(?<=[a-z0-9])\s+(?:dot|d0t)\s+(?=(?:com|net|org|gg|me|io|ly|co|top|xyz|vip|shop|site|info)\b)"
    r"|(?<=[a-z0-9])\s+\.\s*(?=(?:com|net|gg|me|io|ly|bet|top|xyz|vip)\b)|(?<=[a-z0-9])\s*\.\s+(?=(?:gg|com|me|bet|top|xyz|vip)\b)"
    r"|斜杠|(?:三|3)个?w点|点(?:吸吸|西西|西歪|康姆|抗姆|靠姆|c中?om)|(?:去掉|删掉|把)(?:中文|空格|汉字|括号|星号)"
    r"|t点me|t\s*\.\s+me|tg://|discord\s+\.\s*gg|discord\s*\.\s+gg|discordgg|discord dot gg|t dot me|[a-z0-9]\s+\.\s*(?:site|shop|store|online|info|ru|link|club|live|pro|io|net|org|cc|vip|icu)(?![a-z])"
    r"|\s(?:slash|dot|d0t)\s\S+\s(?:slash|dot)\s|comma is a|remove the (?:space|dot|star)|without (?:the )?spaces|replace .{1,12} with|(?:网址|链接|域名)(?:拆开|分开)|拼一起|拼起来"
)
_APP = (
    r"(?:v信|v芯|vx|vvx|wx|we?ixin|w\.x|v|微信|微芯|微|薇信|薇芯|薇|威信|威|徽信|徽|维信|维|葳信|葳|卫星|芯|信|绿泡泡|qq|q|扣扣|扣|企鹅|球球|"
    r"tg|电报|纸飞机|飞机|灰机|telegram|whatsapp|wechat|skype|line|kik|wickr|snap(?:chat)?|ig|insta(?:gram)?|icq|signal|session)"
)
_HANDLE = re.compile(
    rf"(?<![a-z]){_APP}(?:号|同号|群|裙|号码|搜|搜索|id|：|:|@|\s|=|＝|❤|~|-|→|>|是){{0,6}}\s*"
    r"(?P<id>@?[a-z][a-z0-9_.-]{4,24}|[1-9]\d{4,11}|[a-z]{1,4}[-_]?\d{3,}[a-z]?)(?![a-z0-9])"
)
_ID = re.compile(r"\d|_|-")
_AT = re.compile(r"(?<![\w.])@[a-z][a-z0-9_]{4,31}(?![\w.])")
_ADD_V = re.compile(
    r"[加嘉佳茄伽家架迦➕+十](?:我|个|下|一下|你)?(?:的)?\s*(?:v(?![a-z])|vx|wx|w信|微(?!软|积|服|课|博|妙|型|波|弱|控|分|调)|薇|威(?!士|力|胁|望|尼|海)|葳|徽(?!章|州|记)|卫星|🛰|💚)"
)
_GROUP = re.compile(r"(?:qq|q|扣扣|扣|企鹅|🐧|球球)?\s*(?:群|裙|峮|裠)(?:号|聊号)?[:：\s]*[1-9]\d{5,10}")
_PHONE = re.compile(r"(?<![\d.])(?:\+\s?\d{1,3}[\s-]?)?(?:\(?\d{2,4}\)?[\s-]){1,4}\d{3,4}(?![\d.])|(?<!\d)1[3-9]\d{9}(?!\d)|\+\d{9,14}")
_DATED = re.compile(r"(?:19|20)\d\d-\d{1,2}")
_MAIL = re.compile(r"(?<![\w.])[a-z0-9._-]+@[a-z0-9-]+(?:\.[a-z]{2,})+")
_WALLET = re.compile(r"(?<!\w)(?:0x[0-9a-f]{40}|t[1-9a-hj-np-z]{33}|bc1[a-z0-9]{20,60}|[13][1-9a-hj-np-z]{25,34})(?!\w)")
_PRICE = re.compile(
    r"[$¥€£]\s?\d[\d,.]*k?|\d+\s?(?:usdt|usd|dollars?|bucks|eur|euros?|btc|eth|sol|u(?![a-z])|刀|米(?!饭|高|长|宽|远|深|多|左|的|范|跑))"
    r"|\d[\d,.]*\s?(?:元|块钱|块(?!儿|地|头|板)|万元)|[一二三四五六七八九十百两]+(?:块钱|元)"
)
_RATE = re.compile(r"\d+(?:\.\d+)?\s?%\s*(?:daily|weekly|monthly|roi|profit|off|per|match|back|a day|a week)|(?:日|月|年)化|\d+\s*[-~]\s*\d+%")
_MASKED = re.compile(r"\[([^\]\n]{2,120})\]\((?:https?://)?([^)\s]+)\)")
_SEPARATED = re.compile(
    r"(?:[\u4e00-\u9fff][~*/.。、丶丨|┇·•\-_—^`'\"+=>→]\s?){3}[\u4e00-\u9fff]|(?:[\u4e00-\u9fff][ \u3000]+){4}[\u4e00-\u9fff]"
    r"|(?:【[\u4e00-\u9fff]】){3}|(?:[\u4e00-\u9fff]\n){3}[\u4e00-\u9fff]|(?<![a-z])(?:[a-z][ ._*|~\-]){4}[a-z](?![a-z])|(?:[a-z]\s?[*_~|]{1,3}\s?[a-z]){3}"
)
_LEET_WORD = re.compile(r"(?<![\w.])[a-z]+[0-9@$!]+[a-z]+(?![\w.])|(?<![\w.])[0-9@$!][a-z]{2,}[0-9@$!][a-z]*|(?<![\w.])[a-z]{3,}[0@$!](?![\w.])")
_BROKEN = re.compile(r"(?<![a-z])[a-z]{1,6}-[a-z]{1,6}(?![a-z-])|[a-z]{1,4}[*_~`|\\]{1,4}[a-z]{1,4}")
_INVISIBLE = re.compile(r"[\w][\u200b-\u200d\u2060-\u2064\ufeff\u00ad\u034f\u180e\u3164\u115f\u1160\u2800\uffa0\ufe00-\ufe0f]+[\w]")
_FANCY = re.compile("[\U0001d400-\U0001d7ff\U0001f110-\U0001f189\u249c-\u24b5\u24b6-\u24e9\uff21-\uff3a\uff41-\uff5a\u1d00-\u1d2b]")
_MIXED = re.compile(r"(?:[a-zA-Z][\u0370-\u03ff\u0400-\u052f\u0250-\u02af]|[\u0370-\u03ff\u0400-\u052f\u0250-\u02af][a-zA-Z])")
_ZALGO = re.compile(r"[\u0300-\u036f]{2}")
_OTHER_NUMBER = re.compile(r"(?:会议|订单|单|快递|房间|学|工|座|车次|编|型|版本|航班|身份证|门牌|期|批|考)号码?[:： ]*$")
_CUE = re.compile(r"[vwq微薇威徽信扣企群裙加号码电联系]|tel|whats|text|call|contact|info")


_ADDRESSED = re.compile(r"[a-z0-9\]) ]\.[a-z0-9\[( ]|[@/\[({【（]|斜杠|[a-z0-9]\s?[点丶,，·•]|\bdot\b|hxxp|w点|去掉|拆开|拼")
_SIGNS = re.compile(r"\d|@|[加佳嘉伽家茄架迦➕+]\S|[v微薇威徽][:：信芯]|[$€¥£%]|块钱|元")
_PLAINLY = re.compile("[^\x00-\x7f\u4e00-\u9fff\u3000-\u301c\uff01-\uff20\u2010-\u2027\u00b7]")
_PARTED = re.compile(r"[^\w\s][^\W_][^\w\s]|(?:\b\w\W){4}|\n|\w[-_*|~`\\]\w")


def traces(folded: str, original: str) -> Iterator[Found]:
    """Everything of the kind in a text."""
    if _ADDRESSED.search(folded):
        yield from _addresses(folded, original)
    if _SIGNS.search(folded):
        yield from _handles(folded)
        yield from _amounts(folded)
    if not folded.isascii():
        yield from _numbers(folded)
    elif _NUMBER_WORD.search(folded) and (number := number_words().search(folded)):
        yield _found("spoken_number", Kind.CONTACT, number, View.NUMBER, 1.2)
    if not original.isascii() and _PLAINLY.search(original):
        yield from _disguises(original, folded)
    if _PARTED.search(folded):
        yield from _broken(folded)
    elif len(_LEET_WORD.findall(folded)) >= 2:
        yield Found("broken_words", Kind.DISGUISE, "", 0, len(folded), View.FORM, 0.9)


_NUMBER_WORD = re.compile(r"zero|one|two|three|four|five|six|seven|eight|nine|double")


def _amounts(folded: str) -> Iterator[Found]:
    if money := _PRICE.search(folded):
        yield _found("price", Kind.PRICE, money, View.FORM, 0.5)
    if ("%" in folded or "化" in folded) and (rate := _RATE.search(folded)):
        yield _found("rate", Kind.PRICE, rate, View.FORM, 0.8)


def _broken(folded: str) -> Iterator[Found]:
    if len(_LEET_WORD.findall(folded)) >= 2 or len(_BROKEN.findall(folded)) >= 3:
        yield Found("broken_words", Kind.DISGUISE, "", 0, len(folded), View.FORM, 0.9)
    if parted := _SEPARATED.search(folded):
        yield _found("separated", Kind.DISGUISE, parted, View.FORM, 1.0)


def _found(name: str, kind: Kind, match: re.Match[str], view: View, weight: float) -> Found:
    return Found(name, kind, match[0][:80], match.start(), match.end(), view, weight)


def _addresses(folded: str, original: str) -> Iterator[Found]:
    for one in invitations(folded):
        yield Found("invitation", Kind.LINK, folded[one.start : one.end][:80], one.start, one.end, View.LINK, 1.7 if one.sure else 1.3)
    if "](" in folded:
        for masked in _MASKED.finditer(folded):
            shown, target = _HOST.search(masked[1]), host_of(masked[2])
            if shown and target and not target.endswith(shown[1].removeprefix("www.")):
                yield _found("masked_link", Kind.LINK, masked, View.LINK, 3.2)
    if "." in folded:
        for host in _HOST.finditer(folded):
            weight = _suspicion(host[1])
            if not original.isascii() and host[1] not in original.lower() and weight is not None and "." in original:
                yield _found("lookalike_host", Kind.LINK, host, View.LINK, 2.4 if _written_strangely(host[1], original) else weight)
            elif weight:
                yield _found("host", Kind.LINK, host, View.LINK, weight)
        if mail := _MAIL.search(folded):
            yield _found("mail", Kind.CONTACT, mail, View.ENTITY, 0.7)
    if hidden := _HIDDEN.search(folded):
        yield _found("hidden_link", Kind.LINK, hidden, View.FORM, 1.5)


def _written_strangely(host: str, original: str) -> bool:
    return bool(_MIXED.search(original)) or bool(_FANCY.search(original))


def _suspicion(host: str) -> float | None:
    """How much a host speaks for a solicitation; None for a well known one."""
    if _KNOWN.search(host):
        return None
    name, _, tld = host.rpartition(".")
    return 0.4 + (0.9 if tld in _CHEAP else 0) + (0.9 if _BAIT.search(name) else 0) + (1.2 if "xn--" in host else 0)


def _handles(folded: str) -> Iterator[Found]:
    for handle in _HANDLE.finditer(folded):
        if _ID.search(handle["id"]) or ":" in handle[0] or "号" in handle[0]:
            yield _found("handle", Kind.CONTACT, handle, View.ENTITY, 1.9)
            break
    if added := _ADD_V.search(folded):
        yield _found("add_contact", Kind.CONTACT, added, View.ENTITY, 1.4)
    if group := _GROUP.search(folded):
        yield _found("group_number", Kind.CONTACT, group, View.ENTITY, 1.8)
    if "@" in folded and (named := _AT.search(folded)):
        yield _found("at_name", Kind.CONTACT, named, View.ENTITY, 0.9)
    if (phone := _PHONE.search(folded)) and not _DATED.match(phone[0]):
        yield _found("phone", Kind.CONTACT, phone, View.ENTITY, 1.1)
    if wallet := _WALLET.search(folded):
        yield _found("wallet", Kind.CONTACT, wallet, View.ENTITY, 1.0)


_COUNTING = "零一二三四五六七八九十"


def _numbers(folded: str) -> Iterator[Found]:
    pattern, _ = numerals()
    said = joined_reading(folded)
    for number in pattern.finditer(said.text):
        start, end = said.span(*number.span())
        mixed = len({_style(one) for one in number[0]}) > 1 or not number[0].isdigit()
        before = folded[max(0, start - 12) : start]
        near = bool(_CUE.search(before)) and not _OTHER_NUMBER.search(before)
        if mixed and len(set(number[0])) > 2 and number[0][:6] not in _COUNTING:
            yield Found("written_number", Kind.CONTACT, number[0][:40], start, end, View.NUMBER, 1.8 if near else 1.0)
        elif near and end - start <= 2 * len(number[0]) and folded[start:end].count(":") == 0:
            yield Found("number", Kind.CONTACT, number[0][:40], start, end, View.NUMBER, 1.4)


def _style(character: str) -> str:
    return "digit" if character.isascii() else "han"


def _disguises(original: str, folded: str) -> Iterator[Found]:
    """Marks in the original; they are told for the whole text, since what they hide is found elsewhere."""
    for name, pattern, least, weight in _MARKS:
        if len(pattern.findall(original)) >= least:
            yield Found(name, Kind.DISGUISE, name, 0, len(folded), View.FORM, weight)


_MARKS = (
    ("invisible", _INVISIBLE, 2, 1.2),
    ("fancy_letters", _FANCY, 6, 0.8),
    ("mixed_scripts", _MIXED, 3, 1.4),
    ("zalgo", _ZALGO, 2, 1.0),
    ("reversed", re.compile("\u202e"), 1, 1.6),
    ("upside_down", re.compile("[ɐɔǝɟƃɥᴉɾʞʃןɯɹʇʌʍʎ]"), 4, 1.0),
    ("pictures_for_words", re.compile(r"(?:[\u4e00-\u9fff，。]\s?[\U0001f300-\U0001faff➕✈☎☕🔝⬆]\ufe0f?){2}"), 1, 0.7),
)
