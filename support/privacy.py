"""Everything kept about a person: shown, erased, joined, forgotten in time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chat.decision import Write
from chat.people import PersonId
from chat.ports import Reader, Row


async def export(reader: Reader, person: PersonId) -> dict[str, list[dict[str, Any]]]:
    """What is stored about a person, ready for JSON. Notes of the staff on their tickets stay with the staff."""
    tickets = [_shown(row, _TICKET) for row in await reader.rows("support.tickets_of", p=person)]
    lines = {row["id"]: _shown(row, _LINE) for row in await reader.rows("support.lines_of", p=person)}
    for row in await reader.rows("support.lines_by", p=person):
        lines.setdefault(row["id"], _shown(row, _LINE))
    ratings = [_shown(row, _RATING) for row in await reader.rows("support.ratings_of", p=person)]
    agent = await reader.row("support.agent", p=person)
    blocks = [_shown(row, _BLOCK) for row in await reader.rows("support.block_of", p=person)]
    given = [_shown(row, ("at", "until")) for row in await reader.rows("support.blocks_by", p=person)]
    macros = [_shown(row, _MACRO) for row in await reader.rows("support.macros_by", p=person)]
    return {
        "support_tickets": tickets,
        "support_lines": [lines[name] for name in sorted(lines)],
        "support_ratings": ratings,
        "support_agents": [_shown(agent, _AGENT)] if agent else [],
        "support_blocks": blocks,
        "support_blocks_given": given,
        "support_macros": macros,
    }


_TICKET = (
    "number", "topic", "state", "priority", "why", "reasons", "attempts", "sentiment", "department", "tags",
    "language", "question", "origin_platform", "origin_space", "origin_thread", "origin_message", "opened_at",
    "changed_at", "first_reply_at", "snoozed_until", "closed_at", "close_reason", "reach",
)  # fmt: skip
_RATING = ("ticket", "asked_at", "score", "comment", "rated_at")
_AGENT = ("hours", "languages", "skills", "capacity", "away_from", "away_until", "updated_at")
_LINE = ("ticket", "kind", "text", "at", "way")
_BLOCK = ("until", "reason", "at")
_MACRO = ("name", "zh", "en", "then", "tags", "at")


def _shown(row: Row, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: row[name] for name in names}
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in values.items()}


def erase(person: PersonId, pseudonym: str) -> tuple[Write, ...]:
    """Words, places and names out of their tickets, which then are closed; as staff they become the pseudonym."""
    return (
        Write("support.erase_lines_of", {"p": person}),
        Write("support.erase_lines_by", {"p": person, "pseudonym": pseudonym}),
        Write("support.erase_tickets", {"p": person, "pseudonym": pseudonym}),
        Write("support.erase_staff", {"p": person, "pseudonym": pseudonym}),
        Write("support.erase_measures", {"p": person, "pseudonym": pseudonym}),
        Write("support.erase_agents", {"p": person}),
        Write("support.erase_ratings_of", {"p": person, "pseudonym": pseudonym}),
        Write("support.erase_ratings_on", {"p": person, "pseudonym": pseudonym}),
        Write("support.erase_blocks", {"p": person, "pseudonym": pseudonym}),
        Write("support.erase_blockers", {"p": person, "pseudonym": pseudonym}),
        Write("support.erase_macros", {"p": person, "pseudonym": pseudonym}),
    )


def rejoin(kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
    """Everything of `dropped` becomes that of `kept`; two open tickets on one topic stay two."""
    both = {"kept": kept, "dropped": dropped}
    return (
        Write("support.rejoin_topics", both),
        Write("support.rejoin_tickets", both),
        Write("support.rejoin_lines", both),
        Write("support.rejoin_measures", both),
        Write("support.rejoin_agent_twice", both),
        Write("support.rejoin_agents", both),
        Write("support.rejoin_ratings", both),
        Write("support.rejoin_blocks", both),
        Write("support.rejoin_blocked", both),
        Write("support.rejoin_blockers", both),
        Write("support.rejoin_macros", both),
    )


def expire(*, messages_before: datetime, tickets_before: datetime) -> tuple[Write, ...]:
    """Ended tickets, and the talk of others around any ticket, once their time is over."""
    return (
        Write("support.expire_context", {"before": messages_before}),
        Write("support.expire_lines", {"before": tickets_before}),
        Write("support.expire_links", {"before": tickets_before}),
        Write("support.expire_blocks", {"before": tickets_before}),
        Write("support.expire_tickets", {"before": tickets_before}),
        Write("support.expire_alerts", {"before": messages_before}),
        Write("support.expire_measures", {"before": tickets_before}),
        Write("support.expire_ratings", {"before": tickets_before}),
    )
