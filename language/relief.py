"""What takes the trouble out of a message: laughter, praise, a trouble that is over; not the thanks after a request."""

from __future__ import annotations

import re

from chat.people import Language
from language.cues import Cue, Tone, complaint_tone

__all__ = ["RELIEF", "is_relieved", "only_thanks_relieve"]

RELIEF = frozenset((Cue.JOKING, Cue.SETTLED, Cue.PRAISE, Cue.ELSEWHERE))
"""Cues that take the trouble out of a message."""

_THANKS = re.compile(
    r"(?:^|[\s,，。.!！?？~～、…]+|(?<=[\u3400-\u9fff]))"
    r"(?:(?:many )?thanks?(?: you)?(?: (?:so much|very much|a lot|in advance|again))*|thx|cheers"
    r"|(?:先|非常|十分)?(?:谢谢|多谢|感谢|谢过|谢)(?:您|你们?|大家|各位|啦|了|哈)*|(?:您|你们)?辛苦(?:您|你们|大家|啦|了|哈)*)"
    r"[\s.!！。~～]*$",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"了[\s.!！。~～]*$|\b(?:talked|spoke|spoken|helped|fixed|answered|solved|got|was|were|has|had|did)\b",
    re.IGNORECASE,
)
"""What was done already is thanked for, not asked."""


def is_relieved(tone: Tone) -> bool:
    """Whether a tone tells of laughter, praise, somebody else's trouble or a trouble that is over."""
    return any(signal.cue in RELIEF for signal in tone.signals)


def only_thanks_relieve(text: str, language: Language | None) -> bool:
    """Whether a text asks for something, closes with thanks (转人工，谢谢) and has no other relief."""
    found = _THANKS.search(text)
    asked = text[: found.start()].strip() if found else ""
    return bool(asked) and not _OVER.search(asked) and not is_relieved(complaint_tone(asked, language))
