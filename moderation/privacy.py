"""What moderation keeps about a person: told, moved, erased, forgotten in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chat.decision import Value, Write
from chat.people import PersonId
from chat.ports import Reader

_EXPORTED = {
    "moderation_messages": "moderation.messages_of",
    "moderation_cases": "moderation.cases_of",
    "moderation_evidence": "moderation.evidence_of",
    "moderation_penalties": "moderation.penalties_of",
    "moderation_record": "moderation.turn",
    "moderation_arrivals": "raids.arrivals_of",
    "moderation_door": "raids.door_of",
    "moderation_trust": "moderation.trust",
    "moderation_labels": "moderation.labels_of",
    "moderation_appeals": "moderation.appeals_by",
    "moderation_reports": "moderation.reports_by",
    "moderation_reported": "moderation.reports_about",
    "moderation_orders": "moderation.orders_of",
    "moderation_custom": "moderation.custom_by",
}
_STANDING = (
    "moderation.rejoin_modes",
    "moderation.rejoin_custom",
    "moderation.rejoin_verdicts",
    "moderation.rejoin_labels",
    "moderation.rejoin_appeals",
    "moderation.rejoin_reports",
    "moderation.rejoin_orders",
)
"""What outlasts an erasure under the pseudonym: that it was said, without what was said."""
_RENAMED = (
    "moderation.rejoin_messages",
    "moderation.rejoin_cases",
    "moderation.rejoin_evidence",
    "moderation.rejoin_penalties",
    "moderation.rejoin_notes",
    "raids.rejoin_raids",
    "raids.rejoin_door",
    "lists.rename",
    *_STANDING,
)


async def export(reader: Reader, person: PersonId) -> dict[str, list[dict[str, Any]]]:
    """Everything stored about a person. Who reported or judged them is theirs to know only by rank, so left out.

    Who reports sees their own words; whom it is about sees which message was reported, when, and what came of it.
    """
    found = {name: _plain(await reader.rows(shape, p=person)) for name, shape in _EXPORTED.items()}
    for row in (row for rows in found.values() for row in rows):
        for name in ("by_person", "settled_by_person", "reviewer_person"):
            row.pop(name, None)
    found["moderation_notes"] = _plain(await reader.rows("moderation.notes_by", p=person))
    return found


def erase(person: PersonId, pseudonym: str) -> tuple[Write, ...]:
    """Texts, evidence, notes and reasons go; cases stay as counts, running penalties under the pseudonym."""
    gone = (
        "moderation.erase_messages",
        "moderation.erase_evidence",
        "moderation.erase_cards",
        "moderation.erase_notes",
        "moderation.erase_words",
        "moderation.erase_said_as_staff",
        "moderation.erase_notes_by",
        "moderation.erase_trust",
        "moderation.erase_labels",
        "moderation.erase_appeals",
        "moderation.erase_answers",
        "moderation.erase_reports",
        "moderation.erase_orders",
        "moderation.close_ledger",
        "raids.erase_arrivals",
        "raids.erase_door",
    )
    kept = (
        "moderation.rejoin_cases",
        "moderation.rejoin_penalties",
        "moderation.rejoin_notes",
        "raids.rejoin_raids",
        "raids.rejoin_door",
        "lists.rename",
        *_STANDING,
    )
    renamed = (Write(shape, {"p": person, "to": pseudonym}) for shape in kept)
    return (*(Write(shape, {"p": person}) for shape in gone), *renamed)


def rejoin(kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
    """Strikes add up, bans and mutes stay where they are."""
    both = {"p": dropped, "to": kept}
    renamed = (Write(shape, both) for shape in _RENAMED)
    return (
        Write("moderation.drop_double_reports", both),
        *renamed,
        Write("moderation.rejoin_trust", both),
        Write("moderation.erase_trust", {"p": dropped}),
        *(Write(shape, {"p": dropped}) for shape in ("moderation.close_ledger", "raids.erase_arrivals")),
    )


def expire(messages_before: datetime, tickets_before: datetime, audit_before: datetime) -> tuple[Write, ...]:
    """Messages go first, then evidence and notes, last the cases. What still runs stays."""
    limits: Mapping[str, datetime] = {
        "moderation.expire_messages": messages_before,
        "moderation.expire_evidence": tickets_before,
        "moderation.expire_notes": tickets_before,
        "moderation.expire_labels": tickets_before,
        "moderation.expire_appeals": tickets_before,
        "moderation.expire_reports": tickets_before,
        "moderation.expire_orders": messages_before,
        "moderation.expire_verdicts": audit_before,
        "moderation.expire_trust": audit_before,
        "moderation.expire_cards": audit_before,
        "moderation.expire_cases": audit_before,
        "moderation.expire_penalties": audit_before,
        "raids.expire_arrivals": messages_before,
        "raids.expire_door": tickets_before,
        "raids.expire_raids": audit_before,
        "raids.expire_closed": audit_before,
        "raids.expire_boards": audit_before,
    }
    return tuple(Write(shape, {"before": moment}) for shape, moment in limits.items())


def _plain(rows: Sequence[Mapping[str, Value]]) -> list[dict[str, Any]]:
    return [
        {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
        for row in rows
    ]
