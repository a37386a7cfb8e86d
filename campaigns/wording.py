"""Small pieces of wording that giveaways and Q&A events share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from chat.people import PersonId
from chat.text import Mention, Text

Named = tuple[PersonId, str]
"""A person and what to call them ("" = unknown or erased)."""


def lines(items: Sequence[Text]) -> Text:
    """Several texts as one, each a paragraph or list item of its own. Raises IndexError without any."""
    whole = items[-1]
    for item in reversed(items[:-1]):
        whole = Text("campaigns.lines", {"first": item, "rest": whole})
    return whole


def called(named: Named) -> Mention | Text:
    """The person as a mention, or words for somebody without a name."""
    person, name = named
    return Mention(person, name) if name else Text("campaigns.somebody")


def refresh_at(shown_at: datetime | None, now: datetime, every: timedelta) -> datetime:
    """When a post may next be brought up to date."""
    return now if shown_at is None else max(now, shown_at + every)
