"""Q&A events: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Integer, Select, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from campaigns.store.clauses import become, key, to_space
from campaigns.store.tables import events

_event = update(events).where(events.c.id == key)
_event_draft = _event.where(events.c.state == "draft")

WRITES: Mapping[str, Executable] = {
    "campaigns.event_draft": insert(events),
    "campaigns.event_move": _event_draft.values(**to_space),
    "campaigns.event_type": _event_draft.values(form=bindparam("typed")),
    "campaigns.event_open": _event_draft.values(
        state="open",
        form="{}",
        title=bindparam("named"),
        intro=bindparam("said"),
        moderated=bindparam("careful"),
        share=bindparam("most"),
        ends_at=bindparam("until"),
        shown_at=bindparam("at"),
    ),
    "campaigns.event_posted": _event.values(message=bindparam("native")),
    "campaigns.event_shown": _event.values(shown_at=bindparam("at")),
    "campaigns.event_close": _event.where(events.c.state == "open").values(
        state="closed", ended_at=bindparam("at")
    ),
    "campaigns.erase_event_drafts": delete(events).where(
        events.c.opener_person == bindparam("was"), events.c.state == "draft"
    ),
    "campaigns.openers_become": become(events, "opener_person"),
    "campaigns.expire_event_drafts": delete(events).where(
        events.c.state == "draft", events.c.made_at < bindparam("before")
    ),
}

READS: Mapping[str, Select[Any]] = {
    "campaigns.event": select(events).where(events.c.number == bindparam("number", type_=Integer)),
    "campaigns.events_open": select(events).where(events.c.state == "open").order_by(events.c.number),
    "campaigns.event_draft_of": select(events).where(
        events.c.opener_person == bindparam("who"), events.c.state == "draft"
    ),
    "campaigns.events_by": select(events).where(events.c.opener_person == bindparam("who")),
    "campaigns.event_last": select(func.max(events.c.number).label("number")),
}
