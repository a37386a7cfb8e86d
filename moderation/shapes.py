"""What a message is beside its words: forwarded, a contact, nothing but a link (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from chat.messages import Entity, EntityKind, Media, Message
from language.fold import fold
from moderation.addresses import host_of
from moderation.marks import KNOWN


class Shape(StrEnum):
    """What strangers rarely begin with."""

    FORWARD = "forward"
    ELSEWHERE = "elsewhere"
    BUTTONS = "buttons"
    CONTACT = "contact"
    LINK_ONLY = "link_only"
    MEDIA_ONLY = "media_only"
    PROGRAM = "program"
    MEDIA_AT_ONCE = "media_at_once"
    """Nothing but media as the very first message, moments after joining: no message shows that by itself."""


_LEAST_WORDS = 4
"""With less beside a link a message is nothing but the link."""
_HOLLOW = re.compile(
    r"(?:\b(?:hi|hey|hello|yo|everyone|every(?:body)?|all|guys|friends?|folks|fam|there|look|see|check|watch|click|open|visit|go|try"
    r"|this|that|it|its|is|the|a|my|our|your|out|at|in|on|to|here|now|new|link|links|site|website|page|channel|details?|info|more|below|above"
    r"|wow|omg|lol|nice|cool|great|amazing|awesome|insane|crazy|works?|worked|working|really|so|very|just|please|pls|plz|thanks?|u|you|for)\b"
    r"|大家|各位|群友|朋友们?|家人们?|兄弟们?|你们|您们?|早上|晚上|下午|好的?|哈喽|嗨|看看|看下|看一下|瞧瞧|看|戳|点击?|打开|进去?|这个|这里?|那个|快|速|来|试试|一下"
    r"|真的|真|太|很|有用|好用|有效|亲测|不错|牛|绝了|资源|链接|网址|地址|网站|详情|更多|最新|在|给|分享|推荐|的|了|吧|啊|呀|哦|呢|吗|都|可以|也|我们?|新)+"
)
"""Words that greet, point and marvel: beside a link they tell nothing of what it is."""
_PROGRAM = re.compile(
    r"\.(?:apk|apks|xapk|exe|msi|scr|bat|cmd|com|pif|jar|vbs|js|jse|ps1|hta|lnk|iso)$", re.IGNORECASE
)


def shapes_of(message: Message) -> Iterator[Shape]:
    """All that a message is."""
    if message.forwarded:
        yield Shape.FORWARD
    if message.elsewhere:
        yield Shape.ELSEWHERE
    if message.buttons:
        yield Shape.BUTTONS
    if any(one.media is Media.CONTACT for one in message.attachments):
        yield Shape.CONTACT
    if not message.text.strip() and message.attachments and not message.forwarded:
        yield Shape.MEDIA_ONLY
    if any(one.name and _PROGRAM.search(one.name) for one in message.attachments):
        yield Shape.PROGRAM
    if message.text and is_link_only(message):
        yield Shape.LINK_ONLY


def is_bare_media(message: Message) -> bool:
    """Whether it is nothing but media that could advertise; a sticker alone says hello."""
    kinds = {one.media for one in message.attachments}
    return Shape.MEDIA_ONLY in shapes_of(message) and kinds != {Media.STICKER}


def is_link_only(message: Message) -> bool:
    """Whether next to nothing is said beside links, or nothing that tells where one of them leads."""
    links = [one for one in message.entities if one.kind is EntityKind.LINK]
    if not links:
        return False
    rest = message.text
    for one in sorted(links, key=lambda link: -link.start):
        rest = rest[: one.start] + rest[one.end :]
    if sum(letter.isalnum() for letter in rest) < _LEAST_WORDS:
        return True
    return not all(map(_is_known, links)) and not any(map(str.isalnum, _HOLLOW.sub("", fold(rest))))


def _is_known(link: Entity) -> bool:
    return KNOWN.search(host_of(link.target)) is not None
