"""Giveaways, their secrets and cards: every statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Executable, Integer, Select, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from campaigns.store.clauses import become, ended, key, to_space
from campaigns.store.tables import cards, giveaways, secrets

_giveaway = update(giveaways).where(giveaways.c.id == key)
_draft = _giveaway.where(giveaways.c.state == "draft")
_seen_draft = _draft.where(giveaways.c.revision == bindparam("seen"))
_running = _giveaway.where(giveaways.c.state == "open")
# no IN with a literal list in what is written: executemany cannot expand it
_unpublished = or_(giveaways.c.state == "draft", giveaways.c.state == "dropped")
_drafted = select(giveaways.c.id).where(giveaways.c.editor_person == bindparam("was"), _unpublished)

WRITES: Mapping[str, Executable] = {
    "campaigns.giveaway_draft": insert(giveaways),
    "campaigns.giveaway_move": _draft.values(**to_space, terms="", revision=giveaways.c.revision + 1),
    "campaigns.giveaway_fill": _seen_draft.values(
        form=bindparam("typed"), terms=bindparam("read"), revision=giveaways.c.revision + 1
    ),
    "campaigns.giveaway_drop": _draft.values(state="dropped", ended_at=bindparam("at")),
    "campaigns.giveaway_publish": _seen_draft.values(
        state="open",
        rules_hash=bindparam("rules"),
        secret_hash=bindparam("committed"),
        shown_at=bindparam("at"),
    ),
    "campaigns.giveaway_posted": _giveaway.values(message=bindparam("native")),
    "campaigns.giveaway_shown": _giveaway.values(shown=bindparam("count"), shown_at=bindparam("at")),
    "campaigns.giveaway_touch": _running.values(changes=giveaways.c.changes + 1),
    "campaigns.giveaway_drawn": _running.where(giveaways.c.changes == bindparam("seen")).values(
        state="drawn", ended_at=bindparam("at")
    ),
    "campaigns.giveaway_cancel": _running.values(state="cancelled", ended_at=bindparam("at")),
    "campaigns.secret_keep": insert(secrets),
    "campaigns.secret_forget": delete(secrets).where(secrets.c.giveaway == key),
    "campaigns.card_add": insert(cards).on_conflict_do_nothing(),
    "campaigns.cards_forget": delete(cards).where(cards.c.giveaway == key),
    "campaigns.erase_cards": delete(cards).where(cards.c.giveaway.in_(_drafted)),
    "campaigns.erase_drafts": delete(giveaways).where(
        giveaways.c.editor_person == bindparam("was"), _unpublished
    ),
    "campaigns.editors_become": become(giveaways, "editor_person"),
    "campaigns.expire_drafts": delete(giveaways).where(
        _unpublished, giveaways.c.made_at < bindparam("before")
    ),
    "campaigns.expire_cards": delete(cards).where(cards.c.giveaway.in_(ended)),
}

READS: Mapping[str, Select[Any]] = {
    "campaigns.giveaway": select(giveaways).where(giveaways.c.number == bindparam("number", type_=Integer)),
    "campaigns.giveaways": select(giveaways)
    .where(giveaways.c.state.in_(bindparam("states", expanding=True)))
    .order_by(giveaways.c.number.desc())
    .limit(20),
    "campaigns.giveaways_live": select(giveaways.c.platform, giveaways.c.space).where(
        giveaways.c.state == "open"
    ),
    "campaigns.giveaway_draft_of": select(giveaways).where(
        giveaways.c.editor_person == bindparam("who"), giveaways.c.state == "draft"
    ),
    "campaigns.giveaways_by": select(giveaways).where(giveaways.c.editor_person == bindparam("who")),
    "campaigns.giveaway_last": select(func.max(giveaways.c.number).label("number")),
    "campaigns.secret": select(secrets).where(secrets.c.giveaway == key),
    "campaigns.cards": select(cards).where(cards.c.giveaway == key),
}
