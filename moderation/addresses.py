"""Where a link leads: its host, and whether it invites into another community."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

_INVITE = re.compile(
    r"(?<![\w-])(?:(?:t|telegram)\.(?:me|dog)/(?:joinchat/|\+)[\w-]+"
    r"|tg://join\?invite=[\w-]+"
    r"|(?:discord(?:app)?\.com/invite|discord\.(?:gg|io|me|li)|dsc\.gg|invite\.gg)/[\w-]+"
    r"|chat\.whatsapp\.com/\w+"
    r"|(?:qm|jq)\.qq\.com/\S+"
    r"|weixin\.qq\.com/g/\S+"
    r"|line\.me/(?:r/)?ti/g2?/\S+"
    r"|signal\.group/\S+)",
    re.IGNORECASE | re.ASCII,
)
_PUBLIC = re.compile(
    r"(?<![\w-])(?:(?:t|telegram)\.(?:me|dog)/(?:s/)?[a-z]\w{4,31}|tg://resolve\?domain=\w+|discord\.com/servers/[\w-]+)",
    re.IGNORECASE | re.ASCII,
)
_LONGEST = 2_048
_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A link that leads into a group or channel, at `start:end`. `sure` is False where it may be a person or a bot."""

    start: int
    end: int
    sure: bool


def invitations(text: str) -> list[Invitation]:
    """The first 100 invitations of each kind written in a text, marked as links or not."""
    if "/" not in text:
        return []
    found = [
        Invitation(start=one.start(), end=one.end(), sure=True)
        for one in islice(_INVITE.finditer(text), _MOST)
    ]
    taken = {one.start for one in found}
    maybe = (one for one in islice(_PUBLIC.finditer(text), _MOST) if one.start() not in taken)
    return found + [Invitation(start=one.start(), end=one.end(), sure=False) for one in maybe]


def host_of(address: str) -> str:
    """The host of a link in lower case without `www.`, "" when there is none."""
    address = address[:_LONGEST].strip()
    try:
        parts = urlsplit(address if "//" in address[:12] or address.startswith("tg:") else f"//{address}")
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")


def belongs(host: str, domains: frozenset[str]) -> bool:
    """Whether a host is one of the domains or below one."""
    while host:
        if host in domains:
            return True
        host = host.partition(".")[2]
    return False
