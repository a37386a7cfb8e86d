"""What is kept about the people behind posts: shown, erased, joined, forgotten in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chat.decision import Write
from chat.people import PersonId
from chat.ports import Reader

_POST = ("number", "state", "written_when", "written_where", "revision", "made_at", "changed_at")
_APPEARANCE = ("post", "key", "due", "fate", "revision", "posted_at")


async def export(reader: Reader, person: PersonId) -> dict[str, list[dict[str, object]]]:
    """The posts somebody made, changed, handed in or approved; the words only of what they wrote."""
    posts = []
    for row in await reader.rows("schedules.posts_of", who=person):
        wrote = person in (row["author_person"], row["editor_person"])
        part = {
            name.removesuffix("_person"): True
            for name in ("author_person", "editor_person", "submitter_person", "approver_person")
            if row[name] == person
        }
        posts.append({**_shown(row, _POST), **part, **({"text": row["text"]} if wrote else {})})
    signed = [_shown(row, _APPEARANCE) for row in await reader.rows("schedules.signed_by", who=person)]
    return {"schedules.posts": posts, "schedules.appearances": signed}


def _shown(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, object]:
    values = {name: row[name] for name in names}
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in values.items()}


def erase(person: PersonId, pseudonym: str) -> tuple[Write, ...]:
    """What they wrote and nobody published goes; elsewhere the pseudonym takes their place."""
    return (
        Write("schedules.forget_previews", {"was": person}),
        Write("schedules.blank_unpublished", {"was": person}),
        *become(person, pseudonym),
    )


def become(was: PersonId, becomes: str) -> tuple[Write, ...]:
    """Put another person in somebody's place."""
    both = {"was": was, "becomes": becomes}
    return (Write("schedules.people_become", both), Write("schedules.signers_become", both))


def expire(before: datetime) -> tuple[Write, ...]:
    """What is over since before that moment."""
    names = ("appearances", "cards", "previews", "posts")
    return tuple(Write(f"schedules.expire_{name}", {"before": before}) for name in names)
