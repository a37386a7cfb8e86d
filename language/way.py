"""Who asks how a person is reached, and does not call for one yet."""

from __future__ import annotations

import re

LONGEST = 120
"""Characters of such a question; who writes more tells what is wrong."""

_PERSON = (
    r"(?:support|customer (?:service|care)|somebody|someone"
    r"|(?:humans?|persons?|people|agents?|admins?|moderators?|mods?|representatives?|staff))"
)
_STAFF = "(?:客服|人工|真人|管理员|工作人员|群主)"
_WAY = re.compile(
    r"\b(?:how|where|who)\b[^.!?\n]{0,30}"
    rf"\b(?:talk|speak|write|get|reach|contact|find|chat|connect|message|ask)\b[^.!?\n]{{0,20}}\b{_PERSON}\b"
    r"|\b(?:is there|what(?:'s| is)) (?:a|any|the)[^.!?\n]{0,12}\b(?:way|number|e-?mail|contact|address)\b"
    rf"[^.!?\n]{{0,24}}\b{_PERSON}\b"
    rf"|(?:怎么|怎样|咋|如何|哪里|哪儿|在哪)[^，。！？\n]{{0,6}}(?:联系|联络|找|转|接通|问|叫)[^，。！？\n]{{0,4}}{_STAFF}"
    rf"|{_STAFF}[^，。！？\n]{{0,4}}(?:在哪|怎么(?:联系|找|转)|如何联系|联系方式|电话|邮箱)",
    re.IGNORECASE,
)
_ASKED = re.compile(r"how|where|who|what|is there|怎|咋|如何|哪|联系方式|电话|邮箱")
"""Cheap to look for in small letters: none of the questions does without."""


def asks_the_way(text: str) -> bool:
    """Whether a text asks how, or where, somebody of the staff is reached."""
    return len(text) <= LONGEST and _ASKED.search(text.lower()) is not None and _WAY.search(text) is not None
