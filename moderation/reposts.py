"""What was taken down by mistake is said again: no platform lets a deleted message come back, so Steward quotes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from chat.actions import About, Post
from chat.text import Mention, Text
from moderation.cases import Case, Kept, was_said
from moderation.notices import ROOM, quoted

WORTH = timedelta(hours=48)
"""Older words would only puzzle the group."""
_MOST = 3


def again(case: Case, kept: Iterable[Kept], name: str, now: datetime) -> tuple[Post, ...]:
    """The texts of a case, newest wording of each message, in the place where they stood."""
    worth = (one for one in kept if one.text.strip() and was_said(one.message) and now - one.at <= WORTH)
    newest = {(one.space, one.message): one for one in worth}
    return tuple(
        Post(
            to=one.space,
            body=Text(
                "moderation.repost",
                {"who": Mention(case.person, name or "—"), "text": quoted(one.text), "number": case.number},
            ),
            about=About(ROOM, f"repost:{case.id}"),
        )
        for one in list(newest.values())[:_MOST]
    )
