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
}
_RENAMED = (
    "moderation.rejoin_messages",
    "moderation.rejoin_cases",
    "moderation.rejoin_evidence",
    "moderation.rejoin_penalties",
    "moderation.rejoin_notes",
    "raids.rejoin_raids",
    "raids.rejoin_door",
)


async def export(reader: Reader, person: PersonId) -> dict[str, list[dict[str, Any]]]:
    """Everything stored about a person. Who reported or judged them is theirs to know only by rank, so left out."""
    found = {name: _plain(await reader.rows(shape, p=person)) for name, shape in _EXPORTED.items()}
    for case in found["moderation_cases"]:
        case.pop("by_person", None)
        case.pop("settled_by_person", None)
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
        "moderation.close_ledger",
        "raids.erase_arrivals",
        "raids.erase_door",
    )
    renamed = (
        Write(shape, {"p": person, "to": pseudonym})
        for shape in (
            "moderation.rejoin_cases",
            "moderation.rejoin_penalties",
            "moderation.rejoin_notes",
            "raids.rejoin_raids",
            "raids.rejoin_door",
        )
    )
    return (*(Write(shape, {"p": person}) for shape in gone), *renamed)


def rejoin(kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
    """Strikes add up, bans and mutes stay where they are."""
    renamed = (Write(shape, {"p": dropped, "to": kept}) for shape in _RENAMED)
    gone = (Write(shape, {"p": dropped}) for shape in ("moderation.close_ledger", "raids.erase_arrivals"))
    return (*renamed, *gone)


def expire(messages_before: datetime, tickets_before: datetime, audit_before: datetime) -> tuple[Write, ...]:
    """Messages go first, then evidence and notes, last the cases. What still runs stays."""
    limits: Mapping[str, datetime] = {
        "moderation.expire_messages": messages_before,
        "moderation.expire_evidence": tickets_before,
        "moderation.expire_notes": tickets_before,
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
