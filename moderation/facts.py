"""What is known of an author: how long they have been here, and how much they have said."""

from __future__ import annotations

from datetime import datetime, timedelta

from chat.people import PersonId
from chat.ports import Reader
from moderation.utterance import Facts

_MOST = 10_000


async def facts_of(reader: Reader, person: PersonId, now: datetime) -> Facts:
    """Three small reads, asked only when a rule's signals stand and its conditions need them."""
    said = await reader.row("moderation.said_so_far", p=person, most=_MOST)
    first = await reader.row("moderation.first_heard", p=person)
    joined = await reader.row("raids.arrival", p=person)
    since = (joined and joined["joined_at"]) or (first and first["at"]) or now
    return Facts(age=max(now - since, timedelta()), messages=int(said["count"]) if said else 0)
