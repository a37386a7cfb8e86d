"""What the FAQ keeps about a person: shown, erased, joined, forgotten in time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chat.decision import Write
from chat.people import PersonId
from chat.ports import Reader, Row

_ANSWER = (
    "entry",
    "platform",
    "space",
    "thread",
    "message",
    "question",
    "probability",
    "way",
    "failed",
    "at",
)
_MISS = ("platform", "space", "thread", "message", "text", "why", "at")


async def export(reader: Reader, person: PersonId) -> dict[str, list[dict[str, Any]]]:
    """What is stored about a person, ready for JSON."""
    return {
        "faq_answers": [_shown(row, _ANSWER) for row in await reader.rows("faq.answers_to", p=person)],
        "faq_votes": [
            _shown(row, ("entry", "helpful", "at")) for row in await reader.rows("faq.votes_of", p=person)
        ],
        "faq_entries_changed": [
            _shown(row, ("name", "revision", "changed_at"))
            for row in await reader.rows("faq.changed_by", p=person)
        ],
        "faq_misses": [_shown(row, _MISS) for row in await reader.rows("faq.misses_of", p=person)],
        "faq_replies": [
            _shown(row, ("reply", "at")) for row in await reader.rows("faq.replies_of", p=person)
        ],
        "faq_enclosures": [
            _shown(row, ("files", "at")) for row in await reader.rows("faq.enclosed", p=person)
        ],
        "faq_entries_owned": [_shown(row, ("name",)) for row in await reader.rows("faq.owned_by", p=person)],
    }


def _shown(row: Row, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: row[name] for name in names}
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in values.items()}


def erase(person: PersonId, pseudonym: str) -> tuple[Write, ...]:
    """The pseudonym takes the person's place; what they asked, and where, is forgotten."""
    named = ("faq.erase_editor", "faq.erase_version_editor", "faq.erase_answers", "faq.erase_votes")
    gone = ("faq.erase_owner", "faq.erase_version_owner", "faq.erase_misses", "faq.erase_replies")
    return (
        *(Write(shape, {"p": person, "pseudonym": pseudonym}) for shape in named),
        *(Write(shape, {"p": person}) for shape in gone),
        Write("faq.unenclose", {"p": person}),
    )


def rejoin(kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
    """Everything of `dropped` becomes that of `kept`."""
    both = {"kept": kept, "dropped": dropped}
    shapes = (
        "faq.rejoin_editor",
        "faq.rejoin_version_editor",
        "faq.rejoin_owner",
        "faq.rejoin_version_owner",
        "faq.rejoin_answers",
        "faq.rejoin_misses",
        "faq.rejoin_replies",
        "faq.drop_double_votes",
        "faq.rejoin_votes",
    )
    return (*(Write(shape, both) for shape in shapes), Write("faq.unenclose", {"p": dropped}))


def expire(*, messages_before: datetime, audit_before: datetime) -> tuple[Write, ...]:
    """Answers and votes go with the audit; the words of questions, and gaps that consist of them, with messages."""
    words = ("faq.expire_questions", "faq.expire_misses", "faq.expire_gaps", "faq.expire_enclosures")
    counts = ("faq.expire_answers", "faq.expire_votes")
    return (
        *(Write(shape, {"before": messages_before}) for shape in words),
        *(Write(shape, {"before": audit_before}) for shape in counts),
    )
