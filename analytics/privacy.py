"""What the figures keep about a person: shown, erased, joined, forgotten in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chat.decision import Write
from chat.people import PersonId
from chat.ports import Reader

TALK = timedelta(days=16)
"""Who spoke when (no words) is kept at least so long: the reports need it."""


async def export(reader: Reader, person: PersonId) -> dict[str, list[dict[str, object]]]:
    """Days and counts, moments of messages and of their first replies."""
    return {
        "analytics.days": [_shown(row) for row in await reader.rows("analytics.days_of", who=person)],
        "analytics.talk": [_shown(row) for row in await reader.rows("analytics.talk_of", who=person)],
        "analytics.pictures": [_shown(row) for row in await reader.rows("analytics.pictures_of", who=person)],
    }


def _shown(row: Mapping[str, Any]) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in row.items()
        if name != "person"
    }


def erase(person: PersonId, pseudonym: str) -> tuple[Write, ...]:
    """Counts stay, under a pseudonym that leads nowhere; ids of messages would lead back, so they go."""
    return (
        Write("analytics.drop_pictures", {"was": person}),
        Write("analytics.drop_talk", {"was": person}),
        *_days_become(person, pseudonym),
    )


def rejoin(kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
    """Put `kept` in the place of `dropped`."""
    both = {"was": dropped, "becomes": kept}
    return (
        *_days_become(dropped, kept),
        Write("analytics.talk_becomes", both),
        Write("analytics.pictures_become", both),
    )


def _days_become(was: PersonId, becomes: str) -> tuple[Write, ...]:
    """Days on which both were active become one."""
    return (
        Write("analytics.days_become", {"was": was, "becomes": becomes}),
        Write("analytics.drop_days", {"was": was}),
    )


def expire(now: datetime, messages_before: datetime, audit_before: datetime) -> tuple[Write, ...]:
    """Moments of messages go with the messages, days and facts with the audit."""
    return (
        Write("analytics.expire_talk", {"before": min(messages_before, now - TALK)}),
        Write("analytics.expire_facts", {"before": audit_before}),
        Write("analytics.expire_days", {"first": audit_before.date().isoformat()}),
        Write("analytics.expire_alerts", {"before": audit_before}),
        Write("analytics.expire_reports", {"before": audit_before}),
    )
