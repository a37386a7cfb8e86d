"""Who longs for company and calls for nobody of the staff: a sigh, zh and en."""

from __future__ import annotations

from language.concern import concern_of
from language.cues import stakes
from language.lanes import language_of

__all__ = ["longs_for_company"]

LONGEST = 80
"""Characters of a sigh; who writes more tells what it is about."""

LIKELY = 0.4
"""Chance from which a text longs for company, where that is likelier than any trouble."""


def longs_for_company(text: str) -> bool:
    """Whether a text longs for people to talk to or to be with, and neither names the staff nor tells of a trouble.

    好想跟人聊聊天 and “I miss talking to people” long for company. 我要跟人说话 and “I want to talk to someone” may
    call for the staff.
    """
    if len(text) > LONGEST:
        return False
    language = language_of(text)
    reading = concern_of(text, language)
    return reading.company >= max(LIKELY, reading.trouble) and not stakes(text, language)
