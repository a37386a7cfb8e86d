"""Where a link leads: its host, and whether it invites into another community."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

_APART = r"(?<![\w-].)"
"""Stands behind the first letter of an address, so that a search stops at such letters alone."""

_INVITE = re.compile(
    rf"t{_APART}(?:elegram)?\.(?:me|dog)/(?:joinchat/|\+)[\w-]+|t{_APART}g://join\?invite=[\w-]+"
    rf"|d{_APART}iscord(?:(?:app)?\.com/invite|\.(?:gg|io|me|li))/[\w-]+|d{_APART}sc\.gg/[\w-]+"
    rf"|i{_APART}nvite\.gg/[\w-]+|c{_APART}hat\.whatsapp\.com/\w+|(?:q{_APART}m|j{_APART}q)\.qq\.com/\S+"
    rf"|w{_APART}eixin\.qq\.com/g/\S+|l{_APART}ine\.me/(?:r/)?ti/g2?/\S+|s{_APART}ignal\.group/\S+",
    re.ASCII,
)
_PUBLIC = re.compile(
    rf"t{_APART}(?:elegram)?\.(?:me|dog)/(?:s/)?[a-z]\w{{4,31}}|t{_APART}g://resolve\?domain=\w+"
    rf"|d{_APART}iscord\.com/servers/[\w-]+",
    re.ASCII,
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
    lowered = text.lower()
    text = lowered if len(lowered) == len(text) else text
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
