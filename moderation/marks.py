"""How addresses, handles, numbers, prices and the marks of a disguise are written."""

from __future__ import annotations

import re

TLD = (
    "com|net|org|cn|io|me|gg|co|cc|top|vip|xyz|icu|club|live|click|shop|store|loan|bet|casino|win|site|online|fun|link|"
    "gift|rest|buzz|info|ru|center|app|dev|pro|tv|ai|in|uk|de|us|to|ly|biz|space|website|tech|mobi|cam|sbs|cfd|quest|"
    "lol|monster|bond|life|world|today|fit|men|trade|work|party|date|stream|download|review|example|edu|gov|finance|"
    "cash|money|fund|exchange|network|wiki|tk|ml|ga|cf|gq|pw|su|st|is|im|support|help|services|email|group|team|zone|tips|"
    "media|host|agency|digital|capital|credit|loans|care|health|pharmacy|auction|market|markets|trading|games|game|sale|"
    "deals|gold|bar|pub|beauty|hair|skin|autos|cyou|boats|homes|kim|mom|lat|best|cheap|vin|chat|social|page|pics|photos"
)
HOST = re.compile(
    rf"(?<![\w@.-])(?:https?://)?((?:[a-z0-9-]{{1,63}}\.){{1,4}}(?:{TLD}))(?![a-z0-9-]|\.[a-z])(?:/[^\s，。）)]*)?"
)
CHEAP = frozenset(
    "top vip xyz icu club live click shop store loan bet casino win site online fun link gift rest buzz cc center cam sbs "
    "cfd quest lol monster bond tk ml ga cf gq pw cash money fund exchange trade party date stream download review life "
    "world today fit men space website support help services group zone tips host capital credit loans pharmacy auction "
    "market markets trading sale deals gold hair skin autos cyou boats homes mom lat best cheap pics photos".split()
)
KNOWN = re.compile(
    r"(?:^|\.)(?:github\.com|gitlab\.com|python\.org|pypi\.org|mozilla\.org|wikipedia\.org|wikimedia\.org|youtube\.com|"
    r"google\.com|microsoft\.com|apple\.com|stackoverflow\.com|npmjs\.com|docker\.com|debian\.org|ubuntu\.com|arxiv\.org|"
    r"telegram\.org|discord\.com|discordapp\.(?:com|net)|steamcommunity\.com|bilibili\.com|zhihu\.com|weibo\.com|baidu\.com|qq\.com|taobao\.com|jd\.com|douyin\.com|"
    r"gov\.cn|edu\.cn|gov|edu|mit\.edu|kernel\.org|rust-lang\.org|go\.dev|nodejs\.org|w3\.org|ietf\.org|example\.com|"
    r"steampowered\.com|twitch\.tv|reddit\.com|imgur\.com|openstreetmap\.org|archive\.org|example\.org|medium\.com)$"
)
BAIT = re.compile(
    r"bet|casino|spin|win|bonus|loan|cash|porn|sex|xxx|adult|nitro|gift|steam|wallet|metamask|ledger|trezor|airdrop|claim|"
    r"reward|verify|secure|safety|login|support|appeal|restore|migrat|portal|compens|redeliver|billing|free|prize|lucky|"
    r"discord|dlsc|telegram|^tg-|^wx|netfl|paypal|amaz|coin|crypto|btc|usdt|eth|okx|binance|pump|profit|forex|vote|"
    r"leak|clip|jiema|zan|fuli|jinsha|bet\d|\d{3,}"
)
BRAND = re.compile(
    "steamcommunity|steampowered|steam|discord|telegram|whatsapp|paypal|metamask|binance|coinbase|google|apple|amazon|microsoft|"
    "netflix|facebook|instagram|roblox|epicgames|blizzard|alipay|taobao|weixin|wechat|login|support|verify"
)
"""What a host pretends to be when it only looks like one of these: paypa1, steamcornmunity, l0gin."""
HIDDEN = re.compile(
    r"hxxps?|[\[({【（](?:\.|dot|点|。)[\])}】）]"
    r"|(?<=[a-z0-9])\s*(?:点|丶|。|，|,|·|•|。)\s*(?=(?:com|cn|net|cc|top|vip|me|xyz|gg|club|icu|ly|co|c0m|吸吸|西西|西歪)(?![a-z]))"
    r"|(?<=[a-z0-9])\s+(?:dot|d0t)\s+(?=(?:com|net|org|gg|me|io|ly|co|top|xyz|vip|shop|site|info)\b)"
    r"|(?<=[a-z0-9])\s+\.\s*(?=(?:com|net|gg|me|io|ly|bet|top|xyz|vip)\b)|(?<=[a-z0-9])\s*\.\s+(?=(?:gg|com|xyz)\b|(?:me|bet|top|vip)\s*(?:/|$))"
    r"|斜杠|(?:三|3)个?w点|点(?:吸吸|西西|西歪|康姆|抗姆|靠姆|c中?om)|(?:去掉|删掉|把)(?:中文|空格|汉字|括号|星号)"
    r"|(?<![a-z0-9])tme\s?/\s?[a-z0-9_]|(?<![a-z0-9.])(?:moc|zyx)\.[a-z0-9-]{3}|gg\.drocsid|(?<=[a-z0-9]/)em\.t(?![a-z])"
    r"|(?<![a-z])t(?:点|\s*\.\s+|\s\.|\sdot\s)me(?![a-z])|tg://|discord\s+\.\s*gg|discord\s*\.\s+gg|discordgg|discord dot gg|[a-z0-9]\s+\.\s*(?:site|shop|store|online|info|ru|link|club|live|pro|io|net|org|cc|vip|icu)(?![a-z])"
    r"|\s(?:slash|dot|d0t)\s\S+\s(?:slash|dot)\s|comma is a|remove the (?:space|dot|star)|without (?:the )?spaces|replace .{1,12} with|(?:网址|链接|域名)(?:拆开|分开)|拼一起|拼起来"
)
_APPS = (
    r"v信|v芯|vx|vvx|wx|we?ixin|w\.x|微信|微芯|微|薇信|薇芯|薇|威信|威|徽信|徽|维信|维|葳信|葳|卫星|芯|信|绿泡泡|qq|扣扣|扣|企鹅|球球|"
    r"tg|电报|纸飞机|飞机|灰机|telegram|whatsapp|wechat|skype|line|kik|wickr|snap(?:chat)?|ig|insta(?:gram)?|icq|signal|session"
)
_ID = (
    r"(?:号|同号|群|裙|号码|搜|搜索|聊|找|我|id|：|:|@|\s|=|＝|❤|~|-|→|>|是){0,6}\s*"
    r"(?P<id>@?[a-z][a-z0-9_.-]{4,24}|[1-9]\d{4,11}|[a-z]{1,4}[-_]?\d{3,}[a-z]?)(?![a-z0-9])"
)
HANDLE = re.compile(
    rf"(?<![a-z])(?:{_APPS}|v(?=[号:：@=❤~\s聊我-]|芯|信)|q(?=[号群:：\s]*[1-9]\d{{4}})){_ID}"
)
LIKE_HANDLE = rf"(?:^|[^a-z])(?:{_APPS}|v[^a-z]?|q){_ID}"
"""Stands wherever HANDLE does."""
ID = re.compile(r"\d|_|-")
AT_CUE = re.compile(
    r"telegr|insta|snap|reach|联系|客服|飞机|电报|咨询|找|加|进|频道|@?tg|telegram|contact|message|write|text|ask|dm|join|follow|admin|him|her|👉|[:：]\s*$"
)
AT = re.compile(r"(?<![\w.])@(?!everyone|here\b|all\b|channel\b)[a-z][a-z0-9_]{4,31}(?![\w.])")
ADD_V = re.compile(
    r"(?:[加嘉佳茄伽架迦➕+十]|(?<![大人全国自一回专玩商厂买卖])家)(?:我|个|下|一下|你)?(?:的)?\s*(?:v(?![a-z])|vx|wx|w信|微(?!软|积|服|课|博|妙|型|波|弱|控|分|调)|薇|威(?!士|力|胁|望|尼|海)|葳|徽(?!章|州|记)|卫星|🛰|💚)"
)
REACH = re.compile(
    r"(?<![a-z])(?:reach|contact|message|msg|text|dm|pm|inbox|hmu|hit|find|write)\s(?:(?:me|him|her|us|them|up|to)\s){0,2}"
    r"(?:(?:on|at|via|thru|through)\s)?(?:(?:my\s)?(?:ig|insta(?:gram)?|tg|tele(?:gram)?|snap(?:chat)?|discord|signal|wickr|kik)\s?:?\s)?"
    r"@?(?P<id>[a-z][a-z.]*[0-9_][a-z0-9_.]{2,24})(?![a-z0-9@/(])"
)
"""A name with a digit or a line in it, after a call to get in touch with somebody."""
LIKE_REACH = r"(?:reach|contact|message|msg|text|dm|pm|inbox|hmu|hit|find|write)[^a-z0-9][\s\S]*[0-9_]"
"""Stands wherever REACH does."""
GROUP = re.compile(r"(?:qq|q|扣扣|扣|企鹅|🐧|球球)?\s*(?:群|裙|峮|裠)(?:号|聊号)?[:：\s]*[1-9]\d{5,10}")
PHONE = re.compile(
    r"(?<![\d.])(?:\+\s?\d{1,3}[\s-]?)?(?:\(?\d{2,4}\)?[\s-]){1,4}\d{3,4}(?![\d.])|(?<!\d)1[3-9]\d{9}(?!\d)|\+\d{9,14}"
)
LIKE_PHONE = r"[0-9]{2}\)?[\s-]\(?[0-9]{2}|[0-9]{9}"
"""Stands wherever PHONE does: its groups have two digits and more, and without groups it has at least nine."""
DATED = re.compile(r"(?:19|20)\d\d-\d{1,2}")
TIMED = re.compile(r":|^(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d")
MAIL = re.compile(r"(?<![\w.])[a-z0-9._-]+@[a-z0-9-]+(?:\.[a-z]{2,})+")
WALLET = re.compile(
    r"(?<!\w)(?:0x[0-9a-f]{40}|t[1-9a-hj-np-z]{33}|bc1[a-z0-9]{20,60}|[13][1-9a-hj-np-z]{25,34})(?!\w)"
)
LIKE_WALLET = "[0-9a-z]{23}"
"""Stands wherever WALLET does."""
PRICES = (
    re.compile(r"[$¥€£]\s?[0-9][0-9,.]*k?"),
    re.compile(
        r"[0-9](?:[0-9]*\s?(?:usdt|usd|dollars?|bucks|eur|euros?|btc|eth|sol|u(?![a-z])|刀|米(?!饭|高|长|宽|远|深|多|左|的|范|跑))"
        r"|[0-9,.]*\s?(?:元|块钱|块(?!儿|地|头|板)|万元))"
    ),
    re.compile("[一二三四五六七八九十百两]+(?:块钱|元)"),
)
RATE = re.compile(
    r"\d+(?:\.\d+)?\s?%\s*(?:daily|weekly|monthly|roi|profit|off|per|match|back|a day|a week)|(?:turned|turn|flip|flipped)\s(?:my\s|your\s|ur\s)?[$€£]?\d[\d,.]*k?\s(?:in)?to\s[$€£]?\d|(?:日|月|年)化|\d+\s*[-~]\s*\d+%"
)
MASKED = re.compile(r"\[([^\]\n]{2,120})\]\((?:https?://)?([^)\s]{1,200})[^)\s]*\)?")
SEPARATED = re.compile(
    r"(?:[\u4e00-\u9fff][~*/.。、丶丨|┇·•\-_—^`'\"+=>→★☆✦◆♥❤♡ღ]\s?){3}[\u4e00-\u9fff]|(?:[\u4e00-\u9fff][ \u3000]+){4}[\u4e00-\u9fff]"
    r"|(?:[【〔〖≮\[({<][\u4e00-\u9fff][】〕〗≯\])}>]){3}|(?:[\u4e00-\u9fff]\n){3}[\u4e00-\u9fff]|(?<![a-z])(?:[a-z][ ._*|~\-]){4}[a-z](?![a-z])|(?:[a-z]\s?[*_~|]{1,3}\s?[a-z]){3}"
)
LEET_WORD = re.compile(
    r"(?<![\w.@])(?:[a-z]+(?:[0-9@$]+[a-z]+){1,3}|[a-z]{1,2}!+[a-z]+|[a-z]+!+[a-z]{1,2})(?![\w.])"
    r"|(?<![\w.@])[0-9$!][a-z]{2,}[0-9@$!][a-z]*|(?<![\w.@])[a-z]{3,}[0@$](?![\w.])"
)
BROKEN = re.compile(r"(?<![a-z])[a-z]{1,6}-[a-z]{1,6}(?![a-z-])|[a-z]{1,4}[*_~`|\\]{1,4}[a-z]{1,4}")
INVISIBLE = re.compile(
    r"[\w][\u200b-\u200d\u2060-\u2064\ufeff\u00ad\u034f\u180e\u3164\u115f\u1160\u2800\uffa0\ufe00-\ufe0f]+[\w]"
)
FANCY = re.compile(
    "[\U0001d400-\U0001d7ff\U0001f110-\U0001f189\u249c-\u24b5\u24b6-\u24e9\uff21-\uff3a\uff41-\uff5a\u1d00-\u1d2b]"
)
MIXED = re.compile(
    r"(?:[a-zA-Z][\u0370-\u03ff\u0400-\u052f\u0250-\u02af]|[\u0370-\u03ff\u0400-\u052f\u0250-\u02af][a-zA-Z])"
)
QUOTED = re.compile('\\A>[^\n]{6,}|"[^"]{6,}"|“[^”]{6,}”|「[^」]{6,}」|『[^』]{6,}』')
RADICALS = re.compile("[\u2e80-\u2fd5]")
"""Parts of characters as dictionaries list them: they look like characters, and no keyboard types them."""
ZALGO = re.compile(r"[\u0300-\u036f]{2}")
OTHER_NUMBER = re.compile(
    r"(?:会议|订单|单|快递|房间|学|工|座|车次|编|型|版本|航班|身份证|门牌|期|批|考)号码?[:： ]*[a-z]{0,4}$"
)
_CUES = "🐧💚🛰✈📱☎📞微薇威徽信扣企群裙加号码电联系"
CUE = re.compile(
    rf"[{_CUES}vwqktci](?:(?<=[{_CUES}])"
    r"|(?:(?<![a-z]v)(?<=v)[xv]?|(?<![a-z]w)(?<=w)x?|(?<![a-z]q)(?<=q)q?|(?<![a-z]k)(?<=k)k)(?![a-z])"
    r"|(?<=t)e(?:l|xt)|(?<=w)hats|(?<=c)(?:all|ontact)|(?<=i)nfo)"
)
"""A way to reach somebody is being told. The first characters stand in front, so that a search stops there alone."""
MESSENGER = re.compile(r"[🐧💚🛰✈微薇威徽扣企鹅群裙峮]|(?<![a-z])(?:v|w|q|vx|vv|wx|qq|kk)(?![a-z])")


ADDRESSED = re.compile(
    r"[@/\[({【（拼.点丶,，·•斜去拆d](?:(?<=[@/\[({【（拼])|(?<=[a-z0-9\]) ]\.)(?=[a-z0-9\[( ])|(?<=[a-z0-9][点丶,，·•])"
    r"|(?<=[a-z0-9]\s[点丶,，·•])|(?<=斜)杠|(?<=去)掉|(?<=拆)开|(?<=\bd)ot\b)"
)
DOTTED = re.compile(r"\.(?<=[a-z0-9-].)(?=[a-z])")
GROUPED = re.compile(r"[\s-](?:(?<=[0-9].)|(?<=[0-9]\).))[0-9(]")
