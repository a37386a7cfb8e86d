"""What moderators taught: a text is spam or ham, who said so; taken back, exactly that is forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from chat.decision import Write
from chat.messages import MessageRef
from chat.people import PersonId
from moderation.breaches import View
from moderation.cases import Case, Kept

_WORDLESS = (View.PACE, View.LIKENESS, View.ENTITY)
"""Findings that say nothing about the words: a flood of good messages teaches nothing, nor does an insult."""


class Label(StrEnum):
    """What a text is an example of."""

    SPAM = "spam"
    HAM = "ham"


def teach(
    label: Label, person: PersonId, ref: MessageRef, text: str, by: PersonId, now: datetime, case: str | None
) -> Write:
    """One text is an example. The newest word about a message is the only one that counts."""
    return Write(
        "moderation.teach",
        {
            "platform": ref.space.platform,
            "space": ref.space.id,
            "message": ref.id,
            "person": person,
            "text": text,
            "label": label.value,
            "case": case,
            "by_person": by,
            "at": now,
        },
    )


def unteach(ref: MessageRef) -> Write:
    """Nothing was ever taught by this message."""
    return Write("moderation.unteach", {"on": ref.space.platform, "lane": ref.space.id, "key": ref.id})


def from_case(
    label: Label, case: Case, kept: Iterable[Kept], by: PersonId, now: datetime, *, said: bool = False
) -> tuple[Write, ...]:
    """What a verdict about a case teaches: its messages whose words a rule judged; all of them where it was `said`."""
    return tuple(
        teach(label, case.person, MessageRef(one.space, one.message), one.text, by, now, case.id)
        for one in kept
        if one.text.strip() and (said or any(found.view not in _WORDLESS for found in one.findings))
    )


def unlearned(kept: Iterable[Kept]) -> tuple[Write, ...]:
    """Everything that a case taught is forgotten."""
    return tuple(unteach(MessageRef(one.space, one.message)) for one in kept)
