"""What is kept about a person: shown to them, taken out, or moved when two persons turn out to be one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from chat.decision import Write
from chat.people import PersonId
from chat.ports import Reader

Kept = dict[str, list[dict[str, object]]]

_IN_GIVEAWAYS = ("entries_become", "winners_become", "winners_by_become", "editors_become")
_IN_QUESTIONS = ("askers_become", "answerers_become", "deciders_become", "votes_become", "openers_become")


async def export_giveaways(reader: Reader, person: PersonId) -> Kept:
    """Entries, wins, and the giveaways made; never a secret, never somebody else."""
    entries = await reader.rows("campaigns.entries_of", who=person)
    winners = await reader.rows("campaigns.winners_of", who=person)
    made = await reader.rows("campaigns.giveaways_by", who=person)
    return {
        "campaigns.entries": [_some(row, "number", "code", "ineligible", "entered_at") for row in entries],
        "campaigns.wins": [
            _some(row, "number", "code", "state") for row in winners if row["person"] == person
        ],
        "campaigns.handled": [
            _some(row, "number", "code", "state", "reason") for row in winners if row["by_person"] == person
        ],
        "campaigns.giveaways": [
            _some(row, "number", "state", "platform", "space", "form", "terms", "made_at") for row in made
        ],
    }


async def export_questions(reader: Reader, person: PersonId) -> Kept:
    """Questions, answers, decisions and votes, and the Q&A events opened."""
    questions = await reader.rows("campaigns.questions_of", who=person)
    votes = await reader.rows("campaigns.votes_of", who=person)
    events = await reader.rows("campaigns.events_by", who=person)
    return {
        "campaigns.questions": [
            _some(row, "number", "text", "state", "asked_at") for row in questions if row["person"] == person
        ],
        "campaigns.answers": [
            _some(row, "number", "answer") for row in questions if row["answered_by_person"] == person
        ],
        "campaigns.decisions": [
            _some(row, "number", "state") for row in questions if row["decided_by_person"] == person
        ],
        "campaigns.votes": [_some(row, "number", "voted_at") for row in votes],
        "campaigns.events": [
            _some(row, "number", "state", "platform", "space", "title", "intro", "made_at") for row in events
        ],
    }


def erase_giveaways(person: PersonId, pseudonym: str) -> tuple[Write, ...]:
    """Drafts and running entries go; codes of what was drawn stay, so that proofs hold."""
    return (
        Write("campaigns.erase_live_entries", {"was": person}),
        Write("campaigns.erase_cards", {"was": person}),
        Write("campaigns.erase_drafts", {"was": person}),
        *_become(_IN_GIVEAWAYS, person, pseudonym),
    )


def erase_questions(person: PersonId, pseudonym: str) -> tuple[Write, ...]:
    """Texts of questions and answers go, votes are counted on."""
    return (
        Write("campaigns.erase_event_drafts", {"was": person}),
        Write("campaigns.erase_questions", {"was": person, "becomes": pseudonym}),
        Write("campaigns.erase_answers", {"was": person, "becomes": pseudonym}),
        *_become(_IN_QUESTIONS, person, pseudonym),
    )


def rejoin_giveaways(kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
    """Where both took part, the entry of `kept` stays; a proof that stands is not touched."""
    return (
        Write("campaigns.rejoin_entries", {"kept": kept, "dropped": dropped}),
        *_become(_IN_GIVEAWAYS, dropped, kept),
    )


def rejoin_questions(kept: PersonId, dropped: PersonId) -> tuple[Write, ...]:
    """Where both voted, one vote is left."""
    return (
        Write("campaigns.rejoin_votes", {"kept": kept, "dropped": dropped}),
        *_become(_IN_QUESTIONS, dropped, kept),
    )


def expire_giveaways(*, drafts_before: datetime, ended_before: datetime) -> tuple[Write, ...]:
    """Old drafts, and who took part in what ended long ago."""
    return (
        Write("campaigns.expire_drafts", {"before": drafts_before}),
        Write("campaigns.expire_cards", {"before": ended_before}),
        Write("campaigns.expire_entries", {"before": ended_before}),
        Write("campaigns.expire_winners", {"before": ended_before}),
    )


def expire_questions(*, drafts_before: datetime, closed_before: datetime) -> tuple[Write, ...]:
    """Old drafts, and the questions and votes of events that closed long ago."""
    return (
        Write("campaigns.expire_event_drafts", {"before": drafts_before}),
        Write("campaigns.expire_votes", {"before": closed_before}),
        Write("campaigns.expire_questions", {"before": closed_before}),
    )


def _become(shapes: Iterable[str], was: str, becomes: str) -> tuple[Write, ...]:
    return tuple(Write(f"campaigns.{shape}", {"was": was, "becomes": becomes}) for shape in shapes)


def _some(row: Mapping[str, Any], *names: str) -> dict[str, object]:
    values = {name: row[name] for name in names}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }
